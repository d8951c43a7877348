import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyDraft } from '../../dialogs/draft.ts';
import { type Action, readActions } from '../../src/desk/action-forms.ts';
import { act } from '../../src/desk/actions.ts';
import type { CaseRecord } from '../../src/desk/case.ts';
import { answeredTogether } from '../../src/desk/deeds/answer.ts';
import type { CaseEvent } from '../../src/desk/deeds/deed.ts';
import { settled } from '../../src/desk/promise.ts';
import type { Staff } from '../../src/desk/staff.ts';
import { RequestRefused } from '../../src/errors.ts';
import { acting, caseIn, now, staffList } from './desk.ts';

const questions = ['How much?', 'How long?', 'How many?'].map((text, place) => ({
  id: `Q${place + 1}`,
  text,
  answer: null,
}));
const asked = caseIn('claimed', 'anna', { draft: { ...emptyDraft, questions } });

function answering(record: CaseRecord, actions: readonly Action[]) {
  const events: CaseEvent[] = [];
  const next = actions.reduce((before, action) => {
    const deed = act(before, 1, action, { ...acting, staff: staffList.byId('anna') as Staff });
    if (deed.event) events.push(deed.event);
    return settled(before, deed.record, now.at, acting);
  }, record);
  return { record: next, events };
}

const answer = (questionId: string, text = 'So.'): Action => ({ type: 'answer', questionId, text });

describe('an answer to the question list', () => {
  it('goes to the customer with its question, and says how many are open', () => {
    const { record, events } = answering(asked, [answer('Q2', 'A week.')]);
    expect(events).toMatchObject([
      { type: 'CASE.ANSWERED', question: 'How long?', text: 'A week.', open: 2 },
    ]);
    expect(record.draft.questions.map((one) => one.answer)).toEqual([null, 'A week.', null]);
  });

  it('leaves a promise for the rest, and ends it with the last', () => {
    const owed = settled(undefined, asked, now.at, acting);
    expect(owed.promise?.kind).toBe('first');
    const some = answering(owed, [answer('Q1')]).record;
    expect([some.status, some.promise?.kind]).toEqual(['claimed', 'next']);
    const all = answering(some, [answer('Q2'), answer('Q3')]).record;
    expect([all.status, all.promise]).toEqual(['waiting_customer', null]);
  });

  it('may be given anew, and is then what counts', () => {
    const { record, events } = answering(asked, [answer('Q1', '84 USD'), answer('Q1', '82 USD')]);
    expect(record.draft.questions[0]?.answer).toBe('82 USD');
    expect(events.at(-1)).toMatchObject({ text: '82 USD', open: 2 });
  });

  it('names a question that is not there, and is only for who holds the case', () => {
    const refused = (record: CaseRecord, action: Action): unknown => {
      try {
        return answering(record, [action]);
      } catch (error) {
        return error instanceof RequestRefused ? [error.status, error.field] : error;
      }
    };
    expect(refused(asked, answer('Q9'))).toEqual([400, 'questionId']);
    expect(refused({ ...asked, assignee: 'tom' }, answer('Q1'))).toEqual([409, 'as']);
  });
});

describe('answers that are given together', () => {
  it('are several answers in one body', () => {
    const answers = [
      { questionId: 'Q1', text: 'a' },
      { questionId: 'Q3', text: 'b' },
    ];
    expect(readActions({ type: 'answer', as: 'anna', answers })).toEqual([
      answer('Q1', 'a'),
      answer('Q3', 'b'),
    ]);
    for (const [body, field] of [
      [{ type: 'answer', as: 'anna', answers: [] }, 'answers'],
      [{ type: 'answer', as: 'anna', answers: [{ questionId: 'Q1', text: ' ' }] }, 'answers.0.text'],
      [{ type: 'answer', as: 'anna', answers, text: 'x' }, 'text'],
      [{ type: 'note', as: 'anna', answers, text: 'x' }, 'answers'],
    ] as const) {
      expect(() => readActions(body)).toThrow(expect.objectContaining({ status: 400, field }));
    }
  });

  it('reach the customer as one, each with its question, whatever else is done between', () => {
    const id = fc.constantFrom('Q1', 'Q2', 'Q3');
    const deed: fc.Arbitrary<Action> = fc.oneof(
      fc.tuple(id, fc.string({ minLength: 1 })).map(([one, text]): Action => answer(one, text)),
      fc.constant<Action>({ type: 'reply', text: 'hello' }),
    );
    fc.assert(
      fc.property(fc.array(deed, { minLength: 1, maxLength: 8 }), (deeds) => {
        const { record, events } = answering(asked, deeds);
        const together = answeredTogether(events);
        const texts = (all: readonly CaseEvent[]): string[] =>
          all.flatMap((event) =>
            event.type === 'CASE.ANSWERED'
              ? [{ question: event.question, text: event.text }, ...(event.more ?? [])].map((one) =>
                  JSON.stringify(one),
                )
              : [event.type],
          );
        expect(texts(together)).toEqual(texts(events));
        expect(
          together.some(
            (event, nth) => event.type === together[nth + 1]?.type && event.type === 'CASE.ANSWERED',
          ),
        ).toBe(false);
        const last = together.findLast((event) => event.type === 'CASE.ANSWERED');
        const open = record.draft.questions.filter((one) => one.answer === null).length;
        if (last) expect(last.open).toBe(open);
      }),
    );
  });
});
