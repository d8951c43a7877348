import { describe, expect, it } from 'vitest';
import type { Resting } from '../../dialogs/converse.ts';
import type { FaultFacts } from '../../dialogs/events.ts';
import { FAULT_FAMILIES, type FaultFamily } from '../../dialogs/labels.ts';
import { knownFrom } from '../../dialogs/triage/known.ts';
import { COUNTS_AS, FACTS, type FactId } from '../../dialogs/triage/tree.ts';
import { LOCALES, type Locale } from '../../src/texts/texts.ts';
import { createUnderstanding } from '../../src/understanding/understanding.ts';
import {
  answer,
  answering,
  type Bare,
  content,
  pastTriage,
  render,
  stamp,
  started,
  turn,
  wendy,
} from './conversation.ts';

const understanding = createUnderstanding(content.phrases);

/** What a customer may say beside a fault, in each language, and the fact of the triage that it tells. */
const TOLD: readonly [FactId, string, Record<Locale, string>][] = [
  ['change', 'storm', { en: 'since the storm', zh: '暴风雨之后' }],
  ['change', 'power_cut', { en: 'after a power cut', zh: '停电以后' }],
  ['change', 'update', { en: 'after the update', zh: '升级之后' }],
  ['change', 'unknown', { en: 'since the flood', zh: '洪水之后' }],
  ['pattern', 'night', { en: 'every night', zh: '每天晚上' }],
  ['pattern', 'rain', { en: 'when it rains', zh: '下雨的时候' }],
  ['pattern', 'random', { en: 'now and then', zh: '时不时' }],
  ['scope', 'several', { en: 'on three cameras', zh: '三个摄像头都这样' }],
];

function says(label: FaultFamily, facts: FaultFacts, text = `words of ${label}`): Bare {
  const found = { text, guesses: [{ label, confidence: 0.9 }], sure: true, facts };
  return { type: 'FAULTS', text, faults: [found] };
}

/** The facts that are read from words beside a fault. */
function factsIn(words: string, locale: Locale): FaultFacts {
  const text = locale === 'zh' ? `摄像头没有画面，${words}` : `the camera has no picture ${words}`;
  const { events } = understanding.read(text, { question: null, locale, ...stamp(0) });
  const faults = events.flatMap((event) => (event.type === 'FAULTS' ? event.faults : []));
  return Object.assign({}, ...faults.map(({ facts }) => facts));
}

const stepAt = ({ context: { at } }: Resting) =>
  at.stop === 'triage.step' && at.position
    ? content.dialogs.trees[at.position.family]?.steps[at.position.step]
    : undefined;

/** The facts that are asked for from here on, where each step is answered with one of its values; both languages. */
function askedFrom(from: Resting, nth: number): string[] {
  const asked: string[] = [];
  let resting = from;
  for (let count = 0; count < 60; count++) {
    const question = wendy.question(resting);
    const step = stepAt(resting);
    if (!question?.prompt.startsWith('triage.')) break;
    render(question.say);
    if (step?.fact) asked.push(`${step.fact} ${Object.keys(step.answers).join(',')}`);
    const values = question.choices.map(({ value }) => value);
    const calm = step?.safety || step?.fact === 'danger' ? 'no' : values[nth % values.length];
    resting = answering(resting, calm ?? 'no');
  }
  return asked;
}

/** Whether a fact was asked for by a step that takes the value that was told. */
function asksFor(asked: readonly string[], fact: FactId, value: string): boolean {
  const near = COUNTS_AS[fact]?.[value] ?? value;
  return asked.some((one) => {
    const [name, values = ''] = one.split(' ');
    return name === fact && [value, near].some((each) => values.split(',').includes(each));
  });
}

