import { hash } from 'node:crypto';
import type { FoundFault, WendyEvent } from '../../dialogs/events.ts';
import type { Label } from '../../dialogs/labels.ts';
import type { Append } from '../store/port.ts';
import { languageOf } from '../understanding/classify.ts';
import { withoutPersonal } from '../understanding/personal.ts';
import type { Guess, Language } from '../understanding/understanding.ts';
import { type After, withDraft } from './customer.ts';
import type { Parts } from './parts.ts';
import type { Heard, Waking } from './waking.ts';

/** The stream of all texts that were not understood. */
export const MISUNDERSTOOD = 'misunderstood/all';

/**
 * A text that was not understood, without what tells who wrote it. `puzzled`: it meant nothing; `misread`: it answered
 * nothing that was asked; `unsure`: the best three were offered; `chose`: what the customer then said it was, under
 * the same id; `corrected`: it was taken for another label; `denied`: it was taken for a fault and is none.
 */
export interface MisunderstoodRow {
  v: 1;
  at: string;
  kind: 'puzzled' | 'misread' | 'unsure' | 'chose' | 'corrected' | 'denied';
  language: Language;
  text: string;
  /** The three likeliest labels, best first. */
  guesses: readonly Guess<Label>[];
  /** Where the conversation stood. */
  prompt: string;
  chose: Label | null;
}

const LONGEST_TEXT = 300;
const GUESSES = 3;
/** Where what is said is somebody's name, address or number, or words for the sales team. */
const PRIVATE = /^(?:contact|product|sales)\./;

/** Whether Wendy must ask what an event meant. */
export function isMissed(event: WendyEvent): boolean {
  if (event.type === 'PUZZLED') return event.text.trim() !== '';
  if (event.type === 'MISREAD') return event.problem === 'no_choice';
  if (event.type === 'ANSWERED') return event.vague === true;
  return event.type === 'FAULTS' && event.faults.some((found) => !found.sure);
}

/** The rows that a turn leaves for the support lead; `before`: where the conversation stood when the customer spoke. */
export async function rowsFor(
  parts: Parts,
  waking: Waking,
  before: After,
  { events, locale }: Heard,
): Promise<Append[]> {
  const { at } = before.record.resting.context;
  const asked = at.stop === 'fault.label' || at.stop === 'fault.add';
  if (!asked && !events.some(isMissed)) return [];
  const prompt = parts.wendy.path(withDraft(before));
  if (PRIVATE.test(prompt)) return [];
  const names = namesIn(before, waking);
  const row = (kind: MisunderstoodRow['kind'], said: Said, chose: Label | null = null): Append[] => {
    const text = withoutPersonal(said.text, names).slice(0, LONGEST_TEXT);
    if (!/\p{L}/u.test(text)) return [];
    const language = languageOf(text, locale);
    const guesses = (said.guesses ?? parts.understanding.classify(text, language))
      .filter(({ label }) => label !== 'other')
      .slice(0, GUESSES)
      .map(({ label, confidence }) => ({ label, confidence: Number(confidence.toFixed(3)) }));
    const value: MisunderstoodRow = { v: 1, at: waking.now.at, kind, language, text, guesses, prompt, chose };
    return [{ stream: MISUNDERSTOOD, id: idOf(waking, said.about ?? said.text), row: value }];
  };
  const missed = events.flatMap((event) => saidIn(event).flatMap(([kind, said]) => row(kind, said)));
  return [...(asked ? await verdictOn(parts, waking, before, events, row) : []), ...missed];
}

/** `about`: the words that the conversation keeps of it. */
interface Said {
  text: string;
  about?: string;
  guesses?: FoundFault['guesses'];
}

type MakeRow = (kind: MisunderstoodRow['kind'], said: Said, chose?: Label) => Append[];

function saidIn(event: WendyEvent): [MisunderstoodRow['kind'], Said][] {
  if (!isMissed(event)) return [];
  if (event.type === 'PUZZLED' || event.type === 'ANSWERED') return [['puzzled', { text: event.text }]];
  if (event.type === 'MISREAD') return [['misread', { text: event.text }]];
  if (event.type !== 'FAULTS') return [];
  // A message with one fault is kept whole: the same words are then known as a whole.
  const { faults, text } = event;
  return faults
    .filter((found) => !found.sure)
    .map((found) => [
      'unsure',
      { text: faults.length === 1 ? text : found.text, about: found.text, guesses: found.guesses },
    ]);
}

/** What the customer says of a label that Wendy was unsure of, or had wrong. */
async function verdictOn(
  parts: Parts,
  waking: Waking,
  before: After,
  events: readonly WendyEvent[],
  row: MakeRow,
): Promise<Append[]> {
  const { at, pending } = before.record.resting.context;
  const said = chosenIn(events, at.stop);
  const found = pending[0]?.found;
  if (said === undefined) return [];
  if (at.stop === 'fault.add') {
    return said === 'wrong' && found ? row('denied', { text: found.text, guesses: found.guesses }) : [];
  }
  const chose = said as Label;
  const { draft } = withDraft(before).context;
  const fault = draft.faults.find(({ id }) => id === at.fault);
  if (fault) return fault.label === chose ? [] : row('corrected', { text: fault.description }, chose);
  const id = found && idOf(waking, found.text);
  const earlier = id && (await parts.store.row<MisunderstoodRow>(MISUNDERSTOOD, id));
  if (!id || !earlier) return [];
  return [{ stream: MISUNDERSTOOD, id, row: { ...earlier, at: waking.now.at, kind: 'chose', chose } }];
}

/** The label that was picked, passed over, or named in other words; or the yes or no. */
function chosenIn(events: readonly WendyEvent[], prompt: string): string | undefined {
  for (const event of events) {
    if (event.type === 'ANSWERED' && event.prompt === prompt) return event.value;
    if (event.type === 'SKIP') return 'other';
    const [first] = event.type === 'FAULTS' ? event.faults : [];
    if (first?.sure && prompt === 'fault.label') return first.guesses[0]?.label;
  }
  return undefined;
}

function idOf({ id }: Waking, text: string): string {
  return hash('sha256', `${id}\n${text}`, 'base64url').slice(0, 27);
}

/** The names by which the customer is known: they may sign with them. */
function namesIn(before: After, { record }: Waking): string[] {
  const { contact } = withDraft(before).context.draft;
  return [contact.name, before.current?.customer.name, record.address.user.name].filter(
    (name) => typeof name === 'string',
  );
}
