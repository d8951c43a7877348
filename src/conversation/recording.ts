import {
  type CaseRecord,
  caseKey,
  type TranscriptRow,
  type TurnNote,
  transcriptStream,
} from '../desk/case.ts';
import type { Store } from '../store/port.ts';
import { type ConversationRecord, conversationKey } from './record.ts';

/** What staff did with a case. */
export interface Deed {
  case: string;
  at: string;
  by: string;
  did: string;
  /** Whom a case was assigned to. */
  to?: string;
  /** The words of a reply, an answer, a question to the technicians or their advice. */
  text?: string;
  reason?: string;
  /** What else it took. */
  more?: Record<string, string | boolean>;
}

/** A turn as it was: a customer's, or (without `heard`) one that woke for what staff had done. */
export interface RecordedTurn {
  at: string;
  heard?: { text: string } & Partial<TurnNote>;
  /** What Wendy said. */
  said: string[];
}

/** A conversation as the store remembers it. */
export interface Recording {
  id: string;
  record: ConversationRecord;
  /** All cases that it led to, in the order of their numbers. */
  cases: CaseRecord[];
  turns: RecordedTurn[];
  deeds: Deed[];
}

/** How many cases are looked through at once. */
const PAGE = 500;

/** The conversation of a case; undefined where there is no such case, or its conversation is gone. */
export async function readRecording(store: Store, caseId: string): Promise<Recording | undefined> {
  const stored = await store.get<CaseRecord>(caseKey(caseId));
  const id = stored?.value.conversation;
  const record = id && (await store.get<ConversationRecord>(conversationKey(id)))?.value;
  if (!id || !record) return undefined;
  const rows = (await store.rows<TranscriptRow>(transcriptStream(id))).map(({ row }) => row);
  const cases = await casesOf(store, id);
  return {
    id,
    record,
    cases,
    turns: turnsIn(rows),
    deeds: cases.flatMap((one) => deedsOf(one, rows)).sort(byTime),
  };
}

async function casesOf(store: Store, conversation: string): Promise<CaseRecord[]> {
  const found: CaseRecord[] = [];
  let after: string | undefined;
  for (;;) {
    const { ids, next } = await store.cases({ limit: PAGE, ...(after === undefined ? {} : { after }) });
    const stored = await Promise.all(ids.map((id) => store.get<CaseRecord>(caseKey(id))));
    found.push(...stored.flatMap((one) => (one?.value.conversation === conversation ? [one.value] : [])));
    if (next === null) return found;
    after = next;
  }
}

/** All rows that one turn wrote bear its instant; a customer's words come first. */
function turnsIn(rows: readonly TranscriptRow[]): RecordedTurn[] {
  const turns: RecordedTurn[] = [];
  for (const { at, from, text, turn, dropped } of rows) {
    const last = turns.at(-1);
    if (from === 'customer') turns.push({ at, heard: { text, ...turn }, said: [] });
    else if (from !== 'bot' || dropped !== undefined) continue;
    else if (last?.at === at) last.said.push(text);
    else turns.push({ at, said: [text] });
  }
  return turns;
}

/** A note changes nothing that a customer hears. */
function deedsOf({ id, history, consults }: CaseRecord, rows: readonly TranscriptRow[]): Deed[] {
  const asked = [...consults, ...consults.flatMap(({ answers }) => answers)];
  return history
    .filter(({ by, did }) => by !== 'wendy' && did !== 'note' && did !== 'take_in')
    .map(({ at, by, did, to, reason, more }) => {
      const said = [...asked.map((one) => ({ ...one, from: one.by })), ...rows];
      const text = said.find((row) => row.from === by && row.at === at)?.text;
      return {
        ...{ case: id, at, by, did },
        ...(to && { to }),
        ...(reason && { reason }),
        ...(more && { more }),
        ...(text !== undefined && { text }),
      };
    });
}

function byTime(a: { at: string }, b: { at: string }): number {
  return a.at < b.at ? -1 : a.at > b.at ? 1 : 0;
}
