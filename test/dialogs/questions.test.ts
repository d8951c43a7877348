import { describe, expect, it } from 'vitest';
import type { Resting } from '../../dialogs/converse.ts';
import { colleagueIn } from '../../dialogs/owner.ts';
import { answer, answering, type Bare, did, keysOf, stamped, started, turn, wendy } from './conversation.ts';

const ask = (...questions: string[]): Bare => ({ type: 'ASKED', topic: 'order', questions });
const fault: Bare = {
  type: 'FAULTS',
  faults: [{ text: 'no sound', guesses: [{ label: 'audio', confidence: 0.9 }], sure: true, facts: {} }],
  text: 'no sound',
};
const textsOf = ({ context }: Resting): string[] => context.draft.questions.map(({ text }) => text);
const promptOf = (resting: Resting): string | undefined => wendy.question(resting)?.prompt;

describe('the list of questions', () => {
  const asked = started(ask('How much is it?', 'Do you ship to Spain?', 'What is the MOQ?'));

  it('is collected before anything is sent, each question once', () => {
    const more = turn(asked, ask('how much is it?', 'Is it in stock?')).resting;
    expect(promptOf(more)).toBe('sales.confirm');
    expect(textsOf(more)).toEqual([
      'How much is it?',
      'Do you ship to Spain?',
      'What is the MOQ?',
      'Is it in stock?',
    ]);
  });

  it('is put right by number, and counts on without a gap', () => {
    const edits: Bare[] = [
      { type: 'QUESTION_EDITED', edit: 'remove', nth: 2, text: '' },
      { type: 'QUESTION_EDITED', edit: 'change', nth: -1, with: 'MOQ for the dome?', text: '' },
      ask('Is it in stock?'),
    ];
    const edited = edits.reduce((now, event) => turn(now, event).resting, asked);
    expect(edited.context.draft.questions).toEqual([
      { id: 'Q1', text: 'How much is it?', answer: null },
      { id: 'Q2', text: 'MOQ for the dome?', answer: null },
      { id: 'Q3', text: 'Is it in stock?', answer: null },
    ]);
  });

  it.each([
    [{ edit: 'remove', nth: 9 }, 'sales:none_such'],
    [{ edit: 'change', nth: 2 }, 'sales:change_how'],
    [{ edit: 'more', nth: -1 }, 'sales:more'],
  ] as const)('stays as it is on %o', (edit, key) => {
    const made = turn(asked, { type: 'QUESTION_EDITED', ...edit, text: '' });
    expect(keysOf(made.commands)).toEqual([key]);
    expect(textsOf(made.resting)).toEqual(textsOf(asked));
  });

  it('is asked for again where the last one is taken off', () => {
    const one = started(ask('How much is it?'));
    expect(promptOf(turn(one, { type: 'QUESTION_EDITED', edit: 'remove', nth: 1, text: '' }).resting)).toBe(
      'sales.question',
    );
  });

  it('goes to sales by one word, and nothing goes by another', () => {
    const sent = turn(asked, answer(asked, 'right'));
    expect(did(sent.commands, 'submit')).toMatchObject([{ queue: 'sales', reason: 'sales' }]);
    const dropped = turn(asked, answer(asked, 'wrong'));
    expect([did(dropped.commands, 'submit'), textsOf(dropped.resting), promptOf(dropped.resting)]).toEqual([
      [],
      [],
      'need',
    ]);
  });

  it('takes in what is asked once people have it', () => {
    const sent = answering(asked, 'right', 'Jo Field', 'jo@example.com');
    const more = turn(sent, ask('And in black?'));
    expect(keysOf(more.commands)).toContain('topics:order_noted');
    expect(textsOf(more.resting)).toHaveLength(4);
    expect(promptOf(more.resting)).toBe('contact.phone');
  });

  it('travels with a fault, and leaves its triage as it is', () => {
    const triage = answering(started(fault), 'done');
    const made = turn(triage, ask('How much is a new one?'));
    expect(made.resting.context.at).toEqual(triage.context.at);
    expect(keysOf(made.commands)).toEqual(['sales:kept']);
    expect(did(made.commands, 'submit')).toEqual([]);
    const puzzled = turn(made.resting, {
      type: 'MISREAD',
      ...{ prompt: promptOf(triage) ?? '', problem: 'question', text: 'x' },
      questions: ['May I paint it?'],
    });
    expect(keysOf(puzzled.commands)).toEqual(['sales:unanswered']);
    expect(textsOf(puzzled.resting)).toEqual(['How much is a new one?', 'May I paint it?']);
  });

  it('waits for a fault that is told in the same breath, and says so', () => {
    const { resting, commands } = wendy.converse(wendy.first(), [
      stamped(ask('Do you have a price list?')),
      stamped(fault),
    ]);
    expect([promptOf(resting), textsOf(resting)]).toEqual(['fault.more', ['Do you have a price list?']]);
    expect(keysOf(commands)).toContain('sales:kept');
  });

  it('is shown beside the faults', () => {
    const both = turn(answering(started(fault), 'done'), ask('How much is a new one?')).resting;
    expect(keysOf(turn(both, { type: 'LIST' }).commands)).toEqual(['fault:list.shown', 'sales:list.shown']);
  });
});

