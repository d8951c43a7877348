import type { CaseRecord, StaffFile, TranscriptRow } from '../desk/case.ts';

/** What staff did with a case at one instant, in one go; or, `by` wendy, what its clock did. */
export interface Deed {
  case: string;
  at: string;
  by: string;
  acts: Act[];
  /** The files that came with it. */
  files: StaffFile[];
}

/** One line of a case's history, with the words that belong to it. */
export interface Act {
  did: string;
  /** Whom or what it names: a person, a queue. */
  to?: string;
  /** The words of a reply, an answer, a question to the technicians or their advice. */
  text?: string;
  reason?: string;
  /** What else it took. */
  more?: Record<string, string | boolean>;
}

/** What a case's clock does. */
const STRIKES: readonly string[] = ['abandoned', 'promise_broken', 'warned', 'remind', 'close'];
/** What staff do that changes nothing that a customer hears, or is the other side of a deed. */
const SILENT: readonly string[] = ['note', 'take_in'];

type Entry = CaseRecord['history'][number];

/**
 * What was done to a case, oldest first. `rows`: all that was said in its conversations; `heard`: the instants at which
 * a customer said something, as what Wendy did then came of their words.
 */
export function deedsOf(
  { id, history, consults, files = [] }: CaseRecord,
  rows: readonly TranscriptRow[],
  heard: ReadonlySet<string>,
): Deed[] {
  const words = [
    ...rows,
    ...[...consults, ...consults.flatMap(({ answers }) => answers)].map((one) => ({ ...one, from: one.by })),
  ];
  const isDeed = ({ by, did, at }: Entry): boolean =>
    by === 'wendy' ? STRIKES.includes(did) && !heard.has(at) : !SILENT.includes(did);
  const deeds: Deed[] = [];
  for (const { at, by, did, to, reason, more } of history.filter(isDeed)) {
    const last = deeds.at(-1);
    const together = last?.at === at && last.by === by ? last : undefined;
    const own = files.filter((file) => file.at === at && file.by === by && file.shown);
    const deed = together ?? { case: id, at, by, acts: [], files: own };
    const said = deed.acts.filter((act) => act.text !== undefined).length;
    const text = isSaid(did)
      ? words.filter((row) => row.from === by && row.at === at)[said]?.text
      : undefined;
    deed.acts.push({
      did,
      ...(to && { to }),
      ...(reason && { reason }),
      ...(more && { more }),
      ...(text !== undefined && { text }),
    });
    if (!together) deeds.push(deed);
  }
  return deeds;
}

function isSaid(did: string): boolean {
  return ['reply', 'answer', 'consult', 'advise'].includes(did);
}
