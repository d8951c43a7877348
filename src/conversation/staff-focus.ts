import type { CaseRecord } from '../desk/case.ts';
import type { Append, Stored } from '../store/port.ts';
import { heardStream, type SentAbout, type StaffTalk, sentStream } from './record.ts';
import { type Desk, readCases } from './staff-desk.ts';
import type { Words } from './staff-words.ts';

/** A row of `heardStream`: a customer's words came to a staff member. */
interface HeardRow {
  case: string;
  at: string;
}

/** The row that a staff member was told words of this case's customer. */
export function heardRow(staffId: string, caseId: string, at: string): Append {
  return { stream: heardStream(staffId), row: { case: caseId, at } satisfies HeardRow };
}

/** What the customer sees: with several cases in hand it must not reach the wrong one. */
const FACING: readonly Words['verb'][] = [
  'reply',
  'answer',
  'handoff',
  'resolve',
  'close',
  'release',
  'canned',
];

/** The case that words are meant for, or those among which it must be asked. */
export type Target = { id: string } | { among: Stored<CaseRecord>[] } | 'none';

/** How many cases in one person's hands are looked at. */
const MOST_HELD = 50;

/** The cases in a staff member's hands. */
export async function heldBy(desk: Pick<Desk, 'parts'>, staffId: string): Promise<Stored<CaseRecord>[]> {
  const { store } = desk.parts;
  const lists = await Promise.all(
    (['claimed', 'waiting_customer'] as const).map((status) =>
      store.cases({ assignee: staffId, status, limit: MOST_HELD }),
    ),
  );
  const ids = lists.flatMap((list) => list.ids);
  return readCases(desk, ids.sort(byNumber));
}

const byNumber = (a: string, b: string): number => a.localeCompare(b, 'en', { numeric: true });

/**
 * Which case is meant: the one that is named or whose message was quoted, else the one in hand. What the customer sees
 * goes to it only where no other of their customers has written since it was named last.
 */
export async function targetOf(desk: Desk, words: Words): Promise<Target> {
  const named = words.caseId ?? (await quotedCase(desk));
  if (named) return { id: named };
  const { focus } = desk.talk;
  if (focus && words.verb !== null && !FACING.includes(words.verb)) return { id: focus };
  const held = await heldBy(desk, desk.staff.id);
  const [only] = held;
  const inHand = held.some(({ value }) => value.id === focus);
  if (focus && (held.length === 0 || (inHand && (held.length === 1 || !(await othersHeard(desk, held)))))) {
    return { id: focus };
  }
  if (!only) return 'none';
  return held.length === 1 && !focus ? { id: only.value.id } : { among: held };
}

async function quotedCase({ parts, waking }: Desk): Promise<string | undefined> {
  const { quoted } = waking.inbound;
  return quoted && (await parts.store.row<SentAbout>(sentStream(waking.id), quoted))?.case;
}

async function othersHeard(desk: Desk, held: readonly Stored<CaseRecord>[]): Promise<boolean> {
  const others = held.map(({ value }) => value.id).filter((id) => id !== desk.talk.focus);
  const rows = await heardSince(desk);
  return rows.some(({ row }) => others.includes(row.case));
}

function heardSince({ parts, talk }: Desk) {
  return parts.store.rows<HeardRow>(heardStream(talk.id), { after: talk.heard ?? 0 });
}

/** The talk with a case in hand: all that was heard before is taken to be known. */
export async function focusedOn(desk: Desk, focus: string): Promise<StaffTalk> {
  const last = (await heardSince(desk)).at(-1);
  return { ...desk.talk, focus, ...(last && { heard: last.seq }) };
}