describe('whose customer it is', () => {
  const asked = started(ask('How much is it?'));
  const reached = (resting: Resting): Resting =>
    answering(resting, 'right', 'Jo Field', 'jo@example.com', '+442079460000');

  it('is asked of who has only questions, after how to reach them', () => {
    const there = reached(asked);
    expect(promptOf(there)).toBe('sales.contact');
    const values = wendy.question(there)?.choices.map(({ value }) => value);
    expect(values).toEqual(['anna', 'wei', 'unknown']);
    const told = turn(there, answer(there, 'wei')).resting;
    expect([told.context.draft.owner, told.context.draft.ownerBy, promptOf(told)]).toEqual([
      'wei',
      'said',
      undefined,
    ]);
  });

  it.each(['unknown', 'Bob Miller', 'some lady in the office in Madrid, I think'])(
    'may stay unknown: %s',
    (words) => {
      const there = reached(asked);
      const told = turn(there, answer(there, words)).resting;
      expect([told.context.draft.owner, promptOf(told)]).toEqual([null, undefined]);
    },
  );

  it('is not asked where it is known: by the list, an earlier case, or their word', () => {
    const known = turn(asked, {
      ...answer(asked, 'right'),
      known: { owner: 'wei', by: 'earlier' },
    } as Bare).resting;
    const there = answering(known, 'Jo Field', 'jo@example.com', '+442079460000');
    expect([there.context.draft.owner, promptOf(there)]).toEqual(['wei', undefined]);
    const said = turn(asked, { type: 'CONTACT_NAMED', name: '小魏', text: '' });
    expect(promptOf(said.resting)).toBe('sales.confirm');
    expect(promptOf(reached(said.resting))).toBeUndefined();
  });

  it("is what the maker's list says, also against another word", () => {
    const there = reached(asked);
    const listed = turn(there, {
      type: 'CORRECTED',
      ...{ field: 'email', value: 'jo@carter.example', text: '' },
      known: { owner: 'wei', by: 'list' },
    }).resting;
    const said = turn(listed, { type: 'CONTACT_NAMED', name: 'Anna', text: '' });
    expect(said.resting.context.draft.owner).toBe('wei');
    expect(keysOf(said.commands)).toContain('sales:contact.other');
  });

  it.each([
    ['it was ANNA, I think', 'anna'],
    ['小魏', 'wei'],
    ['魏经理', 'wei'],
    ['Wei/小魏', 'wei'],
    ['weird', undefined],
    ['Annabel', undefined],
  ])('is read from "%s"', (text, id) => {
    const sales = [
      { id: 'anna', name: 'Anna', names: [] },
      { id: 'wei', name: 'Wei', names: ['小魏', '魏'] },
    ];
    expect(colleagueIn(text, sales)?.id).toBe(id);
  });
});
