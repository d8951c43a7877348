import {
  type CaseRecord,
  caseKey,
  conversationsOf,
  type TranscriptRow,
  type TurnNote,
  transcriptStream,
} from '../desk/case.ts';
import { everyCase } from '../desk/every-case.ts';
import type { Store } from '../store/port.ts';
import { type ConversationRecord, conversationKey } from './record.ts';
import { type Deed, deedsOf } from './recorded-deeds.ts';

/** A turn as it was: a customer's, or (without `heard`) one that woke for what staff or the clock had done. */
export interface RecordedTurn {
  /** The conversation. */
  talk: string;
  at: string;
  heard?: { text: string } & Partial<TurnNote>;
  /** What Wendy said. */
  said: string[];
}

/** A conversation as the store remembers it. */
export interface RecordedTalk {
  id: string;
  record: ConversationRecord;
}

/** A conversation with all that hangs together with it: its cases, and conversations of cases that became one. */
export interface Recording {
  talks: RecordedTalk[];
  /** All cases that they led to, in the order of their numbers. */
  cases: CaseRecord[];
  /** Of all conversations, in the order of time. */
  turns: RecordedTurn[];
  deeds: Deed[];
}

/** The conversation of a case; undefined where there is no such case, or its conversation is gone. */
export async function readRecording(store: Store, caseId: string): Promise<Recording | undefined> {
  const stored = await store.get<CaseRecord>(caseKey(caseId));
  if (!stored) return undefined;
  const { talks: ids, cases } = await linked(store, stored.value);
  const read = await Promise.all(
    ids.map(async (id): Promise<(RecordedTalk & { rows: TranscriptRow[] })[]> => {
      const record = (await store.get<ConversationRecord>(conversationKey(id)))?.value;
      const rows = await store.rows<TranscriptRow>(transcriptStream(id));
      return record ? [{ id, record, rows: rows.map(({ row }) => row) }] : [];
    }),
  );
  const found = read.flat();
  if (!found.some(({ id }) => id === stored.value.conversation)) return undefined;
  const turns = found.map(({ id, rows }) => turnsIn(id, rows)).reduce(inOrder);
  const rows = found.flatMap((talk) => talk.rows);
  const heard = new Set(turns.flatMap((turn) => (turn.heard ? [turn.at] : [])));
  return {
    talks: found.map(({ id, record }) => ({ id, record })),
    cases,
    turns,
    deeds: cases.flatMap((one) => deedsOf(one, rows, heard)).sort(byTime),
  };
}

/** All conversations and cases that hang together with a case. */
async function linked(store: Store, begin: CaseRecord): Promise<{ talks: string[]; cases: CaseRecord[] }> {
  const places: { id: string; talks: string[] }[] = [];
  for await (const slice of everyCase(store))
    places.push(...slice.map((one) => ({ id: one.id, talks: conversationsOf(one) })));
  const talks = new Set(conversationsOf(begin));
  const isLinked = (place: { talks: string[] }): boolean => place.talks.some((id) => talks.has(id));
  for (let size = 0; size < talks.size; ) {
    size = talks.size;
    for (const id of places.filter(isLinked).flatMap((place) => place.talks)) talks.add(id);
  }
  const stored = await Promise.all(
    places.filter(isLinked).map(({ id }) => store.get<CaseRecord>(caseKey(id))),
  );
  return { talks: [...talks], cases: stored.flatMap((one) => (one ? [one.value] : [])) };
}

/** All rows that one turn wrote bear its instant; a customer's words come first. */
function turnsIn(talk: string, rows: readonly TranscriptRow[]): RecordedTurn[] {
  const turns: RecordedTurn[] = [];
  for (const { at, from, text, turn, dropped } of rows) {
    const last = turns.at(-1);
    if (from === 'customer') turns.push({ talk, at, heard: { text, ...turn }, said: [] });
    else if (from !== 'bot' || dropped !== undefined) continue;
    else if (last?.at === at) last.said.push(text);
    else turns.push({ talk, at, said: [text] });
  }
  return turns;
}

/** Several talks as one; each keeps its own order, whatever the clock did. */
function inOrder<T extends { at: string }>(one: readonly T[], other: readonly T[]): T[] {
  const rest = [...other];
  const whole: T[] = [];
  for (const next of one) {
    while (rest[0] && rest[0].at < next.at) whole.push(rest.shift() as T);
    whole.push(next);
  }
  return [...whole, ...rest];
}

function byTime(a: { at: string }, b: { at: string }): number {
  return a.at < b.at ? -1 : a.at > b.at ? 1 : 0;
}
