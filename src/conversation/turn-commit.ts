import { type TranscriptRow, transcriptStream } from '../desk/case.ts';
import type { Append, Commit, OutboxRow } from '../store/port.ts';
import { conversationKey, type Handled, handledStream, type MessageIds } from './record.ts';
import type { Outcome, Reply, Waking } from './waking.ts';

/** Everything that a turn writes, as one commit: all of it or nothing. */
export function commitOf(
  outcome: Outcome,
  waking: Waking,
  replies: readonly Reply[],
  elsewhere: readonly OutboxRow[],
): Commit {
  const { id, stored, ids, inbox } = waking;
  return {
    writes: [
      { key: conversationKey(id), expectedVersion: stored?.version ?? 0, value: outcome.record },
      ...outcome.writes,
    ],
    checks: outcome.checks ?? [],
    appends: [
      ...outcome.appends,
      ...(outcome.record.staff ? [] : spoken(id, replies, waking.now.at)),
      ...(ids ? handledRows(id, ids, replies) : []),
    ],
    outbox: [...new Set([...replies.map(({ row }) => row), ...elsewhere])],
    wakes: outcome.wakes,
    woken: inbox.ids,
  };
}

/** Wendy's own words; a person's are put on record when they write them. */
function spoken(id: string, replies: readonly Reply[], at: string): Append[] {
  return replies
    .filter(({ said }) => said !== 'relay')
    .map(({ row, outgoing }) => {
      const said: TranscriptRow = { at, from: 'bot', text: outgoing.text, outbox: row.id };
      return { stream: transcriptStream(id), row: said };
    });
}

function handledRows(id: string, { own, again }: MessageIds, said: readonly Reply[]): Append[] {
  const stream = handledStream(id);
  const replies = said.map(({ row, outgoing }) => ({ id: row.id, outgoing }));
  const kept: Append = { stream, id: own, once: true, row: { replies } satisfies Handled };
  return again ? [kept, { stream, id: again, once: true, row: { same: own } satisfies Handled }] : [kept];
}
