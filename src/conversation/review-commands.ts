import { LABELS, type Label } from '../../dialogs/labels.ts';
import type { Message, MessageKey } from '../../dialogs/message.ts';
import type { Staff } from '../desk/staff.ts';
import type { Write } from '../store/port.ts';
import { LOCALES } from '../texts/texts.ts';
import { isInFiles } from '../understanding/phrase-check.ts';
import { flat } from '../understanding/text.ts';
import { renderIn, type Tongue } from './compose.ts';
import type { Parts } from './parts.ts';
import { catchUp, type Group, openGroups, readReview, type StoredReview, settle, writeOf } from './review.ts';
import { groupCard } from './review-cards.ts';
import { LEARNED_KEY, type LearnedRecord } from './tutor.ts';
import type { Outgoing } from './types.ts';
import type { Outcome, Waking } from './waking.ts';

type Done = Pick<Outcome, 'says' | 'writes'>;

export const REVIEW_VERBS = ['misunderstood', 'phrase', 'dismiss'] as const;
export type ReviewVerb = (typeof REVIEW_VERBS)[number];

export function isReviewVerb(verb: string): verb is ReviewVerb {
  return (REVIEW_VERBS as readonly string[]).includes(verb);
}

/** How many texts are shown at once. */
const SHOWN = 8;
/** So many learned phrases are kept in the store; then they are to be written into the files. */
const MOST_LEARNED = 1000;

/** What a command of the review has to go on. */
interface Desk {
  parts: Parts;
  staff: Staff;
  at: string;
  tongue: Tongue;
}

/**
 * What a support lead does about texts that were not understood: sees them, adds one as a phrase of a label, or lets it
 * go. A second press finds it done and changes nothing.
 */
export async function runReviewCommand(
  parts: Parts,
  { now }: Waking,
  staff: Staff,
  tongue: Tongue,
  { verb, rest }: { verb: ReviewVerb; rest: string },
): Promise<Done> {
  const desk: Desk = { parts, staff, at: now.at, tongue };
  if (staff.role !== 'supervisor') return tell(desk, 'staff:review.not_yours');
  const stored = await readReview(parts.store);
  if (verb === 'misunderstood') return showOpen(desk, await catchUp(parts.store, stored));
  const [, digits, more = ''] = /^\s*#?(\d{1,9})\b\s*([\s\S]*)$/.exec(rest) ?? [];
  if (digits === undefined) return tell(desk, 'staff:review.which');
  const group = stored.review.groups.find(({ number }) => number === Number(digits));
  if (!group) return tell(desk, 'staff:review.no_such', { number: Number(digits) });
  return verb === 'dismiss' ? dismiss(desk, stored, group) : learn(desk, stored, group, more);
}

function tell({ tongue }: Desk, key: MessageKey, values?: Message['values'], writes: Write[] = []): Done {
  const text = renderIn(tongue, values ? { key, values } : { key });
  return { says: [{ class: 'relay', outgoing: { text, choices: [] } }], writes };
}

async function showOpen(desk: Desk, stored: StoredReview): Promise<Done> {
  const writes = [writeOf(stored)];
  const open = openGroups(stored.review);
  if (open.length === 0) return tell(desk, 'staff:review.empty', undefined, writes);
  const more = open.length - SHOWN;
  const cards: Outgoing[] = open.slice(0, SHOWN).map((group) => groupCard(group, desk.tongue));
  const rest = more > 0 ? tell(desk, 'staff:review.more', { count: more }).says : [];
  return { says: [...cards.map((outgoing) => ({ class: 'relay' as const, outgoing })), ...rest], writes };
}

/** Adds the words to those of a label; on second thoughts, to those of another one. */
async function learn(desk: Desk, stored: StoredReview, group: Group, words: string): Promise<Done> {
  const { parts, staff, at } = desk;
  const { number, text, language, settled } = group;
  const label = labelNamed(parts, words);
  if (!label) {
    const labels = LABELS.filter((one) => one !== 'other').join(', ');
    return tell(desk, 'staff:review.which_label', { number, labels });
  }
  const said = { text, label: { key: `common:labels.${label}` as const } };
  if (settled?.label === label) return tell(desk, 'staff:review.learned_already', said);
  const check = parts.understanding.check(text);
  const settledNow = writeOf({
    ...stored,
    review: settle(stored.review, number, { label, by: staff.id, at }),
  });
  if (isInFiles(check)) {
    if (check.inFiles === label) return tell(desk, 'staff:review.learned_already', said, [settledNow]);
    const taken = { key: `common:labels.${check.inFiles}` as const };
    return tell(desk, 'staff:review.refused.taken', { text, label: taken });
  }
  if (check !== 'new') return tell(desk, `staff:review.refused.${check.problem}`, { text });
  const { version, phrases } = await readLearned(parts);
  // What the files have got by now need not be kept beside them.
  const others = phrases.filter(
    (one) => flat(one.text) !== flat(text) && !isInFiles(parts.understanding.check(one.text)),
  );
  if (others.length >= MOST_LEARNED) return tell(desk, 'staff:review.refused.full', { count: others.length });
  const entry = { language, label, text, by: staff.id, at };
  return tell(desk, 'staff:review.learned', said, [settledNow, writeLearned(version, [...others, entry])]);
}

/** Nothing to learn from; what was learned from it before is taken back. */
async function dismiss(desk: Desk, stored: StoredReview, group: Group): Promise<Done> {
  const { parts, staff, at } = desk;
  const { number, text, settled } = group;
  if (settled && settled.label === null) return tell(desk, 'staff:review.dismissed_already', { text });
  const review = settle(stored.review, number, { label: null, by: staff.id, at });
  const settledNow = writeOf({ ...stored, review });
  const { version, phrases } = await readLearned(parts);
  const others = phrases.filter((one) => flat(one.text) !== flat(text));
  if (others.length === phrases.length) return tell(desk, 'staff:review.dismissed', { text }, [settledNow]);
  return tell(desk, 'staff:review.taken_back', { text }, [settledNow, writeLearned(version, others)]);
}

async function readLearned({ store }: Parts): Promise<Pick<LearnedRecord, 'phrases'> & { version: number }> {
  const stored = await store.get<LearnedRecord>(LEARNED_KEY);
  return { version: stored?.version ?? 0, phrases: stored?.value.phrases ?? [] };
}

function writeLearned(expectedVersion: number, phrases: LearnedRecord['phrases']): Write {
  return { key: LEARNED_KEY, expectedVersion, value: { v: 1, phrases } satisfies LearnedRecord };
}

/** A label by its id or its name in any language; "other" is nothing to learn. */
function labelNamed({ texts }: Parts, words: string): Label | undefined {
  const plain = flat(words);
  const names = (label: Label): string[] => [
    label.replaceAll('_', ' '),
    ...LOCALES.map((locale) => flat(texts.render({ key: `common:labels.${label}` }, locale))),
  ];
  return LABELS.find((label) => label !== 'other' && names(label).includes(plain));
}
