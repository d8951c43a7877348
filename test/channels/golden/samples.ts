import type { Resting } from '../../../dialogs/converse.ts';
import type { FoundFault } from '../../../dialogs/events.ts';
import type { Label } from '../../../dialogs/labels.ts';
import { companyValues } from '../../../src/conversation/company-values.ts';
import { compose, type Tongue } from '../../../src/conversation/compose.ts';
import type { Outgoing } from '../../../src/conversation/types.ts';
import { companyCalendar } from '../../../src/desk/company-calendar.ts';
import { createTexts, type Locale } from '../../../src/texts/texts.ts';
import { answer, type Bare, content, stamp, started, turn, wendy } from '../../dialogs/conversation.ts';
import { answerTo } from '../../upgrades/answers.ts';

const texts = createTexts(content.locales);

const WORDS = {
  en: {
    domes: '2 domes outside are black at night',
    beep: 'the recorder beeps',
    reply: 'Please send a photo',
  },
  zh: { domes: '外面两个半球夜里全黑', beep: '录像机一直响', reply: '请发一张照片' },
};
/** What a person or a customer may write. */
const MARKUP = '**now** <at>all</at> [x](javascript:y) _z_';

/** A message of every kind, as it leaves the conversation, by what it is. */
export function samplesOf(locale: Locale): Record<string, Outgoing[]> {
  const words = WORDS[locale];
  const say = speaker(locale);
  const listed = started({ type: 'ARRIVED' }, faults(words));
  const triage = turn(listed, answer(listed, 'done'));
  const kinds = ['correct', 'F1'].reduce((now, value) => turn(now, answer(now, value)).resting, listed);
  const covered = walk(listed, {});
  return {
    'the greeting': say(turn(wendy.first(), { type: 'ARRIVED' })),
    'the list of faults, with its question': say(turn(started({ type: 'ARRIVED' }), faults(words))),
    'a step of triage, with how far it has come': say(triage),
    'the list of faults, asked for in between': say(turn(triage.resting, { type: 'LIST' })),
    'a button of an earlier question': say(turn(triage.resting, { type: 'STALE' })),
    'a question with many choices': say(turn(kinds, answer(kinds, 'label'))),
    'a question without choices': say(covered['product.model']),
    'a verdict: nothing speaks against it': say(covered['outcome.verdict']),
    'a verdict: excluded': say(
      walk(listed, { 'product.purchaseDate': '2024-03-02', 'warranty.label': 'removed' })['outcome.verdict'],
    ),
    'a verdict: for a technician': say(
      walk(listed, { 'warranty.handling': 'yes', 'warranty.repaired': 'yes' })['outcome.verdict'],
    ),
    'the summary': say(covered['summary.confirm']),
    'the word that a person comes': say(turn(triage.resting, { type: 'PERSON' })),
    "a person's words": [
      { text: `${words.reply}, ${MARKUP}`, choices: [], shown: { kind: 'person', by: 'tom' } },
    ],
    'a paper to fetch': [
      {
        text: 'RMA 2026-0318: https://support.example/papers/1',
        choices: [],
        shown: {
          kind: 'document',
          title: 'RMA 2026-0318',
          name: 'PDF',
          url: 'https://support.example/papers/1',
        },
      },
    ],
    'a card for staff': [
      {
        text: '',
        choices: [],
        card: {
          title: 'C-1042',
          lines: [words.domes, MARKUP],
          facts: [{ name: 'Contact', value: 'Sam Carter, sam@example.com' }],
          actions: [
            {
              title: 'Claim C-1042',
              text: 'claim C-1042',
              data: { staff: 'claim', case: 'C-1042', version: 3 },
            },
          ],
        },
      },
    ],
  };
}

type Turn = ReturnType<typeof turn>;

function speaker(locale: Locale): (turn: Turn | undefined) => Outgoing[] {
  const { company } = content;
  const calendar = companyCalendar(company);
  const known = companyValues({ company, calendar, texts }, locale, stamp(0).at);
  const by = { instant: '2026-03-02T06:00:00Z' };
  const promise = texts.render({ key: 'case:promise.open_team', values: { by } }, locale, known);
  const values = { ...known, promise, case: 'C-1042', assignee: 'Tom' };
  const tongue: Tongue = { texts, locale, values };
  return (turned) => {
    if (!turned) throw new Error('the walk did not come there');
    return compose(turned.commands, wendy.question(turned.resting), tongue, 'a-question');
  };
}

function faults({ domes, beep }: (typeof WORDS)[Locale]): Bare {
  const found = (text: string, label: Label, facts: FoundFault['facts']): FoundFault => ({
    text,
    guesses: [{ label, confidence: 0.9 }],
    sure: true,
    facts,
  });
  return {
    type: 'FAULTS',
    text: `${domes}, ${beep}`,
    faults: [
      found(domes, 'night_vision', { device: 'dome', quantity: 2, since: 'May' }),
      found(beep, 'recording_playback', { device: 'recorder' }),
    ],
  };
}

/** Answers all questions to the end; by each prompt, the first turn that led to it. */
function walk(from: Resting, answers: Readonly<Record<string, string>>): Record<string, Turn> {
  const led: Record<string, Turn> = {};
  let resting = from;
  for (let nth = 0; nth < 100; nth++) {
    const prompt = wendy.question(resting)?.prompt;
    if (prompt === undefined || prompt === 'summary.confirm') return led;
    const value = answers[prompt] ?? answerTo(prompt);
    const turned = turn(resting, value === 'skip' ? { type: 'SKIP' } : answer(resting, value));
    resting = turned.resting;
    led[wendy.question(resting)?.prompt ?? ''] ??= turned;
  }
  throw new Error('the walk has no end');
}
