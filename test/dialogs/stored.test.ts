import { describe, expect, it } from 'vitest';
import type { Content, Context, Spot } from '../../dialogs/context.ts';
import { createConversation, type Resting } from '../../dialogs/converse.ts';
import type { Label } from '../../dialogs/labels.ts';
import type { Tree, Trees } from '../../dialogs/triage/tree.ts';
import {
  answer,
  answering,
  type Bare,
  content,
  keysOf,
  pastTriage,
  stamped,
  started,
  wendy,
} from './conversation.ts';
import { naturalAnswer } from './sample.ts';

const { trees, policy } = content.dialogs;

function says(label: Label): Bare {
  const found = { text: label, guesses: [{ label, confidence: 0.9 }], sure: true, facts: {} };
  return { type: 'FAULTS', text: label, faults: [found] };
}

const listed = answering(started(says('night_vision')), 'done');
const inTriage = answering(listed, 'no', 'yes');
const atTopic = answering(
  pastTriage(answering(started(says('poor_image')), 'done')),
  'RS-D200',
  'RS26-0700001',
  '2026-03-02',
  'May',
  'authorized',
);
const withContact = {
  ...atTopic,
  context: {
    ...atTopic.context,
    draft: { ...atTopic.context.draft, contact: { name: 'Sam Ho', email: 'sam@example.com', phone: null } },
  },
};

function at(resting: Resting, spot: Partial<Record<keyof Spot, unknown>>): Resting {
  return { ...resting, context: { ...resting.context, at: spot as unknown as Spot } };
}

/** The trees without one step of a family; what led there ends for the bench. */
function without(family: keyof Trees, step: string): Trees {
  const tree = trees[family] as Tree;
  const steps = Object.entries(tree.steps).flatMap(([id, one]) => {
    if (id === step) return [];
    const answers = Object.entries(one.answers).map(([value, target]) => [
      value,
      'step' in target && target.step === step ? { end: 'bench' as const } : target,
    ]);
    return [[id, { ...one, answers: Object.fromEntries(answers) }]];
  });
  return { ...trees, [family]: { ...tree, steps: Object.fromEntries(steps) } };
}

/** What a customer has said, wherever the conversation stands. */
function told({ context: { draft } }: Resting) {
  return {
    contact: draft.contact,
    units: draft.units.map(({ model, serial, purchaseDate }) => ({ model, serial, purchaseDate })),
    facts: draft.units.flatMap((unit) => Object.entries(unit.warranty.facts)),
    faults: draft.faults.map(({ description, since }) => ({ description, since })),
    steps: draft.faults.flatMap(({ steps }) => steps),
  };
}

/** The places a conversation comes by on the natural way, with other content than it was begun with. */
function goesOn(from: Resting, edited: Content = content.dialogs): string[] {
  const later = createConversation(edited);
  const before = told(from);
  const places: string[] = [];
  let resting = from;
  while (later.question(resting) !== null && places.length < 100) {
    places.push(later.path(resting));
    const event = naturalAnswer(resting, later.question(resting));
    resting = later.converse(resting, [stamped(event, 50)]).resting;
  }
  const after = told(resting);
  expect(resting.context.draft.faults).toHaveLength(1);
  expect(after.faults[0]?.description).toBe(before.faults[0]?.description);
  const kept = after.steps.map(({ id }) => id);
  expect(kept).toEqual(expect.arrayContaining(before.steps.map(({ id }) => id)));
  expect(after.facts).toEqual(expect.arrayContaining(before.facts));
  for (const [nth, unit] of before.units.entries())
    for (const [field, value] of Object.entries(unit))
      if (value !== null) expect(after.units[nth]).toHaveProperty(field, value);
  if (before.contact.name !== null) expect(after.contact).toMatchObject({ name: before.contact.name });
  return [...places, later.path(resting)];
}

/** The trees with a step under another name. */
function renaming(family: keyof Trees, step: string, name: string): Trees {
  const text = JSON.stringify(trees[family]).replaceAll(`"${step}"`, `"${name}"`);
  return { ...trees, [family]: JSON.parse(text) as Tree };
}

