import naughty from 'big-list-of-naughty-strings/blns.json' with { type: 'json' };
import type { Resting } from '../../dialogs/converse.ts';
import { content, render, wendy } from './conversation.ts';
import { naturalAnswer } from './sample.ts';

/** What a random message is made of: which kind it is, two choices from what there is, and wild characters. */
export interface Dice {
  kind: number;
  one: number;
  two: number;
  wild: string;
}

function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(stringsIn);
}

/** Everything that Wendy was taught to understand, a list for each language and file. */
const PHRASES = Object.values(content.phrases).flatMap((files) => Object.values(files).map(stringsIn));
const DANGERS = new Set(Object.values(content.phrases).flatMap(({ commands }) => stringsIn(commands.danger)));

/** What is said of fields, in answer and as a correction. */
const FIELDS = [
  'RS-D210',
  'the model is RS-D300',
  '型号是 RS-R16',
  'RS26-0101234',
  'no, the serial is RS26-0700001',
  '不对，序列号是 RS26-0700002',
  '2026-03-02',
  'bought last March',
  '去年十月买的',
  'sam@example.com',
  'my email is ann@example.com',
  '我的邮箱是 li@example.com',
  '+44 20 7946 0018',
  '0755 8888 6666',
  'my name is Sam Ho',
  '我叫李雷',
  'since last Tuesday',
  '3 domes and 2 bullets',
  '两个球机和一台录像机',
  'outdoors',
];
const JOINTS = [' ', ', ', '. ', ' and ', '，', '。', '', '\n', ' but ', '？'];

const from = (list: readonly string[], nth: number): string => list[nth % list.length] ?? '';

/** One of the phrases; words of danger, which end the talk with the bot, are the exception. */
function phrase(nth: number, danger = false): string {
  const list = PHRASES[nth % PHRASES.length] ?? [];
  const found = from(list, Math.floor(nth / PHRASES.length));
  return DANGERS.has(found) && !danger ? from(FIELDS, nth) : found;
}

/** A typing error: a letter is left out, doubled, or changes places with the next. */
function mistyped(text: string, nth: number): string {
  const letters = [...text];
  const place = nth % Math.max(letters.length, 1);
  const letter = letters[place] ?? '';
  const next = letters[place + 1] ?? '';
  const put = [[next], [letter, letter, next], [next, letter]][nth % 3] ?? [];
  return [...letters.slice(0, place), ...put, ...letters.slice(place + 2)].join('');
}

/** The value of an answer or the title that a button shows in one of the languages. */
function choiceText(resting: Resting, { one, two }: Dice): string | undefined {
  const choices = wendy.question(resting)?.choices ?? [];
  const choice = choices[one % Math.max(choices.length, 1)];
  return choice && [choice.value, ...render(choice.title)][two % 3];
}

function onwards(resting: Resting): string {
  const natural = naturalAnswer(resting);
  return 'value' in natural ? String(natural.value) : phrase(1);
}

const KINDS: readonly ((resting: Resting, dice: Dice) => string)[] = [
  onwards,
  onwards,
  onwards,
  onwards,
  onwards,
  onwards,
  (resting, dice) => choiceText(resting, dice) ?? onwards(resting),
  (resting, dice) => choiceText(resting, dice) ?? onwards(resting),
  (_resting, { one }) => phrase(one),
  (_resting, { one }) => phrase(one, true),
  (_resting, { one, two }) => phrase(one) + from(JOINTS, one + two) + phrase(two),
  (_resting, { one, two }) => mistyped(phrase(one), two),
  (_resting, { one }) => from(FIELDS, one),
  (_resting, { one, two }) => phrase(one) + from(JOINTS, one + two) + from(FIELDS, two),
  (resting, dice) => `${choiceText(resting, dice) ?? ''}${from(JOINTS, dice.two)}${phrase(dice.two)}`,
  (_resting, { one }) => from(naughty, one),
  (_resting, { one, two }) => from(naughty, one) + from(JOINTS, one + two) + phrase(two),
  (_resting, { wild }) => wild,
  (_resting, { wild, one }) => phrase(one) + wild,
];

/** A message for a throw of the dice, where the conversation stands. */
export function textFor(resting: Resting, dice: Dice): string {
  return (KINDS[dice.kind % KINDS.length] ?? onwards)(resting, dice);
}
