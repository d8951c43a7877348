import naughty from 'big-list-of-naughty-strings/blns.json' with { type: 'json' };
import { describe, expect, it } from 'vitest';
import type { Resting } from '../../dialogs/converse.ts';
import { LOCALES, type Locale } from '../../src/texts/texts.ts';
import { createUnderstanding } from '../../src/understanding/understanding.ts';
import { content, keysOf, render, stamp, turn, wendy } from './conversation.ts';
import { checkStep } from './promises.ts';
import { eventFor } from './sample.ts';

const understanding = createUnderstanding(content.phrases);
const MOST_PLACES = 60;
/** Each place hears every fifth string, another fifth than the place before. */
const SHARE = 5;

/** A conversation for each prompt that random ways come by, and one for each place where nothing is asked. */
function places(): Map<string, Resting> {
  const found = new Map<string, Resting>();
  for (let seed = 1; seed <= 400; seed++) {
    let resting = wendy.first();
    for (let nth = 0; nth < 40; nth++) {
      const stop = resting.context.at.stop;
      const name = stop === 'triage.step' || stop === 'warranty.topic' ? wendy.path(resting) : stop;
      if (!found.has(name) && (name === stop || found.size < MOST_PLACES)) found.set(name, resting);
      resting = turn(resting, eventFor(resting, (seed * 7_919 + nth * 104_729) % 15_000), nth).resting;
    }
  }
  return found;
}

/** A message as a turn takes it: read where the conversation stands, then taken event by event. */
function hears(resting: Resting, text: string, locale: Locale): void {
  const question = wendy.question(resting);
  const { at, on } = stamp(0);
  const { events } = understanding.read(text, {
    question,
    locale,
    at,
    on,
    titles: question?.choices.map((choice) => render(choice.title)) ?? [],
    models: content.company.models,
  });
  expect(events.length).toBeGreaterThan(0);
  let now = resting;
  for (const event of events) {
    const { resting: next, commands } = wendy.converse(now, [{ ...event, at, on }]);
    checkStep({ before: now, event, after: next, commands });
    expect(keysOf(commands).length > 0 || wendy.question(next) !== null || isHeld(now)).toBe(true);
    now = next;
  }
}

function isHeld({ context }: Resting): boolean {
  return context.at.stop === 'case.held';
}

describe('naughty strings', () => {
  it('are answered in every place, in both languages, and lose nothing that was noted', () => {
    const everywhere = places();
    let heard = 0;
    for (const [at, resting] of [...everywhere.values()].entries()) {
      for (const [nth, text] of naughty.entries()) {
        if (nth % SHARE !== at % SHARE) continue;
        hears(resting, text, LOCALES[(nth + at) % LOCALES.length] ?? 'en');
        heard += 1;
      }
    }
    console.info(`naughty strings: ${heard} messages in ${everywhere.size} places`);
  });
});
