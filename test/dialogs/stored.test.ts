import { describe, expect, it } from 'vitest';
import type { Content } from '../../dialogs/context.ts';
import { createConversation, type Resting } from '../../dialogs/converse.ts';
import type { Label } from '../../dialogs/labels.ts';
import { answering, type Bare, content, pastTriage, stamped, started, wendy } from './conversation.ts';
import { naturalAnswer } from './sample.ts';

const { trees, policy } = content.dialogs;

function says(label: Label): Bare {
  const found = { text: label, guesses: [{ label, confidence: 0.9 }], sure: true, facts: {} };
  return { type: 'FAULTS', text: label, faults: [found] };
}

const inTriage = answering(started(says('night_vision')), 'done', 'no');
const atTopic = answering(
  pastTriage(answering(started(says('poor_image')), 'done')),
  'RS-D200',
  'RS26-0700001',
  '2026-03-02',
  'May',
);

/** The places a conversation comes by on the natural way, with other content than it was begun with. */
function goesOn(from: Resting, edited: Content): string[] {
  const later = createConversation(edited);
  const places: string[] = [];
  let resting = from;
  while (later.question(resting) !== null && places.length < 100) {
    places.push(later.path(resting));
    const event = naturalAnswer(resting, later.question(resting));
    resting = later.converse(resting, [stamped(event, 50)]).resting;
  }
  expect(resting.context.draft.faults).toHaveLength(1);
  return [...places, later.path(resting)];
}

describe('a stored conversation', () => {
  it('goes on at the start of its family where a support lead took its step out', () => {
    const { night_vision: tree } = trees;
    if (!tree) throw new Error('night vision has a tree');
    const step = inTriage.context.at.position?.step ?? '';
    const { [step]: _gone, ...steps } = tree.steps;
    const answers = { no: { end: 'bench' }, yes: { stop: 'danger' }, unknown: { end: 'bench' } } as const;
    const smell = { ...tree.steps.smell, kind: 'ask', answers } as const;
    const edited = { ...trees, night_vision: { ...tree, steps: { ...steps, smell } } };
    const places = goesOn(inTriage, { trees: edited, policy });
    expect(places[0]).toBe('triage.night_vision.smell');
    expect(places.at(-1)).toBe('case.waiting');
  });

  it('goes on without triage where its family was taken out, and ends all the same', () => {
    const { night_vision: _gone, ...others } = trees;
    const places = goesOn(inTriage, { trees: others, policy });
    expect(places.slice(0, 2)).toEqual(['fault.more', 'product.model']);
    expect(places.at(-1)).toBe('case.waiting');
  });

  it('goes on with what is still asked where its warranty topic was taken out', () => {
    expect(wendy.path(atTopic)).toMatch(/^warranty\./);
    const topics = policy.topics.filter((topic) => topic.id !== atTopic.context.at.topic);
    const places = goesOn(atTopic, { trees, policy: { ...policy, topics } });
    expect(places[0]).toBe('fault.more');
    expect(places.at(-1)).toBe('case.waiting');
  });

  it('goes on with all that was said where its place has another name by now', () => {
    const renamed = { ...atTopic, context: { ...atTopic.context, at: { stop: 'warranty.asked' } } };
    const places = goesOn(renamed as unknown as Resting, content.dialogs);
    expect(places[0]).toBe('need');
    expect(places.at(-1)).toBe('case.waiting');
  });
});
