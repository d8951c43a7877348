import type { Problem, Topic } from '../../dialogs/events.ts';
import { isFault } from '../../dialogs/labels.ts';
import { withoutFillers } from './answers.ts';
import type { Meant } from './context.ts';
import { namesDevice } from './facts.ts';
import { findFaults, isSure } from './faults.ts';
import { isFormKind, isWordKind, missingProblem, readForm, readWords } from './free-answer.ts';
import { isQuestion, plainOf } from './global.ts';
import type { Hearing, Tools } from './hearing.ts';
import { hasHan } from './text.ts';

/** A message of which "other" is so likely is about nothing that Wendy knows. */
const FOREIGN = 0.75;
/** So sure one must be of a fault to take it for one where something else was asked. */
const CLEAR = 0.6;
const DEFAULT_TOPIC: Topic = 'warranty_terms';

/** What the pieces that meant nothing by themselves come to, in the light of the question. */
export function understandRest(hearing: Hearing, tools: Tools): void {
  const own = hearing.rest.filter((piece) => !piece.beside || startsAnother(piece.text, tools));
  if (own.length === 0) return;
  const text = own.map((piece) => piece.text).join('\n');
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

function startsAnother(text: string, { vocabulary }: Tools): boolean {
  const found = vocabulary.also.within(plainOf(text, vocabulary))[0];
  return found !== undefined && found.start <= 4;
}

/** Free words where a fault or a need was asked for, or nothing: faults, sure or not, or the wish that they name. */
function describe(text: string, hearing: Hearing, tools: Tools): void {
  const guesses = tools.classify(text);
  const [first] = guesses;
  const others = hearing.events.some((event) => event.type !== 'CHATTED');
  const foreign = first?.label === 'other' && (first.confidence >= FOREIGN || others);
  if (foreign && !others && namesDevice(text, tools.vocabulary) && offers('fault', hearing)) {
    hearing.events.push(answered('fault', hearing));
  }
  if (!first || foreign) return;
  const faults = findFaults(text, tools.classify, tools.vocabulary);
  if (others || hearing.answered) {
    addFaults(text, hearing, tools);
    return;
  }
  if (faults.some((fault) => fault.sure) || isFault(first.label) || !isSure(guesses)) {
    hearing.events.push({ type: 'FAULTS', faults, text: hearing.text });
    return;
  }
  hearing.events.push(wish(text, first.label, hearing, tools));
}

/** What a message wants that is surely about no fault. */
function wish(text: string, label: string, hearing: Hearing, { vocabulary }: Tools): Meant {
  if (label === 'human_agent') return { type: 'PERSON' };
  if (label === 'presales_order') return { type: 'ASKED', topic: 'order' };
  if (label === 'warranty_repair') {
    if (offers('repair', hearing)) return answered('repair', hearing);
    return {
      type: 'ASKED',
      topic: vocabulary.topics.within(plainOf(text, vocabulary))[0]?.key ?? DEFAULT_TOPIC,
    };
  }
  return { type: 'PUZZLED', text: hearing.text };
}

function offers(value: string, { context }: Hearing): boolean {
  return context.question?.choices.some((choice) => choice.value === value) ?? false;
}

function answered(value: string, { context, text }: Hearing): Meant {
  return { type: 'ANSWERED', prompt: context.question?.prompt ?? '', value, text };
}

/** Further faults said beside something else: only those that are clear, and none that triage is about already. */
function addFaults(text: string, hearing: Hearing, { classify, vocabulary }: Tools): void {
  const family = /^triage\.([^.]+)\./.exec(hearing.context.question?.prompt ?? '')?.[1];
  const faults = findFaults(text, classify, vocabulary).filter(
    (fault) => fault.sure && fault.guesses[0]?.label !== family,
  );
  if (faults.length > 0) hearing.events.push({ type: 'FAULTS', faults, text: hearing.text });
}

/** An answer that can be any words, unless they are clearly a fault. */
function answerInWords(text: string, hearing: Hearing, tools: Tools): void {
  const { question } = hearing.context;
  if (!question || !isWordKind(question.free)) return;
  if (isUnknown(text, tools)) {
    hearing.events.push(unknownOr(hearing));
    return;
  }
  if (question.free !== 'note' && isClearFault(text, tools)) {
    addFaults(text, hearing, tools);
    if (hearing.events.some((event) => event.type === 'FAULTS')) return;
  }
  if ((question.free === 'name' || question.free === 'model') && isQuestion(text)) {
    if (hearing.events.length === 0) misread(hearing, missingProblem(question.free));
    return;
  }
  const read = readWords(question.free, hearing.events.length === 0 ? hearing.text : text, hearing.settings);
  if ('value' in read) {
    hearing.events.push({ type: 'ANSWERED', prompt: question.prompt, value: read.value, text: hearing.text });
  } else if (hearing.events.length === 0) {
    misread(hearing, read.problem);
  }
}

/** Words that are no answer of the form or the choices asked for. */
function answerAmiss(text: string, hearing: Hearing, tools: Tools): void {
  const { question } = hearing.context;
  if (!question) return;
  const before = hearing.events.length;
  if (isFormKind(question.free) && isUnknown(text, tools)) hearing.events.push(unknownOr(hearing));
  else if (isClearFault(text, tools)) addFaults(text, hearing, tools);
  if (hearing.events.length > before || before > 0) return;
  const read = isFormKind(question.free) ? readForm(question.free, text, hearing.settings) : undefined;
  misread(hearing, read && 'problem' in read ? read.problem : missingProblem(question.free));
}

function isUnknown(text: string, { vocabulary }: Tools): boolean {
  const plain = plainOf(text, vocabulary);
  const unknown = vocabulary.meanings.get('unknown');
  return (
    unknown?.whole(plain) !== undefined ||
    unknown?.whole(withoutFillers(plain, vocabulary.fillers)) !== undefined ||
    unknown?.leading(plain) !== undefined
  );
}

function unknownOr(hearing: Hearing): Meant {
  return offers('unknown', hearing) ? answered('unknown', hearing) : { type: 'SKIP' };
}

function isClearFault(text: string, { classify, vocabulary }: Tools): boolean {
  const [first] = classify(text);
  const long = hasHan(text) ? text.length >= 5 : text.split(/\s+/).length >= 4;
  const speaks = long || namesDevice(text, vocabulary);
  return speaks && first !== undefined && isFault(first.label) && first.confidence >= CLEAR;
}

function misread(hearing: Hearing, problem: Problem): void {
  const { question } = hearing.context;
  if (question)
    hearing.events.push({ type: 'MISREAD', prompt: question.prompt, problem, text: hearing.text });
}
