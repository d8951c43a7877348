import type { CorrectableField } from '../../dialogs/events.ts';
import { isFault } from '../../dialogs/labels.ts';
import { meantChoice, verbatimChoice } from './answers.ts';
import { regionOf } from './contacts.ts';
import type { Meant, ReadContext } from './context.ts';
import { readCorrections } from './corrections.ts';
import { isSure } from './faults.ts';
import { fieldOf, isFormKind, readForm } from './free-answer.ts';
import {
  chatIn,
  commandWithin,
  isQuestion,
  plainOf,
  speaksOfDanger,
  topicIn,
  wholeCommand,
} from './global.ts';
import type { Hearing, Tools } from './hearing.ts';
import { languageAskedFor } from './language.ts';
import { understandRest } from './rest.ts';
import { hasHan, parts, sentences } from './text.ts';
import type { Vocabulary } from './vocabulary.ts';

const LONGEST_COMMAND = 200;
const MOST_SENTENCES = 60;
/** A sentence that states a field and is that long may name a fault besides. */
const MANY_WORDS = 8;
const MANY_HAN = 16;

/** What a message means, in the order of its words; empty where nothing was understood. */
export function hear(text: string, context: ReadContext, today: string, tools: Tools): Hearing {
  const hearing: Hearing = {
    text,
    context,
    titles: (context.titles ?? []).map((title) => (typeof title === 'string' ? [title] : title)),
    settings: {
      today,
      region: context.region ?? regionOf(context.activityLocale),
      serialPattern: context.serialPattern,
      models: context.models ?? [],
    },
    events: [],
    rest: [],
    answered: false,
  };
  if (hearWhole(hearing, tools)) return hearing;
  const all = sentences(text);
  for (const sentence of all.slice(0, MOST_SENTENCES)) hearSentence(sentence, hearing, tools);
  if (all.length > MOST_SENTENCES) {
    hearing.rest.push({ text: all.slice(MOST_SENTENCES).join('\n'), beside: false });
  }
  understandRest(hearing, tools);
  return hearing;
}

/** The whole message as one thing: a choice, a command, an answer of a known form. */
function hearWhole(hearing: Hearing, { vocabulary }: Tools): boolean {
  const { text, context } = hearing;
  const { question } = context;
  const verbatim = question && verbatimChoice(text, question, hearing.titles);
  if (verbatim !== undefined && verbatim !== null) return answer(hearing, verbatim, text);
  const plain = plainOf(text.slice(0, LONGEST_COMMAND), vocabulary);
  const command = text.length <= LONGEST_COMMAND ? wholeCommand(plain, vocabulary) : undefined;
  if (command) return push(hearing, command);
  if (question?.free === 'serial') {
    const read = readForm('serial', text, hearing.settings);
    if ('value' in read && !isQuestion(text)) return answer(hearing, read.value, text);
  }
  return false;
}

function hearSentence(sentence: string, hearing: Hearing, tools: Tools): void {
  const { vocabulary } = tools;
  const plain = plainOf(sentence, vocabulary);
  if (plain === '') return;
  if (speaksOfDanger(plain, vocabulary)) {
    if (!hearing.events.some((event) => event.type === 'DANGER'))
      push(hearing, { type: 'DANGER', text: hearing.text });
    keep(hearing, sentence, false);
    return;
  }
  if (hearLanguage(sentence, plain, hearing, tools)) return;
  const command = wholeCommand(plain, vocabulary);
  if (command) {
    push(hearing, command);
    return;
  }
  if (hearCorrections(sentence, hearing, tools)) return;
  if (hearForm(sentence, hearing)) return;
  const { question } = hearing.context;
  if (question && !hearing.answered && question.choices.length > 0) {
    const meant = meantChoice(plain, question, hearing.titles, choiceLexicons(vocabulary));
    if (meant && (meant.rest === '' || parts(sentence).length === 1)) {
      answer(hearing, meant.value, hearing.text);
      hearBeside(meant.rest, hearing, tools);
      return;
    }
  }
  if (hearLeadingAnswer(sentence, hearing, tools)) return;
  if (hearDigression(sentence, plain, hearing, tools)) return;
  hearParts(sentence, hearing, tools);
}

/** "Yes, but who pays the freight?": an answer, and then another thing. */
function hearLeadingAnswer(sentence: string, hearing: Hearing, tools: Tools): boolean {
  const { question } = hearing.context;
  const [first = '', ...others] = parts(sentence);
  if (!question || hearing.answered || question.choices.length === 0 || others.length === 0) return false;
  const lexicons = choiceLexicons(tools.vocabulary);
  const meant = meantChoice(plainOf(first, tools.vocabulary), question, hearing.titles, lexicons);
  const value = verbatimOf(first, hearing) ?? (meant?.rest === '' ? meant.value : undefined);
  if (value === undefined) return false;
  answer(hearing, value, hearing.text);
  const kept = hearing.rest.length;
  hearSentence(others.join(hasHan(sentence) ? '，' : ', '), hearing, tools);
  for (const piece of hearing.rest.slice(kept)) piece.beside = true;
  return true;
}

function choiceLexicons(vocabulary: Vocabulary) {
  return { meanings: vocabulary.meanings, negators: vocabulary.negators, fillers: vocabulary.fillers };
}

/** What follows an answer in the same breath: "yes why". */
function hearBeside(rest: string, hearing: Hearing, tools: Tools): void {
  if (rest === '') return;
  const { vocabulary } = tools;
  const event = wholeCommand(rest, vocabulary) ?? commandWithin(rest, vocabulary);
  if (event) {
    push(hearing, event);
    return;
  }
  const topic = topicIn(rest, vocabulary);
  if (topic && (isQuestion(rest) || isQuestion(hearing.text))) push(hearing, { type: 'ASKED', topic });
  else keep(hearing, rest, true);
}

