import type { Label } from '../../dialogs/labels.ts';
import type { Store, Write } from '../store/port.ts';
import { flat } from '../understanding/text.ts';
import type { Guess, Language } from '../understanding/understanding.ts';
import { MISUNDERSTOOD, type MisunderstoodRow } from './misunderstood.ts';

const REVIEW_KEY = 'review/misunderstood';

/** The same words, said by one customer or many, and what became of them. */
export interface Group {
  /** By what a support lead names it; never given twice. */
  number: number;
  language: Language;
  text: string;
  guesses: readonly Guess<Label>[];
  prompt: string;
  count: number;
  lastAt: string;
  /** What customers said it was, and how often. */
  chose: Partial<Record<Label, number>>;
  /** What a support lead made of it; null while it is open. `label` null: nothing to learn from. */
  settled: { label: Label | null; by: string; at: string } | null;
}

/** What the stream of misunderstood texts comes to, as far as it was looked through. */
export interface Review {
  v: 1;
  /** The last row of the stream that is counted in. */
  after: number;
  lastNumber: number;
  groups: readonly Group[];
}

/** The review with the version of its record. */
export interface StoredReview {
  version: number;
  review: Review;
}

const PAGE = 500;
/** How many groups are kept: of more, the settled ones go first, then those that were said longest ago. */
const MOST_GROUPS = 300;

export async function readReview(store: Store): Promise<StoredReview> {
  const stored = await store.get<Review>(REVIEW_KEY);
  return stored
    ? { version: stored.version, review: stored.value }
    : { version: 0, review: { v: 1, after: 0, lastNumber: 0, groups: [] } };
}

/** The review with all that has come since. */
export async function catchUp(store: Store, { version, review }: StoredReview): Promise<StoredReview> {
  let next = review;
  for (;;) {
    const rows = await store.rows<MisunderstoodRow>(MISUNDERSTOOD, { after: next.after, limit: PAGE });
    const last = rows.at(-1);
    if (!last) return { version, review: next };
    next = {
      ...addRows(
        next,
        rows.map(({ row }) => row),
      ),
      after: last.seq,
    };
  }
}

export function writeOf({ version, review }: StoredReview): Write {
  return { key: REVIEW_KEY, expectedVersion: version, value: review };
}

/** Counts rows in: the same words are one group, whoever said them. */
export function addRows(review: Review, rows: readonly MisunderstoodRow[]): Review {
  const groups = new Map(review.groups.map((group) => [keyOf(group), group]));
  let { lastNumber } = review;
  for (const row of rows) {
    const key = keyOf(row);
    groups.set(key, counted(groups.get(key) ?? newGroup(row, ++lastNumber), row));
  }
  return { ...review, lastNumber, groups: fewest([...groups.values()]) };
}

function keyOf({ language, text }: { language: Language; text: string }): string {
  return `${language} ${flat(text)}`;
}

function newGroup({ language, text, guesses, prompt, at }: MisunderstoodRow, number: number): Group {
  return { number, language, text, guesses, prompt, count: 0, lastAt: at, chose: {}, settled: null };
}

/** What is misunderstood again after it was learned is open again. */
function counted(group: Group, { kind, at, chose, guesses, prompt }: MisunderstoodRow): Group {
  const choices = chose ? { ...group.chose, [chose]: (group.chose[chose] ?? 0) + 1 } : group.chose;
  if (kind === 'chose') return { ...group, chose: choices };
  const { settled } = group;
  const reopened = settled?.label && settled.at < at;
  return {
    ...group,
    guesses,
    prompt,
    chose: choices,
    count: group.count + 1,
    lastAt: at,
    settled: reopened ? null : settled,
  };
}

function fewest(groups: Group[]): Group[] {
  if (groups.length <= MOST_GROUPS) return groups;
  const kept = [...groups]
    .sort(newestFirst)
    .sort((a, b) => Number(a.settled !== null) - Number(b.settled !== null));
  return kept.slice(0, MOST_GROUPS).sort((a, b) => a.number - b.number);
}

function newestFirst(a: Group, b: Group): number {
  return a.lastAt === b.lastAt ? b.number - a.number : a.lastAt < b.lastAt ? 1 : -1;
}

/** What is still to be looked at, the newest first. */
export function openGroups({ groups }: Review): Group[] {
  return groups.filter((group) => group.settled === null).sort(newestFirst);
}

export function settle(review: Review, number: number, settled: Group['settled']): Review {
  const groups = review.groups.map((group) => (group.number === number ? { ...group, settled } : group));
  return { ...review, groups };
}
