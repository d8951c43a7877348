import { isDeepStrictEqual } from 'node:util';
import type { Command } from '../../dialogs/context.ts';
import type { WendyEvent } from '../../dialogs/events.ts';
import type { Question } from '../../dialogs/message.ts';
import { type CaseRecord, caseKey, isHeld, type TranscriptRow, transcriptStream } from '../desk/case.ts';
import { caseWakes, caseWrite } from '../desk/case-write.ts';
import { settled } from '../desk/promise.ts';
import type { Append, Stored } from '../store/port.ts';
import { type Aside, stepAside } from './aside.ts';
import { answeredCard, askedAfter, questionId } from './asked.ts';
import { markOfMail, noteOfMail, writtenBack } from './by-mail.ts';
import { compose, type Tongue } from './compose.ts';
import { confirmation } from './confirmation.ts';
import { type After, questionAfter, runMachine, stateAfter, traceOf } from './customer.ts';
import { takenFrom, uploadWrites } from './files.ts';
import { isGroup, isPersonal, knowChat, personOf } from './group.ts';
import { hear } from './hear.ts';
import { heardWhileHeld, markOfQuestions } from './held.ts';
import { rowsFor } from './misunderstood.ts';
import { followed, reachedHere } from './moved.ts';
import { isOfAnother, isOutdated } from './outdated.ts';
import { ownerWrites } from './owner-known.ts';
import { type Parts, tongueOf } from './parts.ts';
import { heardRow } from './staff-focus.ts';
import { relayToAssignee } from './staff-notices.ts';
import { additionsTo, submitted } from './submitted.ts';
import type { Inbound, Outgoing, Trace } from './types.ts';
import type { Outcome, Said, Waking } from './waking.ts';

/**
 * A customer's turn: first what staff did with the case, then what the customer said. While a person holds the case
 * Wendy says nothing, and the customer's words go to that person.
 */
export async function customerTurn(parts: Parts, woken: Waking): Promise<Outcome> {
  const waking = followed(woken);
  const { inbound, now } = waking;
  const stored = await caseOf(parts, waking);
  let after: After = { record: waking.record, current: stored?.value, opened: false, commands: [] };
  const notices = await takeInbox(parts, waking, after);
  after = { ...notices.after, current: reachedHere(notices.after.current, waking) };
  const held = isHeld(after.current);
  let missed: Append[] = [];
  let events = new Set<WendyEvent['type']>();
  if (inbound && held) {
    const { current, commands } = await heardWhileHeld(parts, { ...waking, inbound }, after);
    after = { ...after, commands, current: theirTurn(current) };
  } else if (inbound) {
    const words = writtenBack(inbound, after.current, await hear(parts, waking, after), now);
    events = new Set(words.events.map(({ type }) => type));
    missed = await rowsFor(parts, waking, after, words);
    after = runMachine(parts.wendy, after, words, now.at);
  } else after = { ...after, commands: [] };
  const given = await withNumber(parts, waking.id, after);
  const told = {
    before: stored?.value,
    record: given.current,
    commands: after.commands,
    words: inbound?.text,
  };
  const routed = await submitted(parts, told, now);
  const settledAs = routed.record && settled(stored?.value, routed.record, now.at, parts);
  const confirmed = settledAs && confirmation(parts, given.record, settledAs, now.at);
  const settledCase = confirmed?.record ?? settledAs;
  // A case that stays as it was keeps its version: staff have it in hand.
  const same = isDeepStrictEqual(settledCase, stored?.value);
  const written = settledCase && !same ? caseWrite(stored, settledCase, now, parts.newId) : undefined;
  const { record } = given;
  const current = written?.record ?? settledCase;
  const added = additionsTo(parts, stored?.value, current, inbound?.text ?? '');
  const numbered = { record, current };
  const tongue = tongueOf(parts, record.locale, now.at, current);
  // The word that the case goes back to a person is due, though with it that person holds the talk.
  const question = questionAfter(parts.wendy, numbered);
  const asked = askedAfter(
    record.asked,
    question,
    record.resting.context.at,
    events.has('ANSWERED'),
    waking.ids?.own,
  );
  const put = questionId(waking.id, asked);
  const address = inbound?.address ?? record.address;
  const person = inbound && !inbound.mail ? await personOf(parts.store, address) : undefined;
  const personal = { id: waking.id, address, commands: after.commands, questionId: put };
  const aside =
    person && !held && isGroup(address) && isPersonal(question)
      ? await stepAside(parts.store, { ...personal, person, question }, tongue)
      : undefined;
  // A question that stood before a word from the desk stands still: it is not put again.
  const stands = !inbound && asked.nth === record.asked?.nth;
  const word = inbound && !held && !isGroup(address) ? confirmed?.word : undefined;
  const words = [...(routed.word ? [routed.word] : []), ...(word ? [word] : [])];
  const commands = [...after.commands, ...words.map((message) => ({ do: 'say' as const, message }))];
  const answers = aside?.here ?? compose(commands, held || stands ? null : question, tongue, put);
  const taken = inbound ? takenFrom(inbound, current?.draft ?? record.resting.context.draft) : [];
  const pressed =
    inbound && events.has('ANSWERED') && !isGroup(address)
      ? await answeredCard(parts.store, inbound, record.asked, waking.id)
      : [];
  // A button of a question that stood before a person took over is no word to that person.
  const toPerson = held && inbound?.kind === 'message' && !inbound.pressed;
  const says: readonly Said[] = [
    ...pressed.map((outgoing): Said => ({ class: 'relay', outgoing })),
    ...notices.says,
    ...answers.map((outgoing): Said => ({ class: isHeld(current) ? 'notice' : 'dialogue', outgoing })),
  ];
  return {
    record: { ...record, asked },
    writes: [
      ...(written ? [written.write] : []),
      ...uploadWrites(taken, waking.id, inbound?.sender.id ?? ''),
      ...(aside?.writes ?? (person ? knowChat(person, address) : [])),
      ...(await ownerWrites(parts.store, stored?.value, current)),
    ],
    checks: same && stored && current ? [{ key: caseKey(current.id), expectedVersion: stored.version }] : [],
    appends: inbound
      ? [
          ...missed,
          heard(waking, inbound, stateAfter(parts.wendy, numbered), question, events.has('STALE')),
          ...saidAside(waking, aside),
          ...(toPerson && current?.assignee ? [heardRow(current.assignee, current.id, now.at)] : []),
        ]
      : [],
    wakes: [
      ...(written?.wakes ?? []),
      ...(current ? caseWakes(current, [...routed.notices, ...added], now, parts.newId) : []),
    ],
    says:
      record.address.channel === 'emulator'
        ? traced(says, traceOf(parts.wendy, numbered, question, tongue))
        : says,
    elsewhere: aside?.there ?? [],
    rows: [
      ...(confirmed ? [confirmed.row] : []),
      ...(toPerson && current
        ? await relayToAssignee(parts, current, inbound.text, taken, now.at, [
            ...markOfMail(inbound, current),
            ...markOfQuestions(stored?.value, current),
          ])
        : []),
    ],
  };
}