function hearLanguage(sentence: string, plain: string, hearing: Hearing, { vocabulary }: Tools): boolean {
  const asked = languageAskedFor(plain, vocabulary.language, vocabulary.deviceLanguage);
  if (!asked) return false;
  push(hearing, { type: 'LANGUAGE', locale: asked.language });
  const others = parts(sentence).filter(
    (part) => !languageAskedFor(plainOf(part, vocabulary), vocabulary.language, vocabulary.deviceLanguage),
  );
  for (const part of others) hearSentence(part, hearing, { vocabulary, classify: () => [] });
  const left = `${plain.slice(0, asked.start)} ${plain.slice(asked.end)}`.trim();
  if (others.length === 0 && left.split(' ').length > 5) keep(hearing, left, false);
  return true;
}

function hearCorrections(sentence: string, hearing: Hearing, tools: Tools): boolean {
  const free = hearing.context.question?.free ?? 'none';
  const asked = fieldOf(free);
  if (free === 'note' || (free === 'when' && !/@/.test(sentence))) return false;
  const found = readCorrections(sentence, hearing.settings).filter(
    ({ field }) => field !== asked || hearing.answered,
  );
  if (found.length === 0) return false;
  const guesses = tools.classify(sentence);
  const long = hasHan(sentence) ? sentence.length >= MANY_HAN : sentence.split(/\s+/).length >= MANY_WORDS;
  const faulty = long && isSure(guesses) && guesses[0] !== undefined && isFault(guesses[0].label);
  const factual: readonly CorrectableField[] = ['serial', 'model'];
  for (const { field, value } of found) {
    if (!faulty || !factual.includes(field))
      push(hearing, { type: 'CORRECTED', field, value, text: hearing.text });
  }
  if (asked !== undefined && !hearing.answered) hearForm(sentence, hearing);
  if (faulty) keep(hearing, sentence, false);
  return true;
}

/** An answer whose form shows: a date, an address, a number. */
function hearForm(sentence: string, hearing: Hearing): boolean {
  const { question } = hearing.context;
  if (!question || hearing.answered || !isFormKind(question.free)) return false;
  const read = readForm(question.free, sentence, hearing.settings);
  if (!('value' in read)) return false;
  if (question.free === 'serial' && isQuestion(sentence)) return false;
  answer(hearing, read.value, hearing.text);
  return true;
}

/** A question or a wish that is none of the answers: a topic, a person, a word of impatience. */
function hearDigression(
  sentence: string,
  plain: string,
  hearing: Hearing,
  { vocabulary, classify }: Tools,
): boolean {
  const topic = topicIn(plain, vocabulary);
  if (topic === 'who_are_you') return push(hearing, { type: 'ASKED', topic });
  const command = commandWithin(plain, vocabulary);
  if (command) {
    push(hearing, command);
    const others = parts(sentence).filter((part) => !commandWithin(plainOf(part, vocabulary), vocabulary));
    if (parts(sentence).length > 1) for (const part of others) keep(hearing, part, false);
    return true;
  }
  const chat = chatIn(plain, vocabulary);
  if (chat) return push(hearing, chat);
  if (topic === undefined) return false;
  const free = hearing.context.question?.free;
  if ((free === 'note' || free === 'when') && !isQuestion(sentence)) return false;
  const guesses = classify(sentence);
  const faulty = isSure(guesses) && guesses[0] !== undefined && isFault(guesses[0].label);
  if (faulty && !isQuestion(sentence)) {
    keep(hearing, sentence, false);
    if (parts(sentence).length === 1) return true;
  }
  return push(hearing, { type: 'ASKED', topic });
}

/** The parts of a sentence, where it means nothing as a whole: "yes, both", "hello, my dome is dark". */
function hearParts(sentence: string, hearing: Hearing, tools: Tools): void {
  const { vocabulary } = tools;
  const { question } = hearing.context;
  const pieces = parts(sentence);
  const kept: string[] = [];
  let answeredHere = false;
  for (const piece of pieces) {
    const plain = plainOf(piece, vocabulary);
    const event =
      pieces.length > 1 ? (wholeCommand(plain, vocabulary) ?? chatIn(plain, vocabulary)) : undefined;
    const meant =
      question && !hearing.answered && pieces.length > 1
        ? (verbatimOf(piece, hearing) ??
          meantChoice(plain, question, hearing.titles, choiceLexicons(vocabulary))?.value)
        : undefined;
    if (meant !== undefined) answeredHere = answer(hearing, meant, hearing.text);
    else if (event) push(hearing, event);
    else kept.push(piece);
  }
  if (kept.length > 0)
    keep(
      hearing,
      kept.length === pieces.length ? sentence : kept.join(hasHan(sentence) ? '，' : ', '),
      answeredHere,
    );
}

function verbatimOf(piece: string, hearing: Hearing): string | undefined {
  const { question } = hearing.context;
  return question && question.free === 'none' ? verbatimChoice(piece, question, hearing.titles) : undefined;
}

function answer(hearing: Hearing, value: string, text: string): true {
  const prompt = hearing.context.question?.prompt ?? '';
  hearing.answered = true;
  return push(hearing, { type: 'ANSWERED', prompt, value, text });
}

function push(hearing: Hearing, event: Meant): true {
  hearing.events.push(event);
  return true;
}

function keep(hearing: Hearing, text: string, beside: boolean): void {
  hearing.rest.push({ text, beside });
}
