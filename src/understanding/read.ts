import type { ChatKind } from '../../dialogs/events.ts';
import { decided, meantChoice, valuesMeant, verbatimChoice } from './answers.ts';
import { hearContactNamed } from './contact-named.ts';
import { regionOf } from './contacts.ts';
import type { ReadContext } from './context.ts';
import { readCorrections } from './corrections.ts';
import { withoutDeclined } from './declined.ts';
import { hearBeside, hearDigression } from './digression.ts';
import { namesDevice } from './facts.ts';
import { readForm } from './free-answer.ts';
import { chatIn, dangerIn, isQuestion, plainOf, wholeCommand } from './global.ts';
import { answer, type Hearing, keep, push, type Tools } from './hearing.ts';
import { languageAskedFor } from './language.ts';
import { hearCircumstance, hearListEdit } from './list-edit.ts';
import { hearPeriod } from './period.ts';
import { JOINTS } from './pieces.ts';
import { hearQuestionEdit, settleQuestions } from './questions.ts';
import { hearRecovered } from './recovered.ts';
import { besides, besidesFields, keepClear, keepFault } from './residue.ts';
import { understandRest } from './rest.ts';
import { hearCorrections, hearForm, settleStated } from './stated.ts';
import { hearPutRight, hearReconsidered } from './taken-back.ts';
import { hasHan, parts, sentences } from './text.ts';
import type { Vocabulary } from './vocabulary.ts';

const LONGEST_COMMAND = 200;
const MOST_SENTENCES = 60;
/** Beside these, only what names a fault is taken for one. */
const VENTING = new Set<ChatKind>(['insult', 'impatience', 'small_talk', 'how_are_you']);

/** What a message means, in the order of its words; empty where nothing was understood. */
export function hear(all: string, context: ReadContext, today: string, tools: Tools): Hearing {
  const wanted = withoutDeclined(all);
  const text = wanted === '' ? all : wanted;
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
    stated: [],
    lead: '',
    answered: false,
  };
  if (wanted === '' && all.trim() !== '') {
    push(hearing, { type: 'CHATTED', kind: 'no_person' });
    return hearing;
  }
  if (hearQuestionEdit(hearing, tools)) return hearing;
  if (hearWhole(hearing, tools)) {
    understandRest(hearing, tools);
    return hearing;
  }
  const said = sentences(text);
  for (const { text: sentence, lead } of said.slice(0, MOST_SENTENCES)) {
    hearing.lead = lead;
    hearSentence(sentence, hearing, tools);
  }
  const more = said.slice(MOST_SENTENCES).map((sentence) => sentence.lead + sentence.text);
  if (more.length > 0) keep(hearing, more.join(''), false);
  understandRest(hearing, tools);
  settleStated(hearing);
  settleQuestions(hearing, tools);
  return hearing;
}

/** The whole message as one thing: a choice, a command, an answer of a known form. */
function hearWhole(hearing: Hearing, tools: Tools): boolean {
  const { vocabulary } = tools;
  const { text, context } = hearing;
  const { question } = context;
  const verbatim =
    question &&
    (verbatimChoice(text, question, hearing.titles) ??
      verbatimChoice(plainOf(text.slice(0, LONGEST_COMMAND), vocabulary), question, hearing.titles));
  if (verbatim !== undefined && verbatim !== null) return answer(hearing, verbatim, text);
  const plain = plainOf(text.slice(0, LONGEST_COMMAND), vocabulary);
  const clear = question && !dangerIn(plain, vocabulary) ? decided(plain, question, vocabulary) : undefined;
  if (clear !== undefined) return answer(hearing, clear, text);
  const command = text.length <= LONGEST_COMMAND ? wholeCommand(plain, vocabulary) : undefined;
  if (command) return push(hearing, command);
  if (question?.free === 'serial' && statesNoOther(text, hearing)) {
    const read = readForm('serial', text, hearing.settings);
    if ('value' in read && !isQuestion(text)) {
      keepClear(besidesFields(text, ['serial'], hearing.settings.models), hearing, tools);
      return answer(hearing, read.value, text);
    }
  }
  return false;
}

/** Whether a text that gives a serial number states nothing else of the unit or the person. */
function statesNoOther(text: string, { settings }: Hearing): boolean {
  return readCorrections(text, settings).every(({ field }) => field === 'serial');
}

