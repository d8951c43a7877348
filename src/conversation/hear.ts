import type { Context } from '../../dialogs/context.ts';
import type { KnownCustomer, SoldUnit, WendyEvent } from '../../dialogs/events.ts';
import type { Question } from '../../dialogs/message.ts';
import { isOver } from '../../dialogs/over.ts';
import { serialInHand } from '../../dialogs/root.ts';
import { findKnown, type Sought } from '../desk/known-customers.ts';
import { findSoldUnits } from '../desk/sold-units.ts';
import { salespeople } from '../desk/staff.ts';
import { LOCALES } from '../texts/texts.ts';
import { isStalePress } from './asked.ts';
import { type After, userOf, withDraft } from './customer.ts';
import { isMissed } from './misunderstood.ts';
import { type Parts, tongueOf } from './parts.ts';
import type { Heard, Waking } from './waking.ts';

/** What a message means where the conversation stands, with what the list of sold units says of its serial numbers. */
export async function hear(parts: Parts, waking: Waking, before: After): Promise<Heard> {
  const question = parts.wendy.question(withDraft(before));
  const { inbound, now, id } = waking;
  if (inbound && isStalePress(inbound, question, before.record.asked, id)) {
    return { events: [{ type: 'STALE', at: now.at, on: now.on }], locale: before.record.locale };
  }
  const first = read(parts, waking, question, before);
  // What was not understood may have been taught meanwhile, on another instance.
  const taught = first.events.some(isMissed) && (await parts.tutor.look());
  const { events, locale } = taught ? read(parts, waking, question, before) : first;
  const sold = await findSoldUnits(parts.store, serialsIn(events));
  const found = sold.length > 0 ? events.map((event) => withSold(event, sold)) : events;
  return { events: await Promise.all(found.map((event) => withKnown(parts, waking, event))), locale };
}

function read(parts: Parts, waking: Waking, question: Question | null, before: After): Heard {
  const { inbound, record, now } = waking;
  const { locale } = before.record;
  const stamp = { at: now.at, on: now.on };
  const { greeted, answered } = before.record.resting.context;
  const first: WendyEvent[] = greeted ? [] : [{ ...stamp, type: 'ARRIVED' }];
  if (!inbound || inbound.kind === 'arrived') {
    return { locale, events: greeted ? [{ ...stamp, type: 'REPEAT' }] : first };
  }
  const { text, attachments } = inbound;
  const came = attachments.files.length + attachments.refused.length > 0;
  const files: WendyEvent[] = came ? [{ ...stamp, type: 'ATTACHED', ...attachments }] : [];
  if (text.trim() === '' && came) return { locale, events: [...first, ...files] };
  const reading = parts.understanding.read(text, {
    question,
    locale,
    at: now.at,
    on: now.on,
    titles: titlesOf(parts, question, text, before, now.at),
    models: parts.company.models,
    listed: withDraft(before).context.draft.faults.length,
    questions: withDraft(before).context.draft.questions.length,
    colleagues: salespeople(parts.staffList.all),
    over: isOver(before.record.resting.context),
    ...(answered ? { answered: answered.spot.stop } : {}),
    ...(record.tag ? { activityLocale: record.tag } : {}),
    // A Chinese speaker whose channel names no country writes a number without one as at home.
    ...(locale === 'zh' && !record.tag?.includes('-') ? { region: parts.company.country } : {}),
  });
  const events = greeted ? reading.events : reading.events.filter((event) => !isGreeting(event));
  const heard = inOrder(events).map((event) => {
    if (event.type === 'CORRECTED' && event.ending)
      return completed(event, withDraft(before).context, question);
    return event.type === 'ASKED' ? { ...event, text } : event;
  });
  return { locale: reading.locale, events: [...first, ...withFiles(files, heard)] };
}

