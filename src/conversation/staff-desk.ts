import { DateTime } from 'luxon';
import type { Message, MessageKey, MessageValue } from '../../dialogs/message.ts';
import { type CaseRecord, caseKey, type TranscriptRow } from '../desk/case.ts';
import { said } from '../desk/case-view.ts';
import { readTranscript } from '../desk/service.ts';
import type { Staff } from '../desk/staff.ts';
import type { StaffRecord } from '../desk/team.ts';
import type { Stored } from '../store/port.ts';
import { renderIn, type Tongue } from './compose.ts';
import type { Parts } from './parts.ts';
import type { StaffTalk } from './record.ts';
import type { Verb } from './staff-words.ts';
import type { CardAction, Inbound, Outgoing } from './types.ts';
import type { Outcome, Waking } from './waking.ts';

/** What a staff member's turn has to go on. */
export interface Desk {
  parts: Parts;
  waking: Waking & { inbound: Inbound };
  talk: StaffTalk;
  staff: Staff;
  tongue: Tongue;
}

/** What a command wants written and said, and what is remembered of the talk; null: they are no longer staff here. */
export type Done = Partial<Omit<Outcome, 'record'>> & {
  talk?: StaffTalk | null;
  /** What changes of their own record. */
  staffRecord?: Partial<StaffRecord>;
};

type Values = Record<string, MessageValue>;

export function say({ tongue }: Pick<Desk, 'tongue'>, key: MessageKey, values?: Values): string {
  return renderIn(tongue, values ? { key, values } : { key });
}

/** Says one message. */
export function tell(outgoing: Outgoing, more: Done = {}): Done {
  return { ...more, says: [...(more.says ?? []), { class: 'relay', outgoing }] };
}

/** Says one text. */
export function tellText(desk: Desk, key: MessageKey, values?: Values, more: Done = {}): Done {
  return tell({ text: say(desk, key, values), choices: [] }, more);
}

/** A colleague's name; Wendy's own where a program did it. */
export function nameOf({ parts }: Pick<Desk, 'parts'>, id: string): string {
  return id === 'wendy' || id === 'bot' ? 'Wendy' : (parts.staffList.byId(id)?.name ?? id);
}

/** How much of a name is shown. */
const LONGEST_NAME = 60;

export function customerOf(desk: Desk, { customer, draft }: CaseRecord): string {
  const name = draft.contact.name ?? customer.name ?? '';
  return name.trim() === '' ? say(desk, 'desk:customer') : brief(name, LONGEST_NAME);
}

/** What every text about a case names: its number and whose it is. */
export function caseValues(desk: Desk, record: CaseRecord): { case: string; name: string } {
  return { case: record.id, name: customerOf(desk, record) };
}

/** A button; `typed`: the verb and the words behind it that one would type instead. */
export function button(
  desk: Pick<Desk, 'tongue'>,
  title: string,
  [verb, words]: readonly [Verb, string],
  data: Record<string, unknown> & { staff: Verb },
): CardAction {
  return { title, text: `${wordOf(desk, `desk:words.${verb}`)} ${words}`.trim(), data };
}

/** The button that opens a case. */
export function openButton(tongue: Tongue, id: string): CardAction {
  const title = renderIn(tongue, { key: 'desk:button.open', values: { case: id } });
  return button({ tongue }, title, ['case', id], { staff: 'case', case: id });
}

/** The first of the words that a text lists, in the person's language. */
export function wordOf({ tongue }: Pick<Desk, 'tongue'>, key: MessageKey): string {
  return renderIn(tongue, { key }).split('|')[0] ?? '';
}

/** Reads a case, or undefined where there is none of that number. */
export function findCase(
  { parts }: Pick<Desk, 'parts'>,
  id: string,
): Promise<Stored<CaseRecord> | undefined> {
  return parts.store.get<CaseRecord>(caseKey(id));
}

/** Reads cases in the order of the ids. */
export async function readCases(
  desk: Pick<Desk, 'parts'>,
  ids: readonly string[],
): Promise<Stored<CaseRecord>[]> {
  const found = await Promise.all(ids.map((id) => findCase(desk, id)));
  return found.flatMap((stored) => stored ?? []);
}

/** What was really said in a case; `more`: rows that are being written. */
export async function talkOf(
  { parts }: Pick<Desk, 'parts'>,
  record: CaseRecord,
  more: readonly TranscriptRow[] = [],
) {
  return said([...(await readTranscript(parts.store, record)), ...more]);
}

/** Hour and minute of today, else with the day; in the company's zone. */
export function shortTime({ parts, waking }: Pick<Desk, 'parts' | 'waking'>, at: string): string {
  const time = DateTime.fromISO(at, { zone: parts.calendar.zone });
  return time.toFormat(time.toISODate() === waking.now.on ? 'HH:mm' : 'yyyy-MM-dd HH:mm');
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How long ago an instant was, in one number. */
export function ageOf({ waking }: Pick<Desk, 'waking'>, at: string): Message {
  const ms = Math.max(0, waking.now.ms - Date.parse(at));
  if (ms >= 2 * DAY) return { key: 'desk:age.days', values: { count: Math.floor(ms / DAY) } };
  if (ms >= 2 * HOUR) return { key: 'desk:age.hours', values: { n: Math.floor(ms / HOUR) } };
  if (ms < MINUTE) return { key: 'desk:age.now' };
  return { key: 'desk:age.minutes', values: { n: Math.floor(ms / MINUTE) } };
}

/** The beginning of words, in one line. */
export function brief(words: string, most: number): string {
  const line = words.replaceAll(/\s+/g, ' ').trim();
  if (line.length <= most) return line;
  const cut = line.slice(0, most - 1);
  return `${/[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut}…`;
}
