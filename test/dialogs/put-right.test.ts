import { describe, expect, it } from 'vitest';
import type { Resting } from '../../dialogs/converse.ts';
import type { FaultFacts, FoundFault } from '../../dialogs/events.ts';
import type { Label } from '../../dialogs/labels.ts';
import {
  answering,
  type Bare,
  did,
  keysOf,
  pastTriage,
  render,
  started,
  turn,
  wendy,
} from './conversation.ts';
import { SOLD } from './sample.ts';

function says(label: Label, text: string, facts: FaultFacts = {}, sure = true): Bare {
  const found: FoundFault = { text, guesses: [{ label, confidence: sure ? 0.9 : 0.5 }], sure, facts };
  return { type: 'FAULTS', faults: [found], text };
}

function detail(facts: FaultFacts, corrects = false): Bare {
  return { type: 'DETAILED', facts, entry: {}, corrects, text: 'x' };
}

const promptOf = (resting: Resting): string | undefined => wendy.question(resting)?.prompt;
const actuallyYes: Bare = { type: 'RECONSIDERED', values: ['yes', 'right', 'helped'], sure: true, text: 'x' };
const actuallyNo: Bare = {
  type: 'RECONSIDERED',
  values: ['no', 'wrong', 'not_helped'],
  sure: false,
  text: 'x',
};

describe('an answer that is taken back', () => {
  it("is a choice, never words of one's own: a question for the sales team stays", () => {
    const asked = answering(started(), 'order', 'Do you sell the 4K dome?');
    const told = turn(asked, says('login_password', 'I forgot the password')).resting;
    const made = turn(told, actuallyNo);
    expect(made.resting.context.draft.questions).toMatchObject([{ text: 'Do you sell the 4K dome?' }]);
    expect(keysOf(made.commands)).toEqual(['common:reconsider.which']);
  });

  it.each(['audio', 'presales_order', 'human_agent'] as const)(
    'picks up what was left off the list (%s) once people have the case, and says so',
    (label) => {
      const listed = started(says('no_power', 'no light'));
      const asked = answering(listed, 'done');
      const added = turn(asked, says(label, 'it hums too', { device: 'switch' }, false)).resting;
      const waiting = turn(answering(added, 'wrong'), { type: 'DANGER', text: 'it smokes' }).resting;
      const made = turn(waiting, actuallyYes);
      expect(wendy.path(waiting)).toMatch(/^(case|contact)/);
      expect(keysOf(made.commands)).toContain(label === 'presales_order' ? 'case:added' : 'case:noted');
      const { faults, questions } = made.resting.context.draft;
      const noted = [...faults.map(({ description }) => description), ...questions.map(({ text }) => text)];
      expect(noted).toContain('it hums too');
    },
  );
});

describe('what was left off the list', () => {
  const listed = started(says('no_video', 'no picture'));
  const asked = turn(answering(listed, 'done'), says('no_power', 'no light', { device: 'switch' })).resting;
  const dropped = answering(asked, 'wrong');
  const by = { by: 'tom', name: 'Tom' };

  it('goes back to its people where they say that all is solved', () => {
    const waiting = turn(dropped, { type: 'PERSON' }).resting;
    const made = turn(turn(waiting, { type: 'CASE.RESOLVED', ...by }).resting, actuallyYes);
    expect(did(made.commands, 'reopen')).toHaveLength(1);
    expect(made.resting.context.draft.faults).toMatchObject([{}, { description: 'no light' }]);
  });

  it('begins a new case where the last one is over', () => {
    const waiting = turn(dropped, { type: 'PERSON' }).resting;
    const made = turn(turn(waiting, { type: 'CASE.CLOSED', ...by }).resting, actuallyYes);
    expect(did(made.commands, 'renew')).toHaveLength(1);
    expect(made.resting.context.draft.faults).toMatchObject([{ description: 'no light' }]);
    expect(promptOf(made.resting)).toBe('fault.more');
  });
});

