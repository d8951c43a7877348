import type { Resting } from '../../dialogs/converse.ts';
import {
  CHAT_KINDS,
  type FaultFacts,
  type FoundFault,
  type Problem,
  type SoldUnit,
  TOPICS,
} from '../../dialogs/events.ts';
import { LABELS } from '../../dialogs/labels.ts';
import type { FreeText, Question } from '../../dialogs/message.ts';
import { type Bare, wendy } from './conversation.ts';

const FREE: Readonly<Record<FreeText, readonly string[]>> = {
  none: [],
  fault: [],
  need: [],
  model: ['RS-D200', 'RS-R16'],
  serial: ['RS26-0101234', 'RS26-0101235, RS26-0101236'],
  date: ['2026-03-02', '2024-01-31', '2026-12-24'],
  period: ['24', '36'],
  when: ['since last week', '上个月'],
  firmware: ['v2.1.4'],
  name: ['Sam Ho', '李雷'],
  email: ['sam@example.com'],
  phone: ['+442079460000'],
  note: ['Do you sell the 4K dome?'],
};

export const SOLD: SoldUnit = {
  serial: 'RS26-0101234',
  model: 'RS-D300',
  kind: 'camera',
  soldOn: '2026-05-01',
  warrantyMonths: 24,
  source: 'authorized',
  customer: 'Harbour Cafe',
  owner: 'anna',
};

const FACTS: readonly FaultFacts[] = [
  {},
  { device: 'dome', quantity: 2, place: 'outdoors', event: 'storm', since: 'last week' },
  { device: 'recorder' },
  { device: 'camera', quantity: 3, place: 'indoors', frequency: 'night' },
  { device: 'ptz', event: 'shipping', model: 'RS-P20' },
  { quantity: 40, device: 'bullet', event: 'flood', frequency: 'rain' },
  { device: 'power_supply', event: 'lightning', serial: 'RS26-0700001' },
  { device: 'switch', frequency: 'always', event: 'power_cut' },
];

const guess = (label: FoundFault['guesses'][number]['label'], confidence = 0.5) => ({ label, confidence });

/** One found thing for each label, on changing units; every third is unsure. */
const FOUND: readonly FoundFault[] = LABELS.flatMap((label, nth): FoundFault[] => [
  {
    text: `words of ${label}`,
    guesses: [guess(label, 0.9)],
    sure: true,
    facts: FACTS[nth % FACTS.length] ?? {},
  },
  ...(nth % 3 === 0
    ? [
        {
          text: `maybe ${label}`,
          guesses: [guess(label), guess('audio'), guess('other')],
          sure: false,
          facts: FACTS[(nth + 3) % FACTS.length] ?? {},
        },
      ]
    : []),
]);

const PROBLEMS: readonly Problem[] = [
  'no_date',
  'ambiguous_date',
  'future_date',
  'no_email',
  'no_phone',
  'phone_without_country',
  'no_serial',
  'no_model',
  'no_name',
  'too_long',
  'question',
  'no_choice',
];

const by = { by: 'tom', name: 'Tom' };

