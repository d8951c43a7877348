import type { FaultFacts, FoundFault } from '../../dialogs/events.ts';
import { isFault, type Label } from '../../dialogs/labels.ts';
import type { Guess } from './classifier.ts';
import { factsIn } from './facts.ts';
import { isNegated } from './negation.ts';
import { flat, hasHan, parts, sentences } from './text.ts';
import type { Vocabulary } from './vocabulary.ts';

export type ClassifyText = (text: string) => Guess<Label>[];

/** A first guess as strong as this, and as far ahead, is gone on with; measured on the held-out sentences. */
const SURE = 0.45;
const AHEAD = 0.15;
const GUESSES = 5;
const LONGEST_ALL_CLEAR = 7;
const MOST_PIECES = 24;
/** From here on a piece of a sentence names a fault by itself. */
const SPEAKS = 0.4;
const SPEAKS_CLEARLY = 0.55;
/** The same for a line of a list, or a piece about another kind of device. */
const SPEAKS_APART = 0.22;
const SHORTEST_FAULT = 2;
const JOINTS =
  /\s+(?:and|also|plus|but|while|additionally)\s+(?!(?:rain|day|night|off|again|forth|white|then)\b)|\s*(?:，|,)?(?:还有|另外|而且|并且|同时|以及)/iu;

interface Piece {
  text: string;
  guesses: Guess<Label>[];
  facts: FaultFacts;
  device: boolean;
  /** Whether it begins a line or a sentence. */
  opensLine: boolean;
}

/** Whether a first guess can be gone on with. */
export function isSure(guesses: readonly Guess<Label>[]): boolean {
  const [first, second] = guesses;
  return (
    first !== undefined && first.confidence >= SURE && first.confidence - (second?.confidence ?? 0) >= AHEAD
  );
}

/** The faults of a text, in order: at least one, the last resort being the whole text with its unsure guesses. */
export function findFaults(text: string, classify: ClassifyText, vocabulary: Vocabulary): FoundFault[] {
  const groups: Piece[] = [];
  for (const piece of piecesOf(text, classify, vocabulary)) {
    const last = groups.at(-1);
    if (last && !opensFault(last, piece)) groups[groups.length - 1] = join(last, piece, classify);
    else groups.push(piece);
  }
  return dropEmptyLead(withDevices(groups).map(toFault));
}

function piecesOf(text: string, classify: ClassifyText, vocabulary: Vocabulary): Piece[] {
  const texts = sentences(text)
    .flatMap((sentence) => splitSentence(sentence))
    .filter((part) => flat(part.text) !== '');
  const said = texts.filter((part) => !isAllClear(part.text, vocabulary));
  const kept = said.length > 0 ? said : [{ text, opensLine: true }];
  const rest = kept.slice(MOST_PIECES - 1);
  const pieces =
    rest.length > 1 ? [...kept.slice(0, MOST_PIECES - 1), { text: textsOf(rest), opensLine: true }] : kept;
  return pieces.map((piece) => {
    const plain = vocabulary.mend(flat(piece.text));
    return {
      ...piece,
      guesses: classify(piece.text),
      facts: factsIn(piece.text, plain, vocabulary),
      device: vocabulary.device.within(plain).length > 0,
    };
  });
}

function splitSentence(sentence: string): { text: string; opensLine: boolean }[] {
  return parts(sentence)
    .flatMap((part) => part.split(JOINTS))
    .map((part, i) => ({ text: part.trim().replace(/[.。;；!！]+$/u, ''), opensLine: i === 0 }));
}

function textsOf(pieces: readonly { text: string }[]): string {
  return pieces.map((piece) => piece.text).join('; ');
}

/** "No smoke, no smell": said of danger, and that there is none. */
function isAllClear(text: string, vocabulary: Vocabulary): boolean {
  const plain = vocabulary.mend(flat(text));
  const danger = vocabulary.danger.within(plain).find(({ key }) => key === 'danger');
  return (
    danger !== undefined &&
    lengthOf(text) <= LONGEST_ALL_CLEAR &&
    isNegated(plain, danger.start, vocabulary.negators)
  );
}

function lengthOf(text: string): number {
  return hasHan(text) ? Math.floor(text.length / 2) : text.split(/\s+/).length;
}

/** Whether a piece is another fault than the one before it, and no more than a further word on it. */
function opensFault(last: Piece, piece: Piece): boolean {
  const [before] = last.guesses;
  const [now] = piece.guesses;
  if (!before || !now || !isFault(before.label) || !isFault(now.label)) return false;
  const both = Math.min(before.confidence, now.confidence);
  const otherDevice =
    piece.device &&
    last.facts.device !== undefined &&
    last.facts.device !== piece.facts.device &&
    !isGeneral(piece, last);
  if (before.label === now.label) return otherDevice && both >= SPEAKS;
  if (piece.opensLine || otherDevice) return both >= SPEAKS_APART;
  return (
    lengthOf(piece.text) >= SHORTEST_FAULT &&
    both >= SPEAKS &&
    (piece.device || now.confidence >= SPEAKS_CLEARLY)
  );
}

function isGeneral(piece: Piece, last: Piece): boolean {
  return piece.facts.device === 'camera' || last.facts.device === 'camera';
}

function join(last: Piece, piece: Piece, classify: ClassifyText): Piece {
  const text = `${last.text}${hasHan(last.text) ? '，' : ', '}${piece.text}`;
  return {
    text,
    guesses: classify(text),
    facts: { ...piece.facts, ...last.facts },
    device: last.device || piece.device,
    opensLine: last.opensLine,
  };
}

function toFault(piece: Piece): FoundFault {
  const [first] = piece.guesses;
  return {
    text: piece.text,
    guesses: piece.guesses.slice(0, GUESSES),
    sure: first !== undefined && isFault(first.label) && isSure(piece.guesses),
    facts: piece.facts,
  };
}

/** "Hi, I bought two domes. They are black at night": what comes before the first fault only lends it its facts. */
function dropEmptyLead(faults: readonly FoundFault[]): FoundFault[] {
  const [first, second] = faults;
  if (!first || !second || (first.guesses[0] && isFault(first.guesses[0].label))) return [...faults];
  return [{ ...second, facts: { ...first.facts, ...second.facts } }, ...faults.slice(2)];
}

/** Within a sentence, a fault that names no device is one of the device before it; so is what "it" and "they" do. */
function withDevices(groups: readonly Piece[]): Piece[] {
  let device: FaultFacts['device'];
  return groups.map((group) => {
    const goesOn = !group.opensLine || /^(?:also |and )?(?:it|they|both)\b|^(?:也|还|都)/iu.test(group.text);
    device = group.facts.device ?? (goesOn ? device : undefined);
    return device === undefined ? group : { ...group, facts: { ...group.facts, device } };
  });
}