async function caseOf({ store }: Parts, { record, first }: Waking): Promise<Stored<CaseRecord> | undefined> {
  if (!record.caseId) return undefined;
  const key = caseKey(record.caseId);
  return first ? store.recent<CaseRecord>(key) : store.get<CaseRecord>(key);
}

/** The trace goes with the last that is said, and by itself where nothing is. */
function traced(says: readonly Said[], trace: Trace): Said[] {
  const last = says.at(-1) ?? { class: 'relay', outgoing: { text: '', choices: [] } };
  return [...says.slice(0, -1), { ...last, outgoing: { ...last.outgoing, trace } }];
}

/** The customer has answered: the case is the person's again. */
function theirTurn(current: CaseRecord | undefined): CaseRecord | undefined {
  return current?.status === 'waiting_customer' ? { ...current, status: 'claimed' } : current;
}

/** The word about what staff did is a notice; a person's own words are relayed. */
async function takeInbox(
  parts: Parts,
  waking: Waking,
  before: After,
): Promise<{ after: After; says: Said[] }> {
  const { inbox, inbound, now } = waking;
  if (inbox.events.length === 0) return { after: before, says: [] };
  let after = before;
  const speaks = inbound?.kind === 'message';
  const says: Said[] = [];
  for (const event of inbox.events) {
    if (isOfAnother(event, after.record.caseId)) {
      says.push(...(await toldOfAnother(parts, event, after, now.at)));
      continue;
    }
    if (isOutdated(event, after.current, speaks)) continue;
    const next = runMachine(parts.wendy, after, { events: [event] }, now.at);
    // Where the customer is not reached, the conversation follows in silence and leaves the case as it is.
    after = event.echo ? { ...next, current: after.current } : next;
    if (event.echo) continue;
    says.push(...wordsOf(next.commands, tongueOf(parts, after.record.locale, now.at, after.current)));
  }
  return { after, says };
}

/** What becomes of an earlier case is said with its own number; the talk goes on where it is. */
async function toldOfAnother(parts: Parts, event: WendyEvent, after: After, at: string): Promise<Said[]> {
  if (event.echo) return [];
  const current = (await parts.store.get<CaseRecord>(caseKey(event.case ?? '')))?.value;
  const { commands } = runMachine(parts.wendy, { ...after, current }, { events: [event] }, at);
  return wordsOf(commands, tongueOf(parts, after.record.locale, at, current));
}

function wordsOf(commands: readonly Command[], tongue: Tongue): Said[] {
  return commands.flatMap((command): Said[] =>
    command.do === 'relay'
      ? [{ class: 'relay', outgoing: relayed(command) }]
      : compose([command], null, tongue).map((outgoing): Said => ({ class: 'notice', outgoing })),
  );
}

function relayed({ text, by, files = [] }: Extract<Command, { do: 'relay' }>): Outgoing {
  const given = files.map(({ id, type, name }) => ({ id, type, name }));
  return { text, choices: [], shown: { kind: 'person', by }, ...(given.length > 0 && { files: given }) };
}

async function withNumber(parts: Parts, conversation: string, after: After) {
  const { record, current, opened } = after;
  if (!current || !opened) return { record, current };
  const id = `C-${await parts.store.nextNumber('case')}`;
  return { record: { ...record, caseId: id }, current: { ...current, id, conversation } };
}

/** What came in, with all that a replay needs to take it in again. */
function heard(
  { id, now }: Waking,
  inbound: Inbound,
  state: string,
  question: Question | null,
  stale: boolean,
): Append {
  const { kind, text, locale, attachments } = inbound;
  const row: TranscriptRow = {
    at: now.at,
    from: 'customer',
    text,
    turn: {
      ...(kind === 'arrived' && { arrived: true }),
      ...(locale !== undefined && { tag: locale }),
      ...(stale && { stale: true }),
      ...noteOfMail(inbound),
      ...(attachments.files.length + attachments.refused.length > 0 && { files: attachments }),
      state,
      prompt: question?.prompt ?? null,
    },
  };
  return { stream: transcriptStream(id), row };
}

/** What was said in the person's own chat stands in the one record of the talk. */
function saidAside({ id, now }: Waking, aside: Aside | undefined): Append[] {
  return (aside?.there ?? []).map(({ outgoing }) => {
    const said: TranscriptRow = { at: now.at, from: 'bot', text: outgoing.text };
    return { stream: transcriptStream(id), row: said };
  });
}