/** What can come at any time, whatever is asked. */
export const ANY_TIME: readonly Bare[] = [
  ...FOUND.map((found): Bare => ({ type: 'FAULTS', faults: [found], text: found.text })),
  { type: 'FAULTS', faults: [FOUND[2], FOUND[0]] as FoundFault[], text: 'two at once' },
  { type: 'FAULTS', faults: FOUND.slice(-5), text: 'five at once' },
  { type: 'ARRIVED' },
  { type: 'PERSON' },
  { type: 'DANGER', text: 'it smokes' },
  { type: 'DANGER', text: 'someone hacked my cameras', reason: 'compromised' },
  { type: 'RESTART' },
  { type: 'BACK' },
  { type: 'SKIP' },
  { type: 'REPEAT' },
  { type: 'STALE' },
  { type: 'HELP' },
  { type: 'WHY' },
  { type: 'LIST' },
  { type: 'LANGUAGE', locale: 'zh' },
  ...TOPICS.map((topic): Bare => ({ type: 'ASKED', topic })),
  ...CHAT_KINDS.map((kind): Bare => ({ type: 'CHATTED', kind })),
  ...(['remove', 'merge', 'change'] as const).flatMap((edit): Bare[] => [
    { type: 'EDITED', edit, entry: { nth: 2 }, text: 'x' },
    { type: 'EDITED', edit, entry: { nth: -1 }, with: { nth: 1 }, text: 'x' },
    { type: 'EDITED', edit, entry: { device: 'recorder' }, text: 'x' },
    { type: 'EDITED', edit, entry: {}, text: 'x' },
  ]),
  ...FACTS.flatMap((facts): Bare[] => [
    { type: 'DETAILED', facts, entry: {}, corrects: false, text: 'x' },
    { type: 'DETAILED', facts, entry: {}, corrects: true, was: { quantity: 2 }, text: 'x' },
    { type: 'DETAILED', facts, entry: { nth: 1 }, corrects: true, was: { device: 'dome' }, text: 'x' },
  ]),
  { type: 'RECONSIDERED', values: ['yes', 'right', 'helped'], sure: true, text: 'x' },
  { type: 'RECONSIDERED', values: ['no', 'wrong', 'not_helped'], sure: false, text: 'x' },
  ...(['remove', 'change', 'more'] as const).map(
    (edit): Bare => ({ type: 'QUESTION_EDITED', edit, nth: 1, with: 'how much is it in black?', text: 'x' }),
  ),
  { type: 'QUESTION_EDITED', edit: 'remove', nth: -1, text: 'x' },
  ...['Anna', 'Nobody Here'].map((name): Bare => ({ type: 'CONTACT_NAMED', name, text: 'x' })),
  { type: 'ASKED', topic: 'order', questions: ['how much is it?', 'do you ship to Spain?'] },
  { type: 'MISREAD', prompt: 'x', problem: 'question', text: 'x', questions: ['may I paint it?'] },
  { type: 'CANCEL' },
  { type: 'RETURNED' },
  {
    type: 'ATTACHED',
    files: [
      {
        id: 'a'.repeat(22),
        type: 'image/jpeg',
        name: 'IMG_1.jpg',
        width: 4032,
        height: 3024,
        bytes: 200_000,
        sha256: '0'.repeat(64),
      },
    ],
    refused: [{ name: '', number: 2, reason: 'no_picture' }],
  },
  { type: 'PUZZLED', text: 'flurb' },
  { type: 'PUZZLED', text: ' ' },
  ...PROBLEMS.map((problem): Bare => ({ type: 'MISREAD', prompt: 'need', problem, text: '?' })),
  { type: 'CORRECTED', field: 'model', value: 'RS-D210', text: 'x' },
  { type: 'CORRECTED', field: 'serial', value: 'RS26-0101239', text: 'x' },
  { type: 'CORRECTED', field: 'serial', value: SOLD.serial, text: 'x', sold: [SOLD] },
  { type: 'CORRECTED', field: 'purchaseDate', value: '2025-02-28', text: 'x' },
  { type: 'CORRECTED', field: 'purchaseDate', value: '2099-01-01', text: 'x' },
  { type: 'CORRECTED', field: 'warrantyMonths', value: '24', text: 'x' },
  { type: 'CORRECTED', field: 'name', value: 'Ann Lee', text: 'x' },
  { type: 'CORRECTED', field: 'email', value: 'ann@example.com', text: 'x' },
  { type: 'CORRECTED', field: 'phone', value: '+8675512345678', text: 'x' },
  { type: 'ANSWERED', prompt: 'an.other', value: 'yes', text: 'yes' },
  { type: 'CASE.CLAIMED', ...by },
  { type: 'CASE.RELEASED', ...by },
  { type: 'CASE.REPLIED', ...by, text: 'Is the LED on?' },
  { type: 'CASE.RESOLVED', ...by },
  { type: 'CASE.CLOSED', ...by },
  { type: 'CASE.REOPENED', ...by, held: true },
  { type: 'CASE.REOPENED', ...by, held: false },
  { type: 'CASE.HANDED', ...by, to: 'technicians' },
  { type: 'CASE.HANDED', ...by, to: 'sales' },
  { type: 'CASE.CONSULTED', ...by },
  { type: 'CASE.ANSWERED', ...by, question: 'Is it tested?', text: 'Yes.', open: 1 },
  { type: 'CASE.ANSWERED', ...by, question: 'Is it tested?', text: 'Yes.', open: 0 },
  { type: 'CASE.CONFIRMED', ...by, unitId: 'U1' },
  { type: 'CASE.MERGED', ...by, from: 'C-1001', into: 'C-1002' },
  { type: 'CASE.MERGED', ...by, from: 'C-1001', into: 'C-1002', moved: true },
  { type: 'CASE.DELAYED' },
  { type: 'CASE.REMINDED' },
  { type: 'CASE.EXPIRED' },
  { type: 'CASE.SETTLED' },
  { type: 'CASE.LEFT' },
  { type: 'WROTE_BACK', text: 'it hums', faults: [], ended: null },
  { type: 'WROTE_BACK', text: 'it is black again', faults: [], ended: '2026-03-01T00:00:00Z' },
];

/** Every answer that fits the question: each choice, and free text of its kind. */
export function answersTo(question: Question | null): Bare[] {
  if (!question) return [];
  const { prompt, choices, free } = question;
  const plain = (value: string): Bare => ({ type: 'ANSWERED', prompt, value, text: value });
  const own = [...choices.map((choice) => choice.value), ...FREE[free]].map(plain);
  if (free === 'serial') own.push({ type: 'ANSWERED', prompt, value: SOLD.serial, text: '', sold: [SOLD] });
  if (prompt === 'fault.describe') own.push(plain('it makes a noise'));
  return own;
}

/** Everything that is tried in a situation. */
export function eventsAt(resting: Resting): Bare[] {
  return [...answersTo(wendy.question(resting)), ...ANY_TIME];
}

const NATURAL = [
  'no',
  'not_helped',
  'done',
  'authorized',
  'intact',
  'protected',
  'none',
  'accept',
  'send',
  'right',
];

/** The natural way on: nothing helps, nothing is to blame; free text of the kind that is asked for. */
export function naturalAnswer(resting: Resting, question = wendy.question(resting)): Bare {
  if (!question) return { type: 'PUZZLED', text: 'hello?' };
  const { prompt, choices, free } = question;
  if (free === 'fault' && choices.length === 0) {
    return { type: 'FAULTS', faults: FOUND.slice(0, 1), text: 'no light at all' };
  }
  const values = choices.map((choice) => choice.value);
  const value = NATURAL.find((one) => values.includes(one)) ?? values[0] ?? FREE[free][0] ?? '';
  return { type: 'ANSWERED', prompt, value, text: value };
}

/** An event for a number: a third of them the natural way on, a third answers, the rest anything. */
export function eventFor(resting: Resting, number: number): Bare {
  const kind = number % 3;
  const nth = Math.floor(number / 3);
  const answers = answersTo(wendy.question(resting));
  if (kind === 0) return naturalAnswer(resting);
  if (kind === 1 && answers.length > 0) return answers[nth % answers.length] as Bare;
  return ANY_TIME[nth % ANY_TIME.length] as Bare;
}
