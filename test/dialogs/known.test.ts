import { describe, expect, it } from 'vitest';
import type { Resting } from '../../dialogs/converse.ts';
import type { SoldUnit } from '../../dialogs/events.ts';
import type { Label } from '../../dialogs/labels.ts';
import {
  answer,
  answering,
  type Bare,
  did,
  keysOf,
  pastTriage,
  started,
  turn,
  wendy,
} from './conversation.ts';

const SOLD: SoldUnit = {
  serial: 'RS26-0101234',
  model: 'RS-D300',
  kind: 'camera',
  soldOn: '2026-05-01',
  warrantyMonths: 12,
  source: 'authorized',
  customer: 'Harbour Cafe',
  owner: 'anna',
};

function says(label: Label, quantity = 1): Bare {
  const found = { text: label, guesses: [{ label, confidence: 0.9 }], sure: true };
  return {
    type: 'FAULTS',
    text: label,
    faults: [{ ...found, facts: { device: 'camera', quantity, since: 'May' } }],
  };
}

const promptOf = (resting: Resting): string | undefined => wendy.question(resting)?.prompt;
const unitsOf = ({ context }: Resting) => context.draft.units;

function serial(resting: Resting, value: string, sold: SoldUnit[] = []): Resting {
  return turn(resting, { type: 'ANSWERED', prompt: 'product.serial', value, text: value, sold }).resting;
}

/** Answers blamelessly until a prompt stands. */
function until(prompt: string, from: Resting): Resting {
  let resting = from;
  for (let nth = 0; nth < 60 && promptOf(resting) !== prompt; nth++) {
    const { choices = [], free = 'none' } = wendy.question(resting) ?? {};
    const words: Partial<Record<string, string>> = {
      model: 'RS-D200',
      serial: 'RS26-0700001',
      date: '2026-03-02',
    };
    const values = choices.map((choice) => choice.value);
    const good = ['no', 'done', 'authorized', 'intact', 'indoors', 'none', 'accept'];
    const value = good.find((one) => values.includes(one)) ?? words[free] ?? 'Sam Ho';
    resting = answering(resting, value);
  }
  expect(promptOf(resting)).toBe(prompt);
  return resting;
}

const atModel = pastTriage(answering(started(says('poor_image')), 'done'));
const atVerdict = until('outcome.verdict', atModel);

describe('what is known', () => {
  it('is not asked: the list of sold units tells the date, the seller and the model', () => {
    const known = serial(answering(atModel, 'RS-D200'), SOLD.serial, [SOLD]);
    expect(unitsOf(known)[0]).toMatchObject({ model: 'RS-D300', purchaseDate: '2026-05-01' });
    expect(promptOf(known)).toBe('warranty.label');
  });

  it('stays with the unit that it is known of: an answer for the others leaves it alone', () => {
    const two = serial(
      answering(pastTriage(answering(started(says('poor_image', 2)), 'done')), 'RS-D200'),
      `${SOLD.serial}, RS26-0700001`,
      [SOLD],
    );
    expect(promptOf(two)).toBe('product.purchaseDate');
    const dated = answering(until('warranty.source', answering(two, '2026-03-02')), 'unauthorized');
    expect(unitsOf(dated).map((unit) => unit.purchaseDate)).toEqual(['2026-05-01', '2026-03-02']);
    expect(unitsOf(dated).map((unit) => unit.warranty.facts.source?.value)).toEqual([
      'authorized',
      'unauthorized',
    ]);
  });

  it('goes with the serial number that it is known of: another number is asked about anew', () => {
    const sold = until('summary.confirm', serial(answering(atModel, 'RS-D200'), SOLD.serial, [SOLD]));
    const other = turn(sold, { type: 'CORRECTED', field: 'serial', value: 'RS26-0799999', text: '' }).resting;
    expect(unitsOf(other)[0]).toMatchObject({ serial: 'RS26-0799999', model: null, purchaseDate: null });
    expect(promptOf(other)).toBe('product.model');
    const again = until('summary.confirm', other);
    expect(unitsOf(again)[0]).toMatchObject({ model: 'RS-D200', purchaseDate: '2026-03-02' });
  });

  it('is put again only on a contest, and the verdict is told anew with the first answer on record', () => {
    const contested = answering(atVerdict, 'contest');
    expect(promptOf(contested)).toBe('outcome.contest');
    const topic = answering(contested, 'source');
    expect(promptOf(topic)).toBe('warranty.source');
    const { resting, commands } = turn(topic, answer(topic, 'unauthorized'));
    expect(promptOf(resting)).toBe('outcome.verdict');
    expect(keysOf(commands)).toEqual(['outcome:verdict.again', 'outcome:verdict.told']);
    const { facts, earlier, proposed } = unitsOf(resting)[0]?.warranty ?? {};
    expect(facts?.source).toMatchObject({
      value: 'unauthorized',
      was: [{ value: 'authorized', by: 'customer' }],
    });
    expect(earlier).toHaveLength(1);
    expect(proposed?.clauses).toEqual(['5']);
  });

  it('makes a new verdict when it is corrected while the verdict stands', () => {
    const { resting, commands } = turn(atVerdict, {
      type: 'CORRECTED',
      field: 'purchaseDate',
      value: '2020-01-01',
      text: '',
    });
    expect(keysOf(commands)).toContain('outcome:verdict.told');
    expect(unitsOf(resting)[0]?.warranty.proposed?.clauses).toEqual(['1', '6a']);
    expect(promptOf(answering(resting, 'accept'))).toBe('contact.name');
  });
});

