import type { CorrectableField } from '../../dialogs/events.ts';
import { readEmail, readPhone } from './contacts.ts';
import { type Read, readDate } from './dates.ts';
import { readModel, readName, readSerial } from './identity.ts';

interface Settings {
  today: string;
  region: string | undefined;
  serialPattern: RegExp | undefined;
  models: readonly string[];
}

/** How a field is named, and what is read after its name. */
const FIELDS: readonly {
  field: CorrectableField;
  named: RegExp;
  read: (after: string, settings: Settings) => Read;
}[] = [
  { field: 'email', named: /(?=@)|(?=\S+@)/u, read: (after) => readEmail(after) },
  {
    field: 'phone',
    named:
      /(?:\b(?:phone|mobile|cell|tel|telephone|whatsapp|call me (?:on|at)|reach me (?:on|at))\b(?:\s*(?:number|no\.?))?|电话|手机|(?=\+\d[\d\s().-]{6}))/iu,
    read: (after, { region }) => readPhone(after, region),
  },
  {
    field: 'serial',
    named: /(?:\bserial(?:\s*(?:number|no\.?))?\b|\bs\/n\b|\bsn\b|序列号)/iu,
    read: (after, { serialPattern }) => readSerial(leadingCodes(value(after)), serialPattern),
  },
  {
    field: 'model',
    named: /(?:\bmodel(?:\s*(?:number|no\.?|name))?\b|型号)/iu,
    read: (after, { models }) => {
      const read = readModel(leadingCodes(value(after)), models);
      return 'value' in read && /\d/.test(read.value) && read.value.split(/\s+/).length <= 3
        ? read
        : { problem: 'no_model' };
    },
  },
  {
    field: 'name',
    named: /(?:\bmy (?:full )?name\b|\bthe name\b|我叫|我的名字|姓名)/iu,
    read: (after) =>
      /^\s*(?:is|should|to|:|应该|是|叫|：|\p{Script=Han})/iu.test(after)
        ? readName(value(after).split(/[,，.。;；]|\s(?:and|but)\s/iu)[0] ?? '')
        : { problem: 'no_name' },
  },
  {
    field: 'purchaseDate',
    named: /(?:\bbought\b|\bpurchased?\b|\bpurchase date\b|购买|买的|买于)/iu,
    read: (after, { today }) => readDate(after, today),
  },
];

/** Drops what stands between a field's name and its value: "is wrong, it should be …". */
function value(after: string): string {
  return after
    .replace(
      /^[\s,，:：=-]*(?:(?:was|is|are)\s+(?:wrong|incorrect|not right|not correct)|不对|错了|写错了|有误)?[\s,，.。]*/iu,
      '',
    )
    .replace(
      /^(?:(?:it|that|this)(?:'?s| is)?\s+|actually\s+|in fact\s+)*(?:is|was|should be|should read|must be|to)?\s*/iu,
      '',
    )
    .replace(/^(?:应该|其实|实际)?(?:是|为|叫|改成|改为)?\s*[:：]?\s*/u, '')
    .replace(/\s*(?:,?\s*not\s.*|，?不是.*)$/iu, '');
}

/** The codes at the head of what follows a field's name: what comes after them is another thing. */
function leadingCodes(after: string): string {
  const codes =
    /^(?:[\s,，、;；:：#]|\b(?:and|the|an?|it|is|no\.?|number)\b|和|以及|[A-Za-z]{1,4}(?=\s+\d)|(?=[A-Za-z0-9/_+-]*\d)[A-Za-z0-9/_+-]+)+/iu.exec(
      after,
    );
  return codes?.[0] ?? after;
}

/** Says since when something is broken, not when it was bought. */
const OF_THE_FAULT =
  /\b(?:since|ago|yesterday|today|tonight|last night|this morning|started)\b|从|昨|今[天早晚]|开始|以来|刚才/iu;

/** The day that stands beside "bought": in the same part of the sentence, else anywhere in it. */
function readPurchase(sentence: string, match: RegExpExecArray, { today }: Settings): Read {
  const after = sentence.slice(match.index).split(/[,，;；]/u)[0] ?? '';
  const before =
    sentence
      .slice(0, match.index)
      .split(/[,，;；]/u)
      .at(-1) ?? '';
  for (const text of [after, before + after]) {
    const read = readDate(text, today);
    if ('value' in read || read.problem !== 'no_date') return read;
  }
  const rest = sentence.split(/[,，;；]/u).filter((part) => !OF_THE_FAULT.test(part));
  return readDate(rest.join(', '), today);
}

/** Fields with a value that a sentence states, whatever was asked. */
export function readCorrections(
  sentence: string,
  settings: Settings,
): { field: CorrectableField; value: string }[] {
  const found: { field: CorrectableField; value: string }[] = [];
  for (const { field, named, read } of FIELDS) {
    const match = named.exec(sentence);
    if (!match) continue;
    const after = sentence.slice(match.index + match[0].length);
    const result = field === 'purchaseDate' ? readPurchase(sentence, match, settings) : read(after, settings);
    if ('value' in result) found.push({ field, value: result.value });
  }
  return found;
}
