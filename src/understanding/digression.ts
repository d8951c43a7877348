import type { Topic } from '../../dialogs/events.ts';
import { isFault } from '../../dialogs/labels.ts';
import { meantChoice } from './answers.ts';
import { isSure } from './faults.ts';
import { chatIn, commandWithin, isQuestion, plainOf, topicIn, wholeCommand } from './global.ts';
import { answer, type Hearing, keep, push, type Tools } from './hearing.ts';
import { hearCircumstance } from './list-edit.ts';
import { besides, keepFault } from './residue.ts';
import { parts } from './text.ts';

/** A question or a wish that is none of the answers: a topic, a person, a word of impatience. */
export function hearDigression(sentence: string, plain: string, hearing: Hearing, tools: Tools): boolean {
  const { vocabulary, classify } = tools;
  const topic = askedTopic(plain, hearing, tools);
  if (topic === 'who_are_you') return push(hearing, { type: 'ASKED', topic });
  const pieces = parts(sentence);
  const command = commandWithin(plain, vocabulary);
  if (command) {
    push(hearing, { type: command.key });
    for (const piece of pieces) {
      const within = commandWithin(plainOf(piece, vocabulary), vocabulary);
      if (within) keepFault(besides(plainOf(piece, vocabulary), within), hearing, tools);
      else if (pieces.length > 1) keep(hearing, piece, false);
    }
    return true;
  }
  const chat = chatIn(plain, vocabulary);
  if (chat && pieces.length > 1 && !isChat(pieces, tools)) return false;
  if (chat) {
    push(hearing, { type: 'CHATTED', kind: chat.key });
    if (chat.end - chat.start < plain.length && hearAnswerBeside(besides(plain, chat), hearing, tools))
      return true;
    for (const piece of pieces) {
      const within = chatIn(plainOf(piece, vocabulary), vocabulary);
      keepFault(within ? besides(plainOf(piece, vocabulary), within) : piece, hearing, tools);
    }
    return true;
  }
  if (topic === undefined) return false;
  const free = hearing.context.question?.free;
  if ((free === 'note' || free === 'when') && !isQuestion(sentence)) return false;
  const guesses = classify(sentence);
  const faulty = isSure(guesses) && guesses[0] !== undefined && isFault(guesses[0].label);
  if (faulty && !isQuestion(sentence)) {
    keep(hearing, sentence, false);
    if (pieces.length === 1) return true;
  } else if (pieces.length > 1) {
    for (const piece of pieces)
      if (topicIn(plainOf(piece, vocabulary), vocabulary) === undefined) keepFault(piece, hearing, tools);
  }
  return push(hearing, { type: 'ASKED', topic });
}

/** What a sentence asks about; where a fault is told, a lost password is one. */
function askedTopic(plain: string, { context }: Hearing, { vocabulary }: Tools): Topic | undefined {
  const topic = topicIn(plain, vocabulary);
  const free = context.question?.free ?? 'fault';
  return topic === 'password' && (free === 'fault' || free === 'need') ? undefined : topic;
}

/** "Yes that's all you stupid machine": the answer beside a word that was let off. */
function hearAnswerBeside(rest: string, hearing: Hearing, { vocabulary }: Tools): boolean {
  const { question } = hearing.context;
  if (!question || hearing.answered || question.choices.length === 0 || rest === '') return false;
  const { meanings, negators, fillers } = vocabulary;
  const meant = meantChoice(rest, question, hearing.titles, { meanings, negators, fillers });
  return meant?.rest === '' && answer(hearing, meant.value, hearing.text);
}

/** Whether a chat word is in every piece: else each piece is heard by itself. */
function isChat(pieces: readonly string[], { vocabulary }: Tools): boolean {
  return pieces.every((piece) => chatIn(plainOf(piece, vocabulary), vocabulary) !== undefined);
}

/** What follows an answer in the same breath: "yes why". */
export function hearBeside(rest: string, hearing: Hearing, tools: Tools): void {
  if (rest === '') return;
  const { vocabulary } = tools;
  const within = commandWithin(rest, vocabulary);
  const event = wholeCommand(rest, vocabulary) ?? (within && { type: within.key });
  if (event) {
    push(hearing, event);
    if (within) keepFault(besides(rest, within), hearing, tools);
    return;
  }
  const topic = topicIn(rest, vocabulary);
  if (topic && (isQuestion(rest) || isQuestion(hearing.text))) push(hearing, { type: 'ASKED', topic });
  else if (!hearCircumstance(rest, hearing, tools)) keep(hearing, rest, true);
}