/** Files belong to what is asked, which the words may settle; or to the faults that the words tell. */
function withFiles(files: readonly WendyEvent[], heard: readonly WendyEvent[]): WendyEvent[] {
  const told = heard.flatMap((event) => (event.type === 'FAULTS' ? event.faults : [])).length;
  if (told === 0) return [...files, ...heard];
  return [...heard, ...files.map((event) => (event.type === 'ATTACHED' ? { ...event, told } : event))];
}

/**
 * "Yes, why?" asks about the question that is being answered, not about the next one; and the serial number that is
 * said of a fault comes after the fault, wherever it stands in the message.
 */
function inOrder(events: readonly WendyEvent[]): WendyEvent[] {
  const place = ({ type }: WendyEvent): number => ['WHY', 'FAULTS', 'CORRECTED'].indexOf(type);
  const early = events.filter((event) => place(event) === 0);
  const late = events.some((event) => place(event) === 1) ? events.filter((event) => place(event) === 2) : [];
  return [...early, ...events.filter((event) => !early.includes(event) && !late.includes(event)), ...late];
}

/** A serial number of which only the end was said: with what is known of it. */
function completed(
  event: Extract<WendyEvent, { type: 'CORRECTED' }>,
  context: Context,
  question: Question | null,
): WendyEvent {
  const known = serialInHand(context);
  const { at, on, text } = event;
  if (!known) return { at, on, type: 'MISREAD', prompt: question?.prompt ?? '', problem: 'no_serial', text };
  return { ...event, value: known.slice(0, -event.value.length) + event.value };
}

/** Wendy's own greeting answers it. */
function isGreeting(event: WendyEvent): boolean {
  return event.type === 'CHATTED' && event.kind === 'greeting';
}

/** The titles of the choices in every language: a customer may type what they read. A pressed button needs none. */
function titlesOf(
  parts: Parts,
  question: Question | null,
  text: string,
  before: After,
  at: string,
): string[][] {
  const pressed = question?.choices.some((choice) => choice.value === text);
  if (!question || pressed || question.choices.length === 0) return [];
  const tongues = LOCALES.map((locale) => tongueOf(parts, locale, at, before.current));
  return question.choices.map(({ title }) =>
    tongues.map(({ texts, locale, values }) => texts.render(title, locale, values)),
  );
}

function serialsIn(events: readonly WendyEvent[]): string[] {
  return events.flatMap((event) => {
    if (event.type === 'ANSWERED' && event.prompt === 'product.serial') return event.value.split(/,\s*/);
    if (event.type === 'CORRECTED' && event.field === 'serial') return [event.value];
    if (event.type === 'FAULTS') return event.faults.flatMap(({ facts }) => facts.serial ?? []);
    return [];
  });
}

function withSold(event: WendyEvent, sold: readonly SoldUnit[]): WendyEvent {
  const { type } = event;
  return type === 'ANSWERED' || type === 'CORRECTED' || type === 'FAULTS' ? { ...event, sold } : event;
}

/** Before a case goes to people it is looked up who looks after the customer; and when they say how they are reached. */
const BEFORE_PEOPLE: readonly string[] = ['sales.question', 'sales.confirm', 'summary.confirm'];

async function withKnown(
  { store, staffList }: Parts,
  { record }: Waking,
  event: WendyEvent,
): Promise<WendyEvent> {
  const sought = soughtBy(event, userOf(record));
  const known: KnownCustomer | undefined = sought && (await findKnown(store, sought));
  // Who works here no more looks after nobody.
  return known && staffList.byId(known.owner) ? ({ ...event, known } as WendyEvent) : event;
}

function soughtBy(event: WendyEvent, user: string): Sought | undefined {
  if (event.type === 'PERSON') return { user };
  if (event.type === 'CORRECTED') {
    if (event.field === 'email') return { email: event.value };
    return event.field === 'phone' ? { phone: event.value } : undefined;
  }
  if (event.type !== 'ANSWERED') return undefined;
  if (BEFORE_PEOPLE.includes(event.prompt)) return { user };
  if (event.prompt === 'contact.email') return { email: event.value };
  return event.prompt === 'contact.phone' ? { phone: event.value } : undefined;
}
