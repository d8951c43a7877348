import type { Problem, Topic } from '../../dialogs/events.ts';
import { isFault } from '../../dialogs/labels.ts';
import type { FreeText } from '../../dialogs/message.ts';
import { valuesMeant } from './answers.ts';
import type { Meant } from './context.ts';
import { namesDevice } from './facts.ts';
import { findFaults, isSure } from './faults.ts';
import { isFormKind, isWordKind, missingProblem, readForm, readWords } from './free-answer.ts';
import { isQuestion, plainOf } from './global.ts';
import { answered, type Hearing, offers, push, type Tools } from './hearing.ts';
import { readName } from './identity.ts';
import { hearCircumstance, hearConcerned, hearDetail } from './list-edit.ts';
import { looksOf } from './looks.ts';
import { isUnknown, unknownOr } from './no-answer.ts';
import { isClearFault, namesFault } from './residue.ts';

/** A message of which "other" is so likely is about nothing that Wendy knows. */
const FOREIGN = 0.75;
const ANOTHER = /^\W*(?:and|but|plus)\b|\b(?:other|another)\b|另|其他/iu;
const HELP =
  /\b(?:help|problems?|issues?|troubles?|support|wrong|assistance|question)\b|问题|帮|毛病|故障|出事/u;
const HELP_WORDS = new Set(
  `help problem problems issue issues trouble troubles support wrong assistance question questions with
   there is are has have im having something one of my our your the about on in from it its hi hello got get some any
   need please`.split(/\s+/),
);
const HELP_WORDS_HAN =
  /问题|帮助|帮忙|帮|毛病|故障|出了?|有点?|需要|一个|一下|我们?|你们?|的|了|想|要|咨询|处理|解决|看|请|个|台|点|好像|怎么/gu;
/** Answers to other questions, which name no fault. */
const NO_FAULT = new Set([
  'yes',
  'no',
  'unknown',
  'cannot',
  'done',
  'right',
  'wrong',
  'accept',
  'go_on',
  'all',
  'several',
  'one',
]);
/** Where words stand for one of these, too, they may be meant as a fault: "not working", "it is under water". */
const NAMES_FAULT = ['not_helped', 'flood', 'lightning', 'altered', 'removed'] as const;
/** What is said of an answer amiss tells here where to find the right one. */
const EXPLAINED = new Set<FreeText>(['serial', 'date']);
/** Words of what fails, and of what is to be bought: "domes with night vision" are no fault. */
const FAILS =
  /\b(?:dead|broken?|damaged|faulty|defective|not|isn'?t|doesn'?t|won'?t|can'?t|cannot|stopped|stops|fails?|failed|crash\w*|flicker\w*|offline|black screen|is black|frozen|freezes|reboots|beeps|no (?:picture|image|video|power|signal|sound))\b|不|没|坏|黑屏|花屏|无法|掉线|死机|重启|报错|故障/iu;
const BUYS =
  /\b(?:need|want|price|offer|quote|order|buy|cost|pieces?|pcs|looking for|interested|supply us)\b|价|买|订|采购|批发|要/iu;
/** Of a case, of a unit, or of nothing: nobody says what is wrong with it. */
const NUMBER_ALONE = /^\W*\d[\d\s-]*\W*$/u;
const SHORTEST_NUMBER = 3;
const MOST_NAMES = 3;
const NO_MORE = new Set(['no', 'done', 'none', 'wrong']);
/** Only beside one of these is a wish that has no topic surely about the warranty. */
const OF_WARRANTY = /warrant|guarant|repair|replace|refund|return|exchange|fix|send|ship|保|修|换|退|寄/iu;
const DEFAULT_TOPIC: Topic = 'warranty_terms';

