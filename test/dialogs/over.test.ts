import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Resting } from '../../dialogs/converse.ts';
import type { FaultFacts, FoundFault, WendyEvent } from '../../dialogs/events.ts';
import type { Label } from '../../dialogs/labels.ts';
import { mayReopen } from '../../dialogs/over.ts';
import { saysMore, starsIn } from '../../dialogs/stars.ts';
import {
  answer,
  answering,
  type Bare,
  content,
  did,
  faultsOf,
  keysOf,
  started,
  turn,
  wendy,
} from './conversation.ts';

const by = { by: 'tom', name: 'Tom' };
const DAY = 24 * 60 * 60 * 1000;

function found(label: Label, facts: FaultFacts = {}, more: Partial<FoundFault> = {}): FoundFault {
  const guesses = [{ label, confidence: 0.9 }];
  return { text: `${label} ${facts.device ?? ''}`.trim(), guesses, sure: true, facts, ...more };
}

const says = (...faults: FoundFault[]): Bare => ({
  type: 'FAULTS',
  faults,
  text: faults.map(({ text }) => text).join(' and '),
});

/** In the middle of triage, with a way back, a person is asked for. */
const waiting = started(
  says(found('no_power', { device: 'dome' })),
  { type: 'ANSWERED', prompt: 'fault.more', value: 'done', text: 'done' },
  { type: 'PERSON' },
);
const resolved = turn(waiting, { type: 'CASE.RESOLVED', ...by }).resting;
const rating = answering(resolved, 'yes');
const closed = answering(rating, '4');

const promptOf = (resting: Resting): string | undefined => wendy.question(resting)?.prompt;

/** So many days after the case was over. */
function later(resting: Resting, event: Bare, days: number) {
  const at = new Date(Date.parse(resting.context.ended ?? '') + days * DAY).toISOString();
  return wendy.converse(resting, [{ ...event, at, on: at.slice(0, 10) } as WendyEvent]);
}

describe('whether it is solved', () => {
  it('keeps its question and its place through thanks and questions', () => {
    for (const word of [
      { type: 'CHATTED', kind: 'thanks' },
      { type: 'ASKED', topic: 'freight' },
    ] satisfies Bare[]) {
      expect(turn(resolved, word).resting).toEqual(resolved);
      expect(wendy.path(turn(closed, word).resting)).toBe('closed');
    }
  });

  it('is no: the case goes back to its people, as where the customer asks for one or tells a fault', () => {
    const again = says(found('audio', { device: 'dome' }));
    for (const word of [{ type: 'PERSON' }, answer(resolved, 'no'), again] satisfies Bare[]) {
      const { resting, commands } = turn(resolved, word);
      expect(did(commands, 'reopen')).toEqual([{ do: 'reopen' }]);
      expect(resting.context.submitted).not.toBeNull();
    }
    const danger = turn(resolved, { type: 'DANGER', text: 'smoke' });
    expect(did(danger.commands, 'submit')).toMatchObject([{ priority: 'urgent' }]);
    expect(did(danger.commands, 'renew')).toEqual([]);
  });

  it('is not said by words that say neither: they are kept, and it is asked again', () => {
    const { resting, commands } = turn(resolved, answer(resolved, 'I will look tomorrow'));
    expect(promptOf(resting)).toBe('feedback.solved');
    expect(did(commands, 'comment')).toEqual([{ do: 'comment', text: 'I will look tomorrow' }]);
  });

  it('is yes: the case is closed, and how well it went is asked once', () => {
    const { resting, commands } = turn(resolved, answer(resolved, 'yes'));
    expect(did(commands, 'close')).toHaveLength(1);
    expect(promptOf(resting)).toBe('feedback.rating');
    expect(wendy.path(turn(resting, { type: 'SKIP' }).resting)).toBe('closed');
  });

  it('is open again where a person says so, also when the customer had said that it was solved', () => {
    expect(wendy.path(turn(closed, { type: 'CASE.REOPENED', ...by, held: false }).resting)).not.toBe(
      'closed',
    );
    expect(wendy.path(turn(closed, { type: 'CASE.REOPENED', ...by, held: true }).resting)).toBe('case.held');
  });

  it('is taken back by "no wait, it is not"', () => {
    const word: Bare = { type: 'RECONSIDERED', values: ['no', 'wrong'], sure: true, text: 'no wait, no' };
    expect(did(turn(rating, word).commands, 'reopen')).toHaveLength(1);
  });
});