describe('going back', () => {
  it('puts the question before once more, and takes another answer with the first kept', () => {
    const label = until('warranty.label', atModel);
    const back = turn(label, { type: 'BACK' });
    expect(keysOf(back.commands)).toEqual(['common:back.done']);
    expect(promptOf(back.resting)).toBe('warranty.source');
    const changed = answering(back.resting, 'unknown');
    expect(promptOf(changed)).toBe(promptOf(label));
    expect(unitsOf(changed)[0]?.warranty.facts.source).toMatchObject({
      value: 'unknown',
      was: [{ value: 'authorized' }],
    });
  });

  it('goes step by step to the first question, and says where there is none before', () => {
    let resting = until('product.purchaseDate', atModel);
    const prompts: (string | undefined)[] = [];
    for (let nth = 0; nth < 6; nth++) {
      resting = turn(resting, { type: 'BACK' }).resting;
      prompts.push(promptOf(resting));
    }
    expect(prompts).toEqual([
      'product.serial',
      'product.model',
      'triage.poor_image.look_from_afar',
      'triage.poor_image.smell',
      'fault.more',
      'need',
    ]);
    const none = turn(resting, { type: 'BACK' });
    expect(keysOf(none.commands)).toEqual(['common:back.none']);
    expect(none.resting).toEqual(resting);
  });

  it('hands nothing over a second time', () => {
    const sent = answering(until('summary.confirm', until('contact.email', atVerdict)), 'send');
    let resting = sent;
    for (let nth = 0; nth < 10; nth++) {
      const back = turn(resting, { type: 'BACK' });
      expect(did(back.commands, 'submit')).toEqual([]);
      resting = back.resting;
      expect(promptOf(resting) ?? 'case.waiting').toMatch(/^(contact\.|case\.waiting)/);
    }
  });
});

describe('danger', () => {
  it('makes a case urgent that waits already, once', () => {
    const waiting = turn(atModel, { type: 'PERSON' }).resting;
    const first = turn(waiting, { type: 'DANGER', text: 'smoke' });
    expect(did(first.commands, 'submit')).toMatchObject([{ priority: 'urgent', queue: 'technicians' }]);
    const again = turn(first.resting, { type: 'DANGER', text: 'more smoke' });
    expect(did(again.commands, 'submit')).toEqual([]);
    expect(keysOf(again.commands)).toEqual(['triage:stop.danger']);
  });
});
