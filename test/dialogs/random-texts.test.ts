import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Command } from '../../dialogs/context.ts';
import type { Resting } from '../../dialogs/converse.ts';
import type { WendyEvent } from '../../dialogs/events.ts';
import { LOCALES, type Locale } from '../../src/texts/texts.ts';
import { createUnderstanding } from '../../src/understanding/understanding.ts';
import { content, render, stamp, wendy } from './conversation.ts';
import { checkStep, reaskedAfter } from './promises.ts';
import { type Dice, textFor } from './random-texts.ts';
import { randomSize, timeFor } from './size.ts';

const { events: TEXTS, seed: SEED } = randomSize(4_000);
/** The conversations of one seed; a long run takes many seeds. */
const CHUNK = 100;
/** Every so many messages it is tried whether the word for a person would fetch one. */
const PROBE = 20;

const understanding = createUnderstanding(content.phrases);
const number = fc.nat(1_000_000);
const dice: fc.Arbitrary<Dice> = fc.record({
  kind: number,
  one: number,
  two: number,
  wild: fc.string({ unit: 'binary', maxLength: 60 }),
});
const talk = fc.oneof(
  { weight: 2, arbitrary: fc.array(dice, { maxLength: 30 }) },
  { weight: 3, arbitrary: fc.array(dice, { maxLength: 60, size: 'max' }) },
);

interface Met {
  texts: number;
  events: Map<string, number>;
  places: Set<string>;
}

/** What a message means where the conversation stands, as a turn reads it. */
function read(resting: Resting, text: string, locale: Locale, nth: number) {
  const question = wendy.question(resting);
  return understanding.read(text, {
    question,
    locale,
    ...stamp(nth),
    titles: question?.choices.map((choice) => render(choice.title)) ?? [],
    models: content.company.models,
  });
}

/** One conversation of texts: each message is read, taken event by event, answered, stored and read again. */
function takeTalk(throws: readonly Dice[], met: Met): void {
  let resting = wendy.first();
  let locale: Locale = LOCALES[throws.length % 2] ?? 'en';
  let chosen: ReadonlySet<string> = new Set();
  const said: string[] = [];
  for (const [nth, thrown] of throws.entries()) {
    const text = textFor(resting, thrown);
    said.push(text);
    try {
      const reading = read(resting, text, locale, nth);
      const taken = takeEvents(resting, reading.events, chosen, met);
      checkAnswered(resting, taken.resting, taken.commands);
      if (nth % PROBE === 0) fetchesPerson(taken.resting, reading.locale, nth);
      chosen = taken.chosen;
      locale = reading.locale;
      resting = JSON.parse(JSON.stringify(taken.resting)) as Resting;
      expect(resting).toEqual(taken.resting);
    } catch (cause) {
      throw new Error(`${cause instanceof Error ? cause.message : cause}, after\n${JSON.stringify(said)}`, {
        cause,
      });
    }
    met.texts += 1;
    met.places.add(wendy.path(resting));
  }
}

function takeEvents(from: Resting, events: readonly WendyEvent[], before: ReadonlySet<string>, met: Met) {
  expect(events.length).toBeGreaterThan(0);
  let resting = from;
  let chosen = before;
  const commands: Command[] = [];
  for (const event of events) {
    const made = wendy.converse(resting, [event]);
    const step = { before: resting, event, after: made.resting, commands: made.commands };
    chosen = reaskedAfter(step, chosen);
    checkStep(step, chosen);
    commands.push(...made.commands);
    resting = made.resting;
    met.events.set(event.type, (met.events.get(event.type) ?? 0) + 1);
  }
  return { resting, chosen, commands };
}

/** Something is said in both languages: words, or the question that stands. */
function checkAnswered(before: Resting, after: Resting, commands: readonly Command[]): void {
  if (before.context.at.stop === 'case.held') return;
  const question = wendy.question(after);
  const says = commands.flatMap((command) => (command.do === 'say' ? [command.message] : []));
  const all = [...says, ...(question ? [question.say] : [])];
  expect(all.length).toBeGreaterThan(0);
  for (const message of all) expect(render(message)).toHaveLength(LOCALES.length);
}

/** The word for a person, in the language of the talk, gets one from here; nothing of it is kept. */
function fetchesPerson(resting: Resting, locale: Locale, nth: number): void {
  const { events } = read(resting, locale === 'zh' ? '人工' : 'person', locale, nth);
  expect(events.map(({ type }) => type)).toEqual(['PERSON']);
  takeEvents(resting, events, new Set(), { texts: 0, events: new Map(), places: new Set() });
}

describe('a conversation of random texts', () => {
  it('is understood, answered in both languages and stored, and keeps every promise at every step', {
    timeout: timeFor(TEXTS),
  }, () => {
    const met: Met = { texts: 0, events: new Map(), places: new Set() };
    let talks = 0;
    let seeds = 0;
    const property = fc.property(talk, (throws) => {
      takeTalk(throws, met);
      talks += 1;
    });
    for (; met.texts < TEXTS; seeds++) fc.assert(property, { numRuns: CHUNK, seed: SEED + seeds });
    const events = [...met.events].sort((a, b) => b[1] - a[1]).map(([type, count]) => `${type} ${count}`);
    console.info(
      `random texts: ${met.texts} in ${talks} conversations, ${met.places.size} places; events ${events.join(', ')}; ` +
        `seeds ${SEED} to ${SEED + seeds - 1}`,
    );
  });
});
