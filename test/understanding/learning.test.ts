import { join } from 'node:path';
import { setImmediate as others } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { loadPhrases } from '../../src/understanding/load.ts';
import {
  createUnderstanding,
  type LearnedPhrase,
  type Learner,
} from '../../src/understanding/understanding.ts';

const phrases = loadPhrases(join(import.meta.dirname, '../../locales'));
const trained = createUnderstanding(phrases);
const disco: LearnedPhrase = { language: 'en', label: 'night_vision', text: 'my thing is a disco now' };
const blind: LearnedPhrase = { language: 'zh', label: 'no_video', text: '摄像头眼睛瞎了' };
const context = { question: null, locale: 'en', at: '2026-11-23T10:00:00Z', on: '2026-11-23' } as const;

function labelsIn(learner: Learner, text: string): string[] {
  const { events } = learner.read(text, context);
  return events.flatMap((event) =>
    event.type === 'FAULTS'
      ? event.faults.map(({ sure, guesses }) => `${sure ? '' : '?'}${guesses[0]?.label}`)
      : [event.type],
  );
}

describe('a learned phrase', () => {
  test('is understood at once, in the same words, whatever their case, marks and greeting', () => {
    const learner = trained.learner();
    expect(labelsIn(learner, disco.text)).not.toEqual(['night_vision']);
    void learner.learn([disco, blind]);
    expect(labelsIn(learner, 'My thing is a DISCO now!!')).toEqual(['night_vision']);
    expect(labelsIn(learner, 'hello, my thing is a disco now')).toEqual(['night_vision']);
    expect(labelsIn(learner, 'my thing is a disco now, mail ann@example.com')).toContain('night_vision');
    expect(labelsIn(learner, '摄像头眼睛瞎了。')).toEqual(['no_video']);
  });

  test('is one fault with all its facts, though its words alone would be several', () => {
    const learner = trained.learner();
    const text = 'the left dome outside winks and the buzzing eats my ears since friday';
    void learner.learn([{ language: 'en', label: 'audio', text }]);
    const [event, more] = learner.read(text, context).events;
    expect(more).toBeUndefined();
    expect(event).toMatchObject({
      type: 'FAULTS',
      faults: [{ sure: true, facts: { device: 'dome', place: 'outdoors' } }],
    });
    const faults = event?.type === 'FAULTS' ? event.faults : [];
    expect(faults.map(({ guesses }) => guesses[0])).toEqual([{ label: 'audio', confidence: 1 }]);
  });

  test('of a label that is no fault leads where that label leads', () => {
    const learner = trained.learner();
    void learner.learn([{ language: 'en', label: 'human_agent', text: 'beam me up to the mothership' }]);
    expect(labelsIn(learner, 'beam me up to the mothership')).toEqual(['PERSON']);
  });

  test('teaches words like it, exactly as the same phrase in the files would', async () => {
    const learner = trained.learner();
    await learner.learn([disco, blind]);
    const inFiles = structuredClone(phrases);
    inFiles.en.labels.night_vision.push(disco.text);
    inFiles.zh.labels.no_video.push(blind.text);
    const restarted = createUnderstanding(inFiles);
    for (const text of ['all a disco in the yard', 'disco again', '眼睛瞎了', 'no power at all']) {
      expect(learner.classify(text, 'en')).toEqual(restarted.classify(text, 'en'));
    }
    expect(learner.classify('disco', 'en')[0]?.label).toBe('night_vision');
  });

  test('is learned while others have their turn', async () => {
    const learner = trained.learner();
    let learning = true;
    let turns = 0;
    const lesson = learner.learn([disco, blind]).then(() => {
      learning = false;
    });
    while (learning) {
      await others();
      turns++;
    }
    await lesson;
    expect(turns).toBeGreaterThan(100);
  });

  test('can be taken back, and the last lesson is the one that counts', async () => {
    const learner = trained.learner();
    const early = learner.learn([{ ...disco, label: 'audio' }]);
    const late = learner.learn([disco]);
    await Promise.all([early, late]);
    expect(labelsIn(learner, disco.text)).toEqual(['night_vision']);
    await learner.learn([]);
    expect(learner.classify('disco', 'en')).toEqual(trained.classify('disco', 'en'));
    expect(labelsIn(learner, disco.text)).toEqual(labelsIn(trained.learner(), disco.text));
  });

  test('leaves alone what it was made of, and others made of it', async () => {
    const before = trained.classify('all a disco', 'en');
    await trained.learner().learn([disco]);
    expect(trained.classify('all a disco', 'en')).toEqual(before);
    expect(trained.learner().classify('all a disco', 'en')).toEqual(before);
  });
});

describe('the check of a phrase', () => {
  const { check } = trained.learner();
  const [known = ''] = phrases.en.labels.no_power;

  test('knows those of the files, however they are written', () => {
    expect(check(`${known.toUpperCase()}!!`)).toEqual({ inFiles: 'no_power' });
  });

  test.each(['it is all a disco', 'flickering', '画面像汤', '没声'])('takes %s', (text) => {
    expect(check(text)).toBe('new');
  });

  test.each([
    ['too_short', 'hm'],
    ['too_short', '坏'],
    ['too_short', '2'],
    ['too_long', 'the dome winks at me '.repeat(12)],
    ['unfit', '<script>alert(1)</script> dome'],
    ['unfit', 'look at https://example.com/x now'],
    ['unfit', 'dome \u202e is a disco'],
    ['unfit', '%%% ??? *** dome'],
    ['unfit', 'the dome is moody you stupid bot'],
    ['unfit', '{{jndi:ldap}} dome'],
  ])('says %s of %s', (problem, text) => {
    expect(check(text)).toEqual({ problem });
  });
});
