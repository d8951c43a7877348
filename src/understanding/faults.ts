import type { FaultFacts, FoundFault } from '../../dialogs/events.ts';
import { isFault } from '../../dialogs/labels.ts';
import { type ClassifyText, lengthOf, type Piece, piecesOf } from './pieces.ts';
import { flat, hasHan } from './text.ts';
import { vagueKinds } from './vague.ts';
import type { Vocabulary } from './vocabulary.ts';

/** A first guess as strong as this, and as far ahead, is gone on with; measured on the held-out sentences. */
const SURE = 0.45;
const AHEAD = 0.15;
const GUESSES = 5;
/** From here on a piece of a sentence names a fault by itself. */
const SPEAKS = 0.4;
const SPEAKS_CLEARLY = 0.55;
/** The same for a line of a list, or a piece about another kind of device. */
const SPEAKS_APART = 0.22;
/** The same for a sentence. */
const SPEAKS_BESIDE = 0.35;
const SHORTEST_FAULT = 2;
/** Begins a piece about the device that was spoken of. */
const GOES_ON = /^(?:also |and )?(?:its?|they|their|both)\b|^(?:也|还|都|它|又)/iu;
/** Begins a piece with a subject of its own. */
const OWN_SUBJECT =
  /^(?:the|a|an|my|our|i|we|there|theres|no|another|one|app|picture|image|sound|audio|video|on|when|playback|motion)\b/iu;

/** Says how many of those before: "4 domes, 2 of them flicker". */
const PARTITIVE = /\bof (?:them|these|those)\b|其中/iu;

/** Faults being put together: what is said of one, and the words that its label is guessed from. */
interface Group {
  text: string;
  /** What its label is guessed from; empty where nothing of it names a fault yet. */
  core: string;
  guesses: ReturnType<ClassifyText>;
  facts: FaultFacts;
  opens: Piece['opens'];
}

/** Whether a first guess can be gone on with. */
export function isSure(guesses: ReturnType<ClassifyText>): boolean {
  const [first, second] = guesses;
  return (
    first !== undefined && first.confidence >= SURE && first.confidence - (second?.confidence ?? 0) >= AHEAD
  );
}

/** The faults of a text, in order: at least one, the last resort being the whole text with its unsure guesses. */
export function findFaults(
  text: string,
  classify: ClassifyText,
  vocabulary: Vocabulary,
  models: readonly string[] = [],
): FoundFault[] {
  const groups: Group[] = [];
  const isVague = ({ text: said, facts }: Pick<Piece, 'text' | 'facts'>): boolean =>
    vagueKinds(said, facts, vocabulary, models) !== undefined;
  for (const piece of piecesOf(text, classify, vocabulary, models)) {
    const last = groups.at(-1);
    const apart = last && isOfAnother(last, piece) && (isVague(last) || isVague(piece));
    if (!last || apart || opensFault(last, piece)) groups.push(groupOf(piece));
    else groups[groups.length - 1] = join(last, piece, classify);
  }
  const goesOn = (fault: FoundFault): FoundFault =>
    vocabulary.again.within(vocabulary.mend(flat(fault.text))).length > 0 ? { ...fault, again: true } : fault;
  const told = dropEmptyLead(withDevices(mergeUnspoken(groups, classify)).map(toFault)).map(goesOn);
  return told.map((fault) => asVague(fault, vocabulary, models));
}

/** "Broken" names no kind: what is likely is asked about, whatever the classifier makes of the word. */
function asVague(fault: FoundFault, vocabulary: Vocabulary, models: readonly string[]): FoundFault {
  const kinds = vagueKinds(fault.text, fault.facts, vocabulary, models);
  if (!kinds) return fault;
  const guesses = kinds.map((label) => ({ label, confidence: 1 / kinds.length }));
  return { ...fault, guesses, sure: false, vague: true };
}

function groupOf(piece: Piece): Group {
  const speaks = piece.role === 'speaks';
  return { ...piece, core: speaks ? piece.text : '' };
}

/** "Two cameras don't work and the recorder beeps": both name a device, and not the same. */
function isOfAnother(last: Group, { role, facts }: Piece): boolean {
  const devices = [last.facts.device, facts.device];
  return role === 'speaks' && last.core !== '' && !devices.includes(undefined) && devices[0] !== devices[1];
}

/** Whether a piece is another fault than the one before it, and no more than a further word on it. */
function opensFault(last: Group, piece: Piece): boolean {
  if (piece.role === 'cause') return last.core !== '' && piece.opens === 'item';
  if (piece.role !== 'speaks' || last.core === '') return false;
  const [before] = last.guesses;
  const [now] = piece.guesses;
  if (!before || !now || !isFault(before.label) || !isFault(now.label)) return false;
  const both = Math.min(before.confidence, now.confidence);
  const { device } = piece.facts;
  const named = device !== undefined;
  const otherDevice = named && last.facts.device !== undefined && last.facts.device !== device;
  const kinds = otherDevice && device !== 'camera' && last.facts.device !== 'camera';
  if (piece.opens === 'item') return both >= SPEAKS_APART;
  if (before.label === now.label) return kinds && both >= SPEAKS;
  if (piece.opens === 'line' || kinds) return both >= SPEAKS_APART;
  if (piece.opens === 'sentence') return both >= SPEAKS_BESIDE;
  return (
    lengthOf(piece.text) >= SHORTEST_FAULT && both >= SPEAKS && (named || now.confidence >= SPEAKS_CLEARLY)
  );
}

function join(last: Group, piece: Piece, classify: ClassifyText): Group {
  const comma = (text: string) => (hasHan(text) ? '，' : ', ');
  const speaks = piece.role === 'speaks';
  const few = last.core === '' || PARTITIVE.test(piece.text);
  const core = !speaks
    ? last.core
    : last.core === ''
      ? piece.text
      : last.core + comma(last.core) + piece.text;
  return {
    text: last.text + comma(last.text) + piece.text,
    core,
    guesses: !speaks ? last.guesses : last.core === '' ? piece.guesses : classify(core),
    facts: few ? { ...last.facts, ...piece.facts } : { ...piece.facts, ...last.facts },
    opens: last.opens,
  };
}

/** Where nothing names a fault but its cause or its circumstances, those are all there is to guess from. */
function mergeUnspoken(groups: readonly Group[], classify: ClassifyText): Group[] {
  return groups.map((group) => (group.core === '' ? { ...group, guesses: classify(group.text) } : group));
}

function toFault({ text, guesses, facts }: Group): FoundFault {
  const [first] = guesses;
  return {
    text,
    guesses: guesses.slice(0, GUESSES),
    sure: first !== undefined && isFault(first.label) && isSure(guesses),
    facts,
  };
}

/** "Hi, I bought two domes. They are black at night": what comes before the first fault only lends it its facts. */
function dropEmptyLead(faults: readonly FoundFault[]): FoundFault[] {
  const [first, second] = faults;
  if (!first || !second || (first.guesses[0] && isFault(first.guesses[0].label))) return [...faults];
  return [{ ...second, facts: { ...first.facts, ...second.facts } }, ...faults.slice(2)];
}

/** A fault that names no device is one of the device before it where it goes on about that: "and makes noise", "it …". */
function withDevices(groups: readonly Group[]): Group[] {
  let device: FaultFacts['device'];
  return groups.map((group) => {
    const goesOn =
      GOES_ON.test(group.text) ||
      (group.opens === 'none' && !OWN_SUBJECT.test(group.text) && !hasHan(group.text));
    device = group.facts.device ?? (goesOn ? device : undefined);
    return device === undefined ? group : { ...group, facts: { ...group.facts, device } };
  });
}