/** What the pieces that meant nothing by themselves come to, in the light of the question. */
export function understandRest(hearing: Hearing, tools: Tools): void {
  const own = hearing.rest.filter((piece) => !piece.beside || startsAnother(piece.text, tools));
  if (own.every((piece) => piece.stated)) return;
  const text = own
    .map((piece) => piece.text)
    .join('')
    .trim();
  const { question } = hearing.context;
  const free = question?.free ?? 'fault';
  if (free === 'fault' || free === 'need') {
    describe(text, hearing, tools);
  } else if (hearing.answered) {
    addFaults(text, hearing, tools);
  } else if (isWordKind(free)) {
    answerInWords(text, hearing, tools);
  } else {
    answerAmiss(text, hearing, tools);
  }
}

/** "And the recorder beeps", "the other camera is black": another matter than what was answered. */
function startsAnother(text: string, tools: Tools): boolean {
  const found = tools.vocabulary.also.within(plainOf(text, tools.vocabulary))[0];
  if (found !== undefined && found.start <= 4) return true;
  return ANOTHER.test(text) && namesDevice(text, tools.vocabulary) && isClearFault(text, tools);
}

/** Free words where a fault or a need was asked for, or nothing: faults, sure or not, or the wish that they name. */
function describe(text: string, hearing: Hearing, tools: Tools): void {
  if (hearing.context.question && hearing.events.length === 0 && NUMBER_ALONE.test(text)) {
    misread(hearing, text.replace(/\D/gu, '').length < SHORTEST_NUMBER ? 'no_choice' : 'what_number');
    return;
  }
  const faults = findFaults(text, tools.classify, tools.vocabulary, hearing.settings.models);
  const alone = !hearing.answered && hearing.events.every((event) => event.type === 'CHATTED');
  if (alone && faults.some((fault) => fault.vague)) {
    hearing.events.push({ type: 'FAULTS', faults, text: hearing.text });
    return;
  }
  if (alone && hearNoFault(text, hearing, tools)) return;
  if (offers('fault', hearing) && !hearing.answered && wantsHelp(text, tools)) {
    hearing.events.push(answered('fault', hearing));
    hearConcerned(text, hearing, tools);
    return;
  }
  const guesses = tools.classify(text);
  const [first] = guesses;
  const others = hearing.events.some((event) => event.type !== 'CHATTED');
  const foreign = first?.label === 'other' && (first.confidence >= FOREIGN || others);
  if (foreign && !others && namesDevice(text, tools.vocabulary) && offers('fault', hearing)) {
    hearing.events.push({ ...answered('fault', hearing), vague: true });
  }
  if (!first || foreign) return;
  if (!others && !hearing.answered && hearDetail(text, hearing, tools)) return;
  if (others || hearing.answered) {
    addFaults(text, hearing, tools);
    return;
  }
  // Words that only join, "and also" by itself, name nothing.
  if (faults.length === 0) return;
  if (faults.some((fault) => fault.sure) || isFault(first.label) || !isSure(guesses)) {
    hearing.events.push({ type: 'FAULTS', faults, text: hearing.text });
    return;
  }
  hearing.events.push(wish(text, first.label, hearing, tools));
}

/** "Not sure", "no", "that's it", where a fault was to be told: no fault, and perhaps an answer. */
function hearNoFault(text: string, hearing: Hearing, { vocabulary }: Tools): boolean {
  const plain = plainOf(text, vocabulary);
  const values = valuesMeant(plain, vocabulary);
  const names = NAMES_FAULT.some((meaning) => vocabulary.meanings.get(meaning)?.whole(plain) !== undefined);
  if (names || !values.some((value) => NO_FAULT.has(value))) return false;
  const none = values.some((value) => NO_MORE.has(value));
  const { question, listed = 0 } = hearing.context;
  if (offers('other', hearing) && !values.includes('done') && (none || values.includes('unknown')))
    return push(hearing, answered('other', hearing));
  if (none && listed > 0 && question?.prompt === 'fault.describe') push(hearing, answered('done', hearing));
  return true;
}