function hearSentence(sentence: string, hearing: Hearing, tools: Tools): void {
  const { vocabulary } = tools;
  const plain = plainOf(sentence, vocabulary);
  if (plain === '') return;
  const isChat = vocabulary.chat.whole(plain) ?? vocabulary.chatWithin.leading(plain);
  const said = isChat ? sentence : sentence.replace(vocabulary.greeting, '');
  if (said !== sentence && said !== '') {
    push(hearing, { type: 'CHATTED', kind: 'greeting' });
    hearSentence(said, hearing, tools);
    return;
  }
  const reason = dangerIn(plain, vocabulary);
  if (reason) {
    if (!hearing.events.some((event) => event.type === 'DANGER'))
      push(hearing, { type: 'DANGER', text: hearing.text, ...(reason === 'danger' ? {} : { reason }) });
    keep(hearing, sentence, false);
    return;
  }
  if (hearLanguage(sentence, plain, hearing, tools)) return;
  const command = wholeCommand(plain, vocabulary);
  if (command) {
    push(hearing, command);
    return;
  }
  if (hearRecovered(sentence, hearing, tools)) return;
  if (hearPeriod(sentence, hearing)) return;
  if (hearContactNamed(sentence, hearing, (rest) => hearSentence(rest, hearing, tools))) return;
  if (hearReconsidered(sentence, hearing, tools)) return;
  if (hearListEdit(sentence, plain, hearing, tools)) return;
  if (hearCorrections(sentence, hearing, tools)) return;
  if (hearPutRight(sentence, hearing, tools)) return;
  if (hearForm(sentence, hearing, tools)) return;
  const { question } = hearing.context;
  // "I have a question" is no "I have" to what was asked.
  const asksToAsk = vocabulary.chat.whole(plain) === 'asks_to_ask';
  if (question && !hearing.answered && question.choices.length > 0 && !asksToAsk) {
    const meant = meantChoice(plain, question, hearing.titles, choiceLexicons(vocabulary));
    if (meant && (meant.rest === '' || parts(sentence).length === 1)) {
      answer(hearing, meant.value, hearing.text);
      hearBeside(meant.rest, hearing, tools);
      if (meant.rest === '') hearFurther(sentence, hearing, tools);
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
  const rest = others.join(hasHan(sentence) ? '，' : ', ');
  if (value === 'add') {
    hearSentence(rest, hearing, tools);
    return true;
  }
  answer(hearing, value, hearing.text);
  const kept = hearing.rest.length;
  hearSentence(rest, hearing, tools);
  for (const piece of hearing.rest.splice(kept)) {
    if (!hearCircumstance(piece.text, hearing, tools)) hearing.rest.push({ ...piece, beside: true });
  }
  return true;
}

function choiceLexicons(vocabulary: Vocabulary) {
  return { meanings: vocabulary.meanings, negators: vocabulary.negators, fillers: vocabulary.fillers };
}

/** "Still the same, and the recorder beeps": a fault of another device beside a result. */
function hearFurther(sentence: string, hearing: Hearing, tools: Tools): void {
  const pieces = parts(sentence).flatMap((part) => part.split(JOINTS));
  if (pieces.length === 1) return;
  for (const piece of pieces) if (namesDevice(piece, tools.vocabulary)) keepClear(piece, hearing, tools);
}

function hearLanguage(sentence: string, plain: string, hearing: Hearing, tools: Tools): boolean {
  const { language, deviceLanguage } = tools.vocabulary;
  const asked = languageAskedFor(plain, language, deviceLanguage);
  if (!asked) return false;
  push(hearing, { type: 'LANGUAGE', locale: asked.language });
  const others = parts(sentence).filter(
    (part) => !languageAskedFor(plainOf(part, tools.vocabulary), language, deviceLanguage),
  );
  for (const part of others) hearSentence(part, hearing, tools);
  if (others.length === 0) keepFault(besides(plain, asked), hearing, tools);
  return true;
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
    const chat = chatIn(plain, vocabulary);
    const event =
      pieces.length > 1
        ? (wholeCommand(plain, vocabulary) ?? (chat && { type: 'CHATTED' as const, kind: chat.key }))
        : undefined;
    const meant =
      question && !hearing.answered && pieces.length > 1
        ? (verbatimOf(piece, hearing) ??
          meantChoice(plain, question, hearing.titles, choiceLexicons(vocabulary))?.value)
        : undefined;
    if (meant !== undefined) answeredHere = answer(hearing, meant, hearing.text);
    else if (event) {
      push(hearing, event);
      if (chat) keepFault(besides(plain, chat), hearing, tools);
    } else if (!isNoMore(plain, hearing, tools)) kept.push(piece);
  }
  const vented = hearing.events.some((event) => event.type === 'CHATTED' && VENTING.has(event.kind));
  if (vented && kept.length > 0 && (question?.free === 'fault' || question?.free === 'need')) {
    for (const piece of kept) keepFault(piece, hearing, tools);
  } else if (kept.length > 0)
    keep(
      hearing,
      kept.length === pieces.length ? sentence : kept.join(hasHan(sentence) ? '，' : ', '),
      answeredHere,
    );
}

/** "No thanks" beside "cancel it" is no answer. */
function isNoMore(plain: string, { events }: Hearing, { vocabulary }: Tools): boolean {
  return events.some(({ type }) => type === 'CANCEL') && valuesMeant(plain, vocabulary).length > 0;
}

function verbatimOf(piece: string, hearing: Hearing): string | undefined {
  const { question } = hearing.context;
  return question && question.free === 'none' && !question.decides
    ? verbatimChoice(piece, question, hearing.titles)
    : undefined;
}