describe('the rating', () => {
  it('is a number from 1 to 5, which another number changes right after', () => {
    const first = turn(rating, answer(rating, '4'));
    expect(did(first.commands, 'rate')).toEqual([{ do: 'rate', stars: 4 }]);
    const second = turn(first.resting, { type: 'PUZZLED', text: 'make it 2' });
    expect(did(second.commands, 'rate')).toEqual([{ do: 'rate', stars: 2 }]);
    expect(wendy.path(second.resting)).toBe('closed');
  });

  it('may come with words, or be words alone', () => {
    const both = turn(rating, answer(rating, '5 stars, Tom was patient'));
    expect(did(both.commands, 'rate')).toEqual([{ do: 'rate', stars: 5 }]);
    expect(did(both.commands, 'comment')).toMatchObject([{ text: '5 stars, Tom was patient' }]);
    const words = turn(rating, answer(rating, 'Tom was very patient with me'));
    expect(did(words.commands, 'rate')).toEqual([]);
    expect(did(words.commands, 'comment')).toHaveLength(1);
  });

  it.each([
    ['4', 4],
    ['４分', 4],
    ['5 stars', 5],
    ['4/5', 4],
    ["I'd say 3", 3],
    ['thanks, 5', 5],
    ['给5分，谢谢', 5],
    ['6', undefined],
    ['0', undefined],
    ['10/10', undefined],
    ['3, or 4', undefined],
    ['2 of the cameras still fail', undefined],
    ['very good', undefined],
    ['', undefined],
  ])('is read of "%s" as %s', (text, stars) => {
    expect(starsIn(text)).toBe(stars);
  });

  it('is always a whole number from 1 to 5, and is its own whole text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const stars = starsIn(text);
        expect(stars === undefined || [1, 2, 3, 4, 5].includes(stars)).toBe(true);
      }),
    );
    expect(saysMore('5')).toBe(false);
  });
});

