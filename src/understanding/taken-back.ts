import type { CorrectableField } from '../../dialogs/events.ts';
import { valuesMeant } from './answers.ts';
import { codesIn } from './codes.ts';
import { readEmail, readPhone } from './contacts.ts';
import { readDate } from './dates.ts';
import { detailIn, markersOff } from './edits.ts';
import { type Hearing, push, type Tools } from './hearing.ts';
import { readName, readSerial } from './identity.ts';
import { besidesFields } from './residue.ts';
import { flat } from './text.ts';
import type { Vocabulary } from './vocabulary.ts';

/** A serial number told by its end alone: "it ends in 8", "the last digits are 08", "尾号是8". */
const ENDING =
  /(?:\bend(?:s|ing)?(?: in| with| on)?|\blast (?:\w+ )?(?:digits?|numbers?|characters?|letters?)|\bfinish(?:es)? (?:in|with)|尾号|末尾|结尾|尾数|最后[一二两三四几]?[位个]?(?:数字?|号)?)\s*(?:is|are|should be|must be|to|应该|其实|是|为|改成)*\s*(?:an? )?([A-Z0-9]{1,6})\b/iu;
const MOST_DATE_WORDS = 8;

/** The words before and after what puts something right, taken off: "sorry, RS-4472" → "RS-4472". */
export function withoutMarkers(
  sentence: string,
  vocabulary: Vocabulary,
): { rest: string; sure: boolean } | undefined {
  const { rest, keys } = markersOff(vocabulary.mend(flat(sentence)), vocabulary);
  return keys.length > 0 ? { rest, sure: keys.includes('surely') } : undefined;
}

/** "No wait, yes" and "actually no": the answer before, given anew. */
export function hearReconsidered(sentence: string, hearing: Hearing, { vocabulary }: Tools): boolean {
  const marked = withoutMarkers(sentence, vocabulary);
  if (!marked || marked.rest === '' || hearing.context.answered === undefined) return false;
  const weak = /^(?:actually|on second thought|thinking about it)\b|^其实/u.test(
    vocabulary.mend(flat(sentence)),
  );
  if (!marked.sure && !weak) return false;
  const values = valuesMeant(marked.rest, vocabulary);
  if (values.length === 0) return false;
  const told = detailIn(sentence, vocabulary, hearing.settings.models);
  const detail = told && {
    facts: told.facts,
    entry: told.entry,
    corrects: told.corrects,
    ...(told.was ? { was: told.was } : {}),
  };
  return push(hearing, {
    type: 'RECONSIDERED',
    values,
    sure: marked.sure,
    ...(detail ? { detail } : {}),
    text: hearing.text,
  });
}

/** "Sorry, RS-4472", "it was 2 May 2025 actually": a value put right whose form or place shows what it is. */
export function hearPutRight(sentence: string, hearing: Hearing, { vocabulary }: Tools): boolean {
  if (hearEnding(sentence, hearing)) return true;
  const marked = withoutMarkers(sentence, vocabulary);
  if (!marked) return false;
  const said = withoutLead(sentence, vocabulary);
  const found = valueIn(said, hearing);
  const asked = hearing.context.question?.prompt;
  if (!found || asked === undefined) return false;
  if (asked.endsWith(`.${found.field}`) && !hearing.answered) return false;
  return push(hearing, { type: 'CORRECTED', ...found, text: hearing.text });
}

function hearEnding(sentence: string, hearing: Hearing): boolean {
  const { question, answered, listed } = hearing.context;
  const about = /\bserial|s\/n|\bsn\b|序列号|\bnumber\b|\bdigit|尾号|尾数|最后.*位/iu.test(sentence);
  const just = answered === 'product.serial' || question?.prompt === 'product.serial';
  const ending = about || just ? ENDING.exec(sentence)?.[1] : undefined;
  if (!listed || ending === undefined || !(/\d/.test(ending) || ending.length === 1)) return false;
  return push(hearing, {
    type: 'CORRECTED',
    field: 'serial',
    value: ending.toUpperCase(),
    ending: true,
    text: hearing.text,
  });
}

/** The sentence in its own spelling without the words at its beginning and end that put it right. */
function withoutLead(sentence: string, vocabulary: Vocabulary): string {
  const words = sentence.split(/[\s,，]+/u).filter((word) => word !== '');
  const isMarker = (from: number, to: number): boolean =>
    vocabulary.markers.whole(vocabulary.mend(flat(words.slice(from, to).join(' ')))) !== undefined;
  let start = 0;
  let end = words.length;
  for (let length = 4; length > 0; length--) {
    if (isMarker(start, start + length)) {
      start += length;
      length = 5;
    }
  }
  for (let length = 4; length > 0; length--) {
    if (end - length > start && isMarker(end - length, end)) {
      end -= length;
      length = 5;
    }
  }
  const said = words.slice(start, end).join(' ');
  const han = vocabulary.markers.leading(flat(said));
  return (han ? said.slice(han.end) : said)
    .replace(/^[\s，,。:：]+/u, '')
    .replace(/^(?:it'?s|it is|it was|that'?s|is|was|should be|是|应该是|为)\s*/iu, '')
    .replace(/\s*(?:,?\s*(?:and )?not\s.*|，?(?:而)?不是.*)$/iu, '')
    .trim();
}

function valueIn(said: string, hearing: Hearing): { field: CorrectableField; value: string } | undefined {
  const { models, today, region, serialPattern } = hearing.settings;
  const { answered, listed = 0 } = hearing.context;
  const as = (field: CorrectableField, read: { value: string } | { problem: string }) =>
    'value' in read ? { field, value: read.value } : undefined;
  if (/@/.test(said)) return as('email', readEmail(said));
  if (answered === 'contact.phone' && /\d{5}/.test(said)) return as('phone', readPhone(said, region));
  if (answered === 'contact.name' && !/\d/.test(said)) return as('name', readName(said));
  if (listed > 0 && besidesFields(said, ['serial', 'model'], [...models]) === '') {
    if (answered === 'product.serial') return as('serial', readSerial(said, serialPattern));
    const { model, serial } = codesIn(said, models);
    if (model !== undefined) return { field: 'model', value: model };
    return serial === undefined ? undefined : { field: 'serial', value: serial };
  }
  if (listed > 0 && answered === 'product.serial' && /^\S*\d\S*$/.test(said))
    return as('serial', readSerial(said, serialPattern));
  const dated = said.split(/\s+/).length <= MOST_DATE_WORDS && !/since|ago|从|以来|开始/iu.test(said);
  const mayBeDate = hearing.context.question?.free !== 'when' || answered?.startsWith('product.');
  if (listed > 0 && mayBeDate && dated) return as('purchaseDate', readDate(said, today));
  return undefined;
}