describe('what is told in words', () => {
  const cases = TOLD.flatMap(([fact, value, words]) =>
    LOCALES.map((locale) => ({ fact, value, locale, words: words[locale] })),
  );

  it.each(cases)('$fact $value ($words) is read', ({ fact, value, locale, words }) => {
    expect(knownFrom(factsIn(words, locale))).toMatchObject({ [fact]: value });
  });

  it('is not asked in any family: told with the fault, or by the way while it is looked into', () => {
    let walked = 0;
    for (const family of FAULT_FAMILIES) {
      for (const { fact, value, locale, words } of cases) {
        const facts = factsIn(words, locale);
        const ways = [answering(started(says(family, facts)), 'done')];
        // A number said by the way may be of other units: "I tried it with three others".
        if (fact !== 'scope') {
          ways.push(turn(answering(started(says(family, {})), 'done'), says(family, facts, words)).resting);
        }
        for (const [way, from] of ways.entries()) {
          for (let nth = 0; nth < 4; nth++) {
            expect(
              asksFor(askedFrom(from, nth), fact, value),
              `${family} asks ${fact} (${words}), way ${way}`,
            ).toBe(false);
            walked += 1;
          }
        }
      }
    }
    console.info(
      `told in words: ${walked} walks, ${cases.length} ways to say it, ${FAULT_FAMILIES.length} families`,
    );
  });
});

describe('what was answered of another fault', () => {
  const site = (Object.keys(FACTS) as FactId[]).filter((fact) => FACTS[fact].of === 'conversation');

  it('and holds for the whole site is not asked again, whichever two families meet', () => {
    let walked = 0;
    for (const first of FAULT_FAMILIES) {
      for (const second of FAULT_FAMILIES.filter((one) => one !== first)) {
        for (let nth = 0; nth < 3; nth++) {
          const other = says(second, { device: 'recorder' });
          const both = answering(started(says(first, { device: 'dome' }), other), 'done');
          const asked = askedFrom(both, nth).map((one) => one.split(' ')[0]);
          for (const fact of site) {
            const count = asked.filter((one) => one === fact).length;
            expect(count, `${fact} with ${first} and ${second}`).toBeLessThan(2);
          }
          walked += 1;
        }
      }
    }
    console.info(`two faults: ${walked} walks, ${site.length} facts of the site`);
  });
});

describe('what is said again', () => {
  const triage = answering(started(says('no_video', { device: 'camera' })), 'done');

  it('in the same words is asked about once', () => {
    const other = says('audio', { device: 'monitor' }, 'the monitor hums');
    const { resting } = turn(turn(triage, other).resting, other);
    expect(resting.context.pending).toHaveLength(1);
  });

  it('of the fault in hand fills in what was not known of its unit, and goes on from what is answered by it', () => {
    const model = pastTriage(triage);
    expect(wendy.question(model)?.prompt).toBe('product.model');
    const told = says(
      'no_video',
      { model: 'RS-D210', serial: 'RS26-0700001' },
      'RS-D210 RS26-0700001 is black',
    );
    const { resting } = turn(model, told);
    expect(resting.context.draft.units[0]).toMatchObject({ model: 'RS-D210', serial: 'RS26-0700001' });
    expect(wendy.question(resting)?.prompt).toBe('product.purchaseDate');
  });
});

describe('units that are called the same', () => {
  it('are told apart where something of them is to be changed', () => {
    const two = started(
      says('no_power', { device: 'camera', quantity: 3 }),
      answer(started(says('no_power', { device: 'camera', quantity: 3 })), 'add'),
      says('audio', { device: 'camera', quantity: 2 }),
      says('ptz_lens', { device: 'camera', quantity: 3 }),
    );
    const draft = two.context.draft;
    const summary: Resting = { v: two.v, context: { ...two.context, draft, at: { stop: 'summary.edit' } } };
    for (const locale of LOCALES.keys()) {
      const titles = wendy.question(summary)?.choices.map(({ title }) => render(title)[locale]) ?? [];
      expect(titles.length).toBeGreaterThan(10);
      expect(new Set(titles).size).toBe(titles.length);
    }
  });
});