it('keeps both, where a fault is told as vaguely again', () => {
  const vague = (text: string): Bare => {
    const found: FoundFault = { text, guesses: [], sure: false, facts: {}, vague: true };
    return { type: 'FAULTS', faults: [found], text };
  };
  const asked = turn(started(vague('it packed up')), vague('it does not work')).resting;
  expect(asked.context.pending).toMatchObject([{ found: { text: 'it packed up; it does not work' } }]);
  const taken = turn(asked, vague('nothing works')).resting;
  expect(taken.context.draft.faults).toMatchObject([
    { description: 'it packed up; it does not work; nothing works' },
  ]);
});

describe('units put right in words', () => {
  const two = started(says('no_power', 'no light'), says('poor_image', 'it is blurry'));
  const three = turn(two, detail({ device: 'camera', quantity: 3 })).resting;
  const atSerial = answering(pastTriage(answering(three, 'done')), 'RS-D200');
  const numbered: Bare = {
    type: 'ANSWERED',
    prompt: 'product.serial',
    value: SOLD.serial,
    text: '',
    sold: [SOLD],
  };
  const dated = turn(atSerial, numbered).resting;
  const one = pastTriage(answering(started(says('no_power', 'no light')), 'done'));
  const sold = turn(answering(one, 'RS-D300'), numbered).resting;

  it('are asked nothing that is known of those that are left', () => {
    expect(promptOf(dated)).toBe('product.purchaseDate');
    const { resting } = turn(dated, detail({ device: 'ptz' }));
    const { units } = resting.context.draft;
    expect(units.map(({ device, purchaseDate }) => `${device} ${purchaseDate}`)).toEqual([
      'camera 2026-05-01',
      'ptz null',
      'ptz null',
      'ptz null',
    ]);
    expect(promptOf(resting)).toBe('product.since');
  });

  it('are asked nothing that is known of those that are left, where others are taken off', () => {
    const { resting } = turn(dated, { type: 'EDITED', edit: 'remove', entry: { nth: 2 }, text: 'x' });
    expect(resting.context.draft.units).toHaveLength(1);
    expect(promptOf(resting)).toBe('product.since');
  });

  it('are of the kind that the list of sold units says, whatever they are called', () => {
    const { resting } = turn(sold, detail({ device: 'recorder' }, true));
    expect(resting.context.draft.units).toMatchObject([
      { device: 'recorder', kind: 'camera', model: 'RS-D300', purchaseDate: '2026-05-01' },
    ]);
  });

  it("have nothing of another's serial number where they turn out to be more", () => {
    const { resting } = turn(sold, detail({ quantity: 2 }, true));
    const [known, other] = resting.context.draft.units;
    expect(known).toMatchObject({ purchaseDate: '2026-05-01', warranty: { facts: { source: {} } } });
    expect(other).toMatchObject({ model: 'RS-D300', serial: null, purchaseDate: null });
    expect(Object.keys(other?.warranty.facts ?? {})).toEqual(['reportedOn']);
    expect(promptOf(resting)).toBe('product.purchaseDate');
  });
});

it("shows the customer's own words as they are, also where one is a part of the other", () => {
  const noted = started(says('no_power', 'it is dark'), says('poor_image', 'null, it is dark'));
  const [text] = render(wendy.question(noted)?.say ?? { key: 'fault:more.whole' });
  expect(text).toContain('null, it is dark');
});

describe('more words on the fault in hand', () => {
  it('say since when, and it is not asked again', () => {
    const listed = started(says('no_power', 'no light'));
    const asked = answering(pastTriage(answering(listed, 'done')), 'RS-D200', 'RS26-0101234', '2026-03-02');
    expect(promptOf(asked)).toBe('product.since');
    const made = turn(asked, says('no_power', 'no light, a day', { since: 'a day' })).resting;
    expect(made.context.draft.faults).toMatchObject([{ since: 'a day' }]);
    expect(promptOf(made)).not.toBe('product.since');
  });
});