describe('a stored conversation', () => {
  it('goes on at its step where that has another name by now', () => {
    expect(wendy.path(inTriage)).toBe('triage.night_vision.at_night');
    const places = goesOn(inTriage, {
      ...content.dialogs,
      trees: renaming('night_vision', 'at_night', 'by_night'),
    });
    expect(places.slice(0, 2)).toEqual(['triage.night_vision.by_night', 'triage.night_vision.by_night']);
    expect(places.at(-1)).toBe('case.waiting');
  });

  it('goes on at the first step that was not answered where a support lead took its step out', () => {
    const { step = '', family = 'night_vision' } = inTriage.context.at.position ?? {};
    const { steps } = inTriage.context.draft.faults[0] ?? { steps: [] };
    const places = goesOn(inTriage, { ...content.dialogs, trees: without(family, step) });
    expect(steps.length).toBeGreaterThan(1);
    expect(places[0]).toBe(`triage.${steps.at(-1)?.id}`);
    expect(places.at(-1)).toBe('case.waiting');
  });

  it('goes on at the start of its family where nothing of what was answered is left', () => {
    const { night_vision: tree } = trees;
    if (!tree) throw new Error('night vision has a tree');
    const answers = { no: { end: 'bench' }, yes: { stop: 'danger' }, unknown: { end: 'bench' } } as const;
    const smell = { ...tree.steps.smell, kind: 'ask', answers } as const;
    const edited = { ...trees, night_vision: { ...tree, start: 'smell', steps: { smell } } };
    const places = goesOn(inTriage, { ...content.dialogs, trees: edited });
    expect(places[0]).toBe('triage.night_vision.smell');
    expect(places.at(-1)).toBe('case.waiting');
  });

  it('goes on without triage where its family was taken out, and ends all the same', () => {
    const { night_vision: _gone, ...others } = trees;
    const places = goesOn(inTriage, { ...content.dialogs, trees: others });
    expect(places.slice(0, 3)).toEqual(['fault.more', 'fault.more', 'product.model']);
    expect(places.at(-1)).toBe('case.waiting');
  });

  it('goes on with what is still asked where its warranty topic was taken out', () => {
    expect(wendy.path(atTopic)).toMatch(/^warranty\./);
    const topics = policy.topics.filter((topic) => topic.id !== atTopic.context.at.topic);
    const places = goesOn(withContact, { ...content.dialogs, policy: { ...policy, topics } });
    expect(places[0]).toBe('fault.more');
    expect(places.at(-1)).toBe('case.waiting');
  });

  it.each(['warranty.asked', 'triage.steps', 'constructor', ''])(
    'goes on with all that was said where its place is called "%s", which is none by now',
    (stop) => {
      const places = goesOn(at(withContact, { stop, group: 'G1' }));
      expect(places[0]).toBe('fault.more');
      expect(places.at(-1)).toBe('case.waiting');
    },
  );

  it.each<[string, Resting, string]>([
    ['nothing was said yet', wendy.first(), 'need'],
    ['a kind is still asked', unsure(), 'fault.label'],
    ['people have it', submitted(), 'case.waiting'],
    ['everything is solved', solved(), 'closed'],
  ])('whose place is gone while %s stands where that is true', (_what, resting, place) => {
    expect(wendy.path(at(resting, { stop: 'gone' }))).toBe(place);
  });

  it('comes by no place that is gone on the way back', () => {
    const gone = { stop: 'gone' } as unknown as Spot;
    const topic: Spot = { stop: 'warranty.topic', group: 'G1', topic: 'gone' };
    const step: Spot = { stop: 'triage.step', fault: 'F1', position: { family: 'audio', step: 'gone' } };
    const { context } = atTopic;
    const stored = { ...context, trail: [...context.trail, gone, step, topic], redo: gone };
    const { resting } = wendy.converse({ v: 1, context: stored }, [stamped({ type: 'BACK' })]);
    expect(wendy.path(resting)).toBe(wendy.path(turned(atTopic, { type: 'BACK' })));
  });
});

describe('a customer who still sees a question that is gone', () => {
  const { night_vision: _gone, ...others } = trees;
  const later = createConversation({ ...content.dialogs, trees: others });

  it('is told so, and their answer is not taken for one to the question that stands instead', () => {
    const smell = at(inTriage, {
      ...inTriage.context.at,
      position: { family: 'night_vision', step: 'lamp' },
    });
    expect(wendy.question(smell)).not.toBeNull();
    const { resting, commands } = wendy.converse(smell, [stamped({ ...answer(smell, 'yes') })]);
    expect(keysOf(commands)).toEqual(['common:moved']);
    expect(told(resting)).toEqual(told(smell));
    const next = wendy.converse(resting, [stamped(naturalAnswer(resting))]);
    expect(keysOf(next.commands)).not.toContain('common:moved');
  });

  it.each<Bare>([
    { type: 'SKIP' },
    { type: 'PUZZLED', text: 'flurb' },
    { type: 'MISREAD', prompt: 'fault.more', problem: 'no_choice', text: '?' },
  ])('is told so also after %o', (event) => {
    const { commands } = later.converse(inTriage, [stamped(event)]);
    expect(keysOf(commands)).toEqual(['common:moved']);
  });

  it('is listened to where they say something else', () => {
    const { resting, commands } = later.converse(inTriage, [stamped({ type: 'PERSON' })]);
    expect(keysOf(commands)).not.toContain('common:moved');
    expect(resting.context.submitted?.reason).toBe('person');
  });

  it('hears nothing of it where no question stands', () => {
    const { commands } = wendy.converse(at(submitted(), { stop: 'gone' }), [
      stamped({ type: 'PUZZLED', text: 'one more thing' }),
    ]);
    expect(keysOf(commands)).not.toContain('common:moved');
  });
});

function turned(resting: Resting, event: Bare): Resting {
  return wendy.converse(resting, [stamped(event)]).resting;
}

function changed(resting: Resting, change: Partial<Context>): Resting {
  return { ...resting, context: { ...resting.context, ...change } };
}

function unsure(): Resting {
  const guesses = [{ label: 'audio' as const, confidence: 0.4 }];
  return started({ type: 'FAULTS', text: 'hm', faults: [{ text: 'hm', guesses, sure: false, facts: {} }] });
}

function submitted(): Resting {
  return changed(withContact, { submitted: { reason: 'customer' } });
}

function solved(): Resting {
  const { draft } = atTopic.context;
  const faults = draft.faults.map((fault) => ({ ...fault, state: 'solved' as const }));
  return changed(atTopic, { draft: { ...draft, faults } });
}
