import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  advance,
  begin,
  evidenceOf,
  learned,
  nearest,
  scopeOfFact,
  stepAt,
  textKeys,
} from '../../dialogs/triage/interpret.ts';
import { knownFrom } from '../../dialogs/triage/known.ts';
import type { Known, Outcome, Position, Trees } from '../../dialogs/triage/tree.ts';
import { stepIn, trees } from './content.ts';

const at = (step: string): Outcome => ({ at: { family: 'no_power', step } });

const { audio: _audio, ...withoutAudio } = trees;

describe('what is known is not asked', () => {
  it('asks about danger first, and once a conversation', () => {
    expect(begin(trees, 'no_power', {})).toEqual(at('smell'));
    expect(begin(trees, 'no_power', { danger: 'no' })).toEqual(at('what_changed'));
    expect(begin(trees, 'network', { danger: 'no' })).toEqual({
      at: { family: 'network', step: 'remote_only' },
    });
  });

  it('passes several known steps at once', () => {
    const known = { danger: 'no', change: 'nothing', scope: 'one', pattern: 'night', power: 'dc' };
    expect(begin(trees, 'no_power', known)).toEqual(at('check_adapter'));
  });

  it('asks where the known answer is none of the step', () => {
    expect(begin(trees, 'no_power', { danger: 'no', change: 'nothing', scope: 'none of them' })).toEqual(
      at('which_device'),
    );
    expect(begin(trees, 'no_power', { danger: 'toString' })).toEqual(at('smell'));
  });

  it('keeps stopping where danger is known', () => {
    expect(begin(trees, 'night_vision', { danger: 'yes' })).toEqual({ stop: 'danger' });
  });

  it('uses what the answer itself has just taught', () => {
    const next = advance(trees, { family: 'night_vision', step: 'how_powered' }, 'dc', { meter: 'yes' });
    expect(next).toEqual({ at: { family: 'night_vision', step: 'supply_fits' } });
    expect(learned(stepIn('night_vision', 'how_powered'), 'dc')).toEqual({ power: 'dc' });
    expect(learned(stepIn('no_power', 'bench_test'), 'dead')).toEqual({});
  });

  it('keeps what is about one fault apart from what is about the site', () => {
    expect(scopeOfFact('danger')).toBe('conversation');
    expect(scopeOfFact('power')).toBe('fault');
  });

  it('takes from the words only what leaves no doubt', () => {
    expect(knownFrom({ quantity: 2, frequency: 'night', event: 'lightning' })).toEqual({
      scope: 'several',
      pattern: 'night',
      change: 'storm',
    });
    expect(knownFrom({ device: 'recorder', frequency: 'once', event: 'flood' })).toEqual({
      scope: 'recorder',
      change: 'unknown',
    });
    expect(knownFrom({ quantity: 1, device: 'dome' })).toEqual({ scope: 'one' });
    expect(knownFrom({})).toEqual({});
  });

  it('does not skip for ever where trees lead in a circle', () => {
    const answers = { yes: { step: 'b' }, no: { step: 'b' }, unknown: { step: 'b' } };
    const back = { yes: { step: 'a' }, no: { step: 'a' }, unknown: { step: 'a' } };
    const circle: Trees = {
      audio: {
        family: 'audio',
        version: 1,
        start: 'a',
        evidence: [],
        steps: {
          a: { kind: 'ask', fact: 'meter', answers },
          b: { kind: 'ask', fact: 'meter', answers: back },
        },
      },
    };
    expect(begin(circle, 'audio', { meter: 'yes' })).toEqual({ at: { family: 'audio', step: 'a' } });
  });
});

describe('answers', () => {
  it('refuses what the step does not take', () => {
    for (const answer of ['maybe', '', 'helped', 'constructor', '__proto__', 'toString']) {
      expect(advance(trees, { family: 'no_power', step: 'smell' }, answer, {})).toEqual({ invalid: true });
    }
  });

  it('refuses any answer at a step that is not there', () => {
    expect(advance(trees, { family: 'no_power', step: 'gone' }, 'yes', {})).toEqual({ invalid: true });
    expect(advance(trees, { family: 'no_power', step: 'constructor' }, 'yes', {})).toEqual({ invalid: true });
    expect(advance(withoutAudio, { family: 'audio', step: 'smell' }, 'yes', {})).toEqual({ invalid: true });
  });

  it('is a function of what goes in, whatever that is', () => {
    const facts = fc.dictionary(fc.constantFrom('danger', 'scope', 'power', 'meter', 'x'), fc.string());
    fc.assert(
      fc.property(
        fc.constantFrom('no_power', 'network', 'audio' as const),
        fc.string(),
        fc.string(),
        facts,
        (family, step, answer, known) => {
          const position = { family, step } as Position;
          const first = advance(trees, position, answer, known as Known);
          expect(advance(trees, position, answer, known as Known)).toEqual(first);
          expect(begin(trees, family as Position['family'], known as Known)).toBeDefined();
        },
      ),
    );
  });
});

describe('a stored position after the trees were edited', () => {
  it('stays where its step is still there', () => {
    const position: Position = { family: 'no_power', step: 'check_adapter' };
    expect(nearest(trees, position)).toEqual(position);
  });

  it('goes to the start of its family where the step is gone', () => {
    expect(nearest(trees, { family: 'no_power', step: 'gone' })).toEqual({
      family: 'no_power',
      step: 'smell',
    });
  });

  it('is nowhere where the family is gone', () => {
    expect(nearest(withoutAudio, { family: 'audio', step: 'smell' })).toBeUndefined();
  });
});

describe('what is shown of a step', () => {
  it('names its own texts and the common titles', () => {
    expect(textKeys(trees, { family: 'no_power', step: 'check_adapter' })).toEqual({
      text: 'triage.no_power:check_adapter.text',
      why: 'triage.no_power:check_adapter.why',
      answers: [
        { value: 'yes', title: 'triage:answers.yes' },
        { value: 'no', title: 'triage:answers.no' },
        { value: 'unknown', title: 'triage:answers.unknown' },
      ],
    });
  });

  it('names shared words, and a title of its own where the common one does not fit', () => {
    const shared = textKeys(trees, { family: 'network', step: 'how_powered' });
    expect(shared?.text).toBe('triage:common.power.text');
    expect(shared?.answers[0]).toEqual({ value: 'poe', title: 'triage:common.power.answers.poe' });
    const own = textKeys(trees, { family: 'no_power', step: 'bench_test' });
    expect(own?.answers.at(-1)).toEqual({
      value: 'unknown',
      title: 'triage.no_power:bench_test.answers.unknown',
    });
    expect(textKeys(withoutAudio, { family: 'audio', step: 'smell' })).toBeUndefined();
  });

  it('collects the evidence of the way that was taken, each once', () => {
    const way: Position[] = [
      { family: 'night_vision', step: 'how_powered' },
      { family: 'no_power', step: 'measure_at_supply' },
      { family: 'no_power', step: 'cable_drop' },
    ];
    const wanted = evidenceOf(trees, way);
    expect(wanted).toEqual(expect.arrayContaining(['day_night_pictures', 'volts_at_supply', 'cable_length']));
    expect(new Set(wanted).size).toBe(wanted.length);
    expect(stepAt(trees, { family: 'no_power', step: 'cable_drop' })?.evidence).toEqual(['cable_length']);
  });
});
