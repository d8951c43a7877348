import { codesIn } from './codes.ts';
import { readCorrections } from './corrections.ts';
import { hearDigression } from './digression.ts';
import { fieldOf, isFormKind, readForm } from './free-answer.ts';
import { isQuestion, plainOf } from './global.ts';
import { answer, type Hearing, keep, push, type Tools } from './hearing.ts';
import { besidesFields, keepClear, namesFault } from './residue.ts';

/** Fields that a sentence states beside the question, and what else it says. */
export function hearCorrections(sentence: string, hearing: Hearing, tools: Tools): boolean {
  const { question } = hearing.context;
  const { models } = hearing.settings;
  const free = question?.free ?? 'none';
  const asked = fieldOf(free);
  if (free === 'note' || (free === 'when' && !/@/.test(sentence))) return false;
  const stated = readCorrections(sentence, hearing.settings);
  const found = (stated.length > 0 ? stated : bareCodes(sentence, models)).filter(
    ({ field }) => field !== asked || hearing.answered,
  );
  if (found.length === 0) return false;
  const fields = found.map(({ field }) => field);
  const left = besidesFields(sentence, fields, models);
  const describes = !hearing.answered && (question === null || free === 'fault' || free === 'need');
  const faulty = namesFault(left, tools, describes);
  for (const { field, value } of found) {
    if ((field === 'serial' || field === 'model') && (faulty || describes))
      hearing.stated.push({ field, value });
    else push(hearing, { type: 'CORRECTED', field, value, text: hearing.text });
  }
  if (asked !== undefined && !hearing.answered) hearForm(sentence, hearing, tools);
  const personal = fields.filter((field) => field !== 'serial' && field !== 'model');
  const kept = personal.length > 0 ? besidesFields(sentence, personal, models) : sentence;
  if (faulty) keep(hearing, kept, false);
  else if (isQuestion(left)) hearDigression(left, plainOf(left, tools.vocabulary), hearing, tools);
  else if (describes && personal.length < fields.length) {
    keep(hearing, kept, false, true);
  }
  return true;
}

/** A model or a serial number that is all of a sentence. */
function bareCodes(sentence: string, models: readonly string[]): Hearing['stated'] {
  if (besidesFields(sentence, ['serial', 'model'], models) !== '') return [];
  const { model, serial } = codesIn(sentence, models);
  return [
    ...(model === undefined ? [] : [{ field: 'model' as const, value: model }]),
    ...(serial === undefined ? [] : [{ field: 'serial' as const, value: serial }]),
  ];
}

/** What was said of a unit and went into no fault corrects the unit that is spoken of. */
export function settleStated(hearing: Hearing): void {
  const faults = hearing.events.flatMap((event) => (event.type === 'FAULTS' ? event.faults : []));
  for (const { field, value } of hearing.stated) {
    if (!faults.some(({ facts }) => facts[field] === value))
      push(hearing, { type: 'CORRECTED', field, value, text: hearing.text });
  }
}

/** An answer whose form shows: a date, an address, a number. */
export function hearForm(sentence: string, hearing: Hearing, tools: Tools): boolean {
  const { question } = hearing.context;
  if (!question || hearing.answered || !isFormKind(question.free)) return false;
  const read = readForm(question.free, sentence, hearing.settings);
  if (!('value' in read)) return false;
  if (question.free === 'serial' && isQuestion(sentence)) return false;
  answer(hearing, read.value, hearing.text);
  const field = fieldOf(question.free);
  keepClear(besidesFields(sentence, field ? [field] : [], hearing.settings.models), hearing, tools);
  return true;
}