/** "I need help with my camera", "摄像头有问题": something is wrong with a device, and no word of what. */
function wantsHelp(text: string, { vocabulary }: Tools): boolean {
  const plain = plainOf(text, vocabulary);
  const devices = vocabulary.device.within(plain);
  if (devices.length === 0 || !HELP.test(plain)) return false;
  let left = plain;
  for (const { start, end } of devices.reverse()) left = `${left.slice(0, start)} ${left.slice(end)}`;
  for (const lexicon of [vocabulary.quantity, vocabulary.place])
    for (const { start, end } of lexicon.within(left).reverse())
      left = `${left.slice(0, start)} ${left.slice(end)}`;
  const words = left.replace(HELP_WORDS_HAN, ' ').split(/\s+/);
  const says = (word: string): boolean => word !== '' && !HELP_WORDS.has(word) && !/^\d+$/.test(word);
  return words.every((word) => !says(word) || vocabulary.fillers.has(word));
}

/** What a message wants that is surely about no fault. */
function wish(text: string, label: string, hearing: Hearing, { vocabulary }: Tools): Meant {
  if (label === 'human_agent') return { type: 'PERSON' };
  if (label === 'presales_order') return { type: 'ASKED', topic: 'order' };
  if (label === 'warranty_repair') {
    if (offers('repair', hearing)) return answered('repair', hearing);
    const topic = vocabulary.topics.within(plainOf(text, vocabulary))[0]?.key;
    if (topic === undefined && !OF_WARRANTY.test(text)) return { type: 'PUZZLED', text: hearing.text };
    return { type: 'ASKED', topic: topic ?? DEFAULT_TOPIC };
  }
  return { type: 'PUZZLED', text: hearing.text };
}

/** Further faults said beside something else: only those that are clear, and none that triage is about already. */
function addFaults(text: string, hearing: Hearing, { classify, vocabulary }: Tools): void {
  const another = goesFurther(text, { classify, vocabulary });
  const family = /^triage\.([^.]+)\./.exec(hearing.context.question?.prompt ?? '')?.[1];
  const faults = findFaults(text, classify, vocabulary, hearing.settings.models).filter(
    (fault) =>
      (fault.sure || another || (fault.vague && fault.facts.device)) && fault.guesses[0]?.label !== family,
  );
  if (faults.length > 0) hearing.events.push({ type: 'FAULTS', faults, text: hearing.text });
}

/** An answer that can be any words, unless they are clearly a fault. */
function answerInWords(text: string, hearing: Hearing, tools: Tools): void {
  const { question } = hearing.context;
  if (!question || !isWordKind(question.free)) return;
  const looks =
    question.free === 'model' && hearing.events.length === 0
      ? looksOf(text, tools.vocabulary, hearing.settings.models)
      : undefined;
  if (looks !== undefined) {
    hearing.events.push(answered(looks, hearing));
    return;
  }
  if (isUnknown(text, hearing, tools)) {
    hearing.events.push(unknownOr(hearing));
    return;
  }
  if (question.free === 'name' && answerNameBeside(text, hearing, tools)) return;
  const mayName = question.free !== 'note' || question.prompt.startsWith('sales.');
  const mayBe = isClearFault(text, tools) || isAnother(text, question.free, tools);
  if (mayName && (mayBe || isPlainFault(text, hearing, tools))) {
    addFaults(text, hearing, tools);
    if (hearing.events.some((event) => event.type === 'FAULTS')) return;
  }
  const named = question.free === 'name' || question.free === 'model';
  const asks = isQuestion(text) && !(question.free === 'name' && mayBeName(text));
  if (named && (asks || isMeaning(text, tools))) {
    const problem = asks ? 'question' : missingProblem(question.free);
    if (hearing.events.length === 0) misread(hearing, problem);
    return;
  }
  const read = readWords(question.free, hearing.events.length === 0 ? hearing.text : text, hearing.settings);
  if ('value' in read) {
    hearing.events.push({ type: 'ANSWERED', prompt: question.prompt, value: read.value, text: hearing.text });
  } else if (hearing.events.length === 0) {
    misread(hearing, read.problem);
  }
}

