import type { Command, Context } from '../../dialogs/context.ts';
import { createConversation, type Resting } from '../../dialogs/converse.ts';
import type { WendyEvent } from '../../dialogs/events.ts';
import type { Message, MessageValue } from '../../dialogs/message.ts';
import { companyValues } from '../../src/conversation/company-values.ts';
import { companyCalendar } from '../../src/desk/company-calendar.ts';
import { loadContent } from '../../src/load.ts';
import { createTexts, LOCALES } from '../../src/texts/texts.ts';

/** The content that ships, and the conversation and the texts made of it. */
export const content = await loadContent();
export const wendy = createConversation(content.dialogs);
const texts = createTexts(content.locales);

export type Bare = WendyEvent extends infer E ? (E extends unknown ? Omit<E, 'at' | 'on'> : never) : never;

const FIRST_DAY = Date.UTC(2026, 10, 23, 2);
const HOURS_BETWEEN = 7;

/** The instant and the day of the n-th event of a conversation: a conversation takes days. */
export function stamp(nth: number): { at: string; on: string } {
  const at = new Date(FIRST_DAY + nth * HOURS_BETWEEN * 3_600_000).toISOString();
  return { at, on: at.slice(0, 10) };
}

export function stamped(event: Bare, nth = 0): WendyEvent {
  return { ...event, ...stamp(nth) } as WendyEvent;
}

/** A conversation that went through events, each in a turn of its own. */
export function started(...events: Bare[]): Resting {
  return events.reduce((resting, event, nth) => turn(resting, event, nth).resting, wendy.first());
}

export function turn(resting: Resting, event: Bare, nth = 0): { resting: Resting; commands: Command[] } {
  return wendy.converse(resting, [stamped(event, nth)]);
}

/** The answer to the question that stands. */
export function answer(resting: Resting, value: string): Bare {
  return { type: 'ANSWERED', prompt: wendy.question(resting)?.prompt ?? '', value, text: value };
}

/** Answers the questions that stand, one after the other. */
export function answering(resting: Resting, ...values: string[]): Resting {
  return values.reduce((now, value) => turn(now, answer(now, value)).resting, resting);
}

/** Skips what is to be tried, until something else is asked. */
export function pastTriage(resting: Resting): Resting {
  let now = resting;
  while (wendy.question(now)?.prompt.startsWith('triage.')) now = turn(now, { type: 'SKIP' }).resting;
  return now;
}

export function keysOf(commands: readonly Command[]): string[] {
  return commands.flatMap((command) => (command.do === 'say' ? [command.message.key] : []));
}

export function did(commands: readonly Command[], what: Command['do']): Command[] {
  return commands.filter((command) => command.do === what);
}

export function faultsOf({ context }: Resting): Context['draft']['faults'] {
  return context.draft.faults;
}

const calendar = companyCalendar(content.company);
const VALUES = Object.fromEntries(
  LOCALES.map((locale) => [
    locale,
    {
      ...companyValues({ company: content.company, calendar, texts }, locale, stamp(0).at),
      case: 'C-1042',
      assignee: 'Tom',
      promise: 'Tom answers.',
      ways: ' Or by mail.',
      status: 'queued',
    },
  ]),
);
/** What was rendered, so that it is not done again; forgotten where it becomes much. */
const rendered = new Map<string, string[]>();
const MOST_RENDERED = 50_000;

/** What was put into a message as it is: a customer may write anything. */
function wordsIn(value: MessageValue | undefined): string[] {
  if (typeof value === 'string') return value === '' ? [] : [value];
  if (typeof value !== 'object') return [];
  if ('key' in value) return Object.values(value.values ?? {}).flatMap(wordsIn);
  return 'date' in value || 'instant' in value ? [] : value.flatMap(wordsIn);
}

/** A message in every language. Throws where a text, or a value of one, is missing. */
export function render(message: Message): string[] {
  const id = JSON.stringify(message);
  const before = rendered.get(id);
  if (before) return before;
  const all = LOCALES.map((locale) => {
    const text = texts.render(message, locale, VALUES[locale] ?? {});
    const longestFirst = wordsIn(message).sort((a, b) => b.length - a.length);
    const own = longestFirst.reduce((rest, words) => rest.replaceAll(words, ''), text);
    if (text.trim() === '' || /\{\{|\}\}|\bundefined\b|\bnull\b|\[object/.test(own)) {
      throw new Error(`${message.key} in ${locale} reads: ${text}`);
    }
    return text;
  });
  if (rendered.size >= MOST_RENDERED) rendered.clear();
  rendered.set(id, all);
  return all;
}