describe('a case that is over', () => {
  it.each([
    ['it is still so', found('no_power', {}, { again: true })],
    ['the same fault of the same device', found('no_power', { device: 'dome' })],
    ['the same fault by the general word', found('no_power', { device: 'camera' })],
    ['the same fault of no device', found('no_power')],
  ])('goes on with the same people: %s', (_what, fault) => {
    const { resting, commands } = later(closed, says(fault), 13.9);
    expect(did(commands, 'reopen')).toEqual([{ do: 'reopen' }]);
    expect(did(commands, 'renew')).toEqual([]);
    expect(faultsOf(resting)).toHaveLength(1);
    expect(wendy.path(resting)).toMatch(/^(contact\.|case\.waiting)/);
  });

  it('goes on with its context cut: no way back, no triage, nothing that was open (chatwoot#15068)', () => {
    expect(waiting.context.triage).not.toEqual({});
    const { resting } = later(closed, says(found('no_power', {}, { again: true })), 1);
    const { trail, triage, known, pending, answered, ended, returning } = resting.context;
    expect({ trail, triage, known, pending, answered, ended, returning }).toEqual({
      ...{ trail: [], triage: {}, known: {}, pending: [] },
      ...{ answered: null, ended: null, returning: null },
    });
    expect(faultsOf(resting).map(({ id, label }) => [id, label])).toEqual([['F1', 'no_power']]);
    expect(keysOf(turn(resting, { type: 'BACK' }).commands)).toEqual(['common:back.none']);
  });

  it('asks once where it is not clear, with what was said kept for the answer', () => {
    const asked = later(closed, says(found('audio', { device: 'dome' })), 2).resting;
    expect(promptOf(asked)).toBe('feedback.reopen');
    const same = turn(asked, answer(asked, 'same'));
    expect(did(same.commands, 'reopen')).toHaveLength(1);
    expect(
      faultsOf(same.resting)
        .map(({ description }) => description)
        .join(),
    ).toContain('audio');
    const other = turn(asked, answer(asked, 'new'));
    expect(did(other.commands, 'renew')).toHaveLength(1);
    expect(faultsOf(other.resting).map(({ label }) => label)).toEqual(['audio']);
    const neither = turn(asked, { type: 'SKIP' });
    expect(wendy.path(neither.resting)).toBe('closed');
  });

  it('asks which also after words that are not understood, and after a photo alone', () => {
    expect(promptOf(later(closed, { type: 'PUZZLED', text: 'hm the thing again' }, 1).resting)).toBe(
      'feedback.reopen',
    );
    const file = { type: 'image/jpeg', width: 1, height: 1, bytes: 1, sha256: '0'.repeat(64) } as const;
    const files = [{ ...file, id: 'b'.repeat(22), name: 'a.jpg' }];
    const asked = later(closed, { type: 'ATTACHED', files, refused: [] }, 1).resting;
    expect(promptOf(asked)).toBe('feedback.reopen');
    const other = turn(asked, answer(asked, 'new')).resting;
    expect(other.context.draft.attachments).toMatchObject([{ id: 'b'.repeat(22), fault: null }]);
    expect(promptOf(other)).toBe('fault.describe');
  });

  it('makes room for a new one: another device, an order or a new beginning; after its time anything', () => {
    for (const word of [
      says(found('recording_playback', { device: 'recorder' })),
      { type: 'ASKED', topic: 'order' },
      { type: 'RESTART' },
    ] satisfies Bare[]) {
      expect(later(closed, word, 1).commands[0]).toEqual({ do: 'renew' });
    }
    for (const word of [
      says(found('no_power', {}, { again: true })),
      { type: 'PERSON' },
      { type: 'DANGER', text: 'smoke' },
    ] satisfies Bare[]) {
      expect(later(closed, word, 14.1).commands[0]).toEqual({ do: 'renew' });
      expect(did(later(closed, word, 13.9).commands, 'renew')).toEqual([]);
    }
  });

  it('may go on for exactly as long as the rules say', () => {
    const { reopenDays } = content.dialogs;
    fc.assert(
      fc.property(
        fc.date({ noInvalidDate: true, min: new Date(0), max: new Date(4e12) }),
        fc.nat(40 * DAY),
        (ended, ms) => {
          const at = new Date(ended.getTime() + ms).toISOString();
          const context = { ...closed.context, ended: ended.toISOString() };
          expect(mayReopen(context, { at }, content.dialogs)).toBe(ms <= reopenDays * DAY);
        },
      ),
    );
  });

  it('is expired or settled by the clock, and comes back to its people all the same', () => {
    for (const type of ['CASE.EXPIRED', 'CASE.SETTLED'] as const) {
      const over = turn(resolved, { type }).resting;
      expect(wendy.path(over)).toBe('closed');
      const { commands } = later(over, says(found('no_power')), 3);
      expect(did(commands, 'reopen')).toEqual([{ do: 'reopen' }]);
    }
  });

  it('that settles late takes nothing from what was begun meanwhile', () => {
    const anew = later(closed, says(found('audio', { device: 'recorder' })), 1).resting;
    const { resting, commands } = turn(anew, { type: 'CASE.SETTLED' }, 9);
    expect(wendy.path(resting)).toBe(wendy.path(anew));
    expect(commands).toEqual([]);
  });
});

describe('a case that Wendy solved', () => {
  const offline = started(says(found('network', { device: 'camera' })));
  const tried = ['done', 'no', 'no', 'several', 'nothing', 'helped'];
  const solved = answering(offline, ...tried, 'yes');

  it('comes back as the same case, for a technician: nothing that was tried is tried again', () => {
    expect(wendy.path(solved)).toBe('closed');
    const { resting, commands } = later(solved, says(found('network', {}, { again: true })), 3);
    expect(did(commands, 'reopen')).toEqual([{ do: 'reopen', own: true }]);
    expect(did(commands, 'renew')).toEqual([]);
    expect(promptOf(resting)).toBe('product.model');
    expect(faultsOf(resting)[0]?.steps.length).toBeGreaterThan(0);
  });

  it('is given to a person where one is asked for', () => {
    const { commands } = later(solved, { type: 'PERSON' }, 3);
    expect(did(commands, 'submit')).toHaveLength(1);
    expect(did(commands, 'renew')).toEqual([]);
  });
});