/** "Will Chan" begins as a question does. */
function mayBeName(text: string): boolean {
  return !/[?？]/.test(text) && text.trim().split(/\s+/).length <= MOST_NAMES && 'value' in readName(text);
}

/** "Dead", "it doesn't record", where questions for the sales team are taken: none asks so. */
function isPlainFault(
  text: string,
  { context, settings }: Hearing,
  { classify, vocabulary }: Tools,
): boolean {
  if (!context.question?.prompt.startsWith('sales.') || isQuestion(text)) return false;
  if (!FAILS.test(text) || BUYS.test(text)) return false;
  return findFaults(text, classify, vocabulary, settings.models).some(
    ({ sure, guesses }) => sure && guesses[0] !== undefined && isFault(guesses[0].label),
  );
}

/** "Also my monitor flickers", where a name is asked for: no name, however unsure it is what kind of fault. */
function isAnother(text: string, free: string, tools: Tools): boolean {
  if (free === 'note') return false;
  return goesFurther(text, tools);
}

/** "And", "also", "another", of a device and what may be wrong with it. */
function goesFurther(text: string, tools: Tools): boolean {
  const also = tools.vocabulary.also.within(plainOf(text, tools.vocabulary)).length > 0 || ANOTHER.test(text);
  return also && namesDevice(text, tools.vocabulary) && namesFault(text, tools, true);
}

/** "I'm Ann and my dome is dead": a name before a fault. */
function answerNameBeside(text: string, hearing: Hearing, tools: Tools): boolean {
  const [head = '', ...tail] = text.split(/[,，.。;；\n]|\s(?:and|but)\s/iu);
  const read = readWords('name', head, hearing.settings);
  const rest = tail.join(', ').trim();
  if (!('value' in read) || !namesFault(rest, tools) || namesFault(head, tools)) return false;
  hearing.events.push(answered(read.value, hearing));
  addFaults(rest, hearing, tools);
  return true;
}

/** Words that stand for an answer to some other question: "no change". */
function isMeaning(text: string, { vocabulary }: Tools): boolean {
  const plain = plainOf(text, vocabulary);
  return [...vocabulary.meanings.values()].some((lexicon) => lexicon.whole(plain) !== undefined);
}

/** Words that are no answer of the form or the choices asked for. */
function answerAmiss(text: string, hearing: Hearing, tools: Tools): void {
  const { question } = hearing.context;
  if (!question) return;
  const before = hearing.events.length;
  if (isFormKind(question.free) && isUnknown(text, hearing, tools)) hearing.events.push(unknownOr(hearing));
  else if (isClearFault(text, tools) || (question.prompt === 'fault.change' && namesFault(text, tools)))
    addFaults(text, hearing, tools);
  if (hearing.events.length > before || before > 0) return;
  if (question.prompt.startsWith('triage.') && hearCircumstance(text, hearing, tools)) return;
  if (isQuestion(text) && !EXPLAINED.has(question.free)) {
    misread(hearing, 'question');
    return;
  }
  if (isOtherContact(text, hearing)) return;
  const read = isFormKind(question.free) ? readForm(question.free, text, hearing.settings) : undefined;
  misread(hearing, read && 'problem' in read ? read.problem : missingProblem(question.free));
}

/** A phone number where a mail address is asked for is what the customer would rather leave, and the other way round. */
function isOtherContact(text: string, { context: { question }, events, settings }: Hearing): boolean {
  if (question?.free !== 'email' && question?.free !== 'phone') return false;
  const field = question.free === 'email' ? 'phone' : 'email';
  const read = readForm(field, text, settings);
  if (!('value' in read)) return false;
  events.push({ type: 'CORRECTED', field, value: read.value, text });
  return true;
}

function misread(hearing: Hearing, problem: Problem): void {
  const { question } = hearing.context;
  if (question)
    hearing.events.push({ type: 'MISREAD', prompt: question.prompt, problem, text: hearing.text });
}
