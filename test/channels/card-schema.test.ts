import { createRequire } from 'node:module';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CHANNELS } from '../../src/channels/abilities.ts';
import { toActivities } from '../../src/channels/render.ts';
import type { Outgoing } from '../../src/conversation/types.ts';
import { LOCALES } from '../../src/texts/texts.ts';
import { on } from './golden/files.ts';
import { samplesOf } from './golden/samples.ts';
import { card as schema } from './helpers/card-schema.ts';

const ADAPTIVE = 'application/vnd.microsoft.card.adaptive';

interface Parsed {
  toJSON(): unknown;
}
interface Parser {
  AdaptiveCard: new () => { parse(json: unknown, context: unknown): void } & Parsed;
  SerializationContext: new (
    version: unknown,
  ) => { eventCount: number; getEventAt(at: number): { message: string } };
  Versions: { v1_5: unknown };
}

/** The parser that the page's Web Chat brings with it. */
const parser: Parser = createRequire(createRequire(import.meta.url).resolve('botframework-webchat'))(
  'adaptivecards/dist/adaptivecards.js',
);

function cardsOf(outgoing: Outgoing, channel: string): object[] {
  return toActivities(outgoing, on(channel)).flatMap(({ attachments = [] }) =>
    attachments.filter(({ contentType }) => contentType === ADAPTIVE).map(({ content }) => content),
  );
}

/** What the parser of Adaptive Cards 1.5 has to say against a card; what it drops of it counts too. */
function faultsOf(content: object): string[] {
  const context = new parser.SerializationContext(parser.Versions.v1_5);
  const card = new parser.AdaptiveCard();
  card.parse(content, context);
  return Array.from({ length: context.eventCount }, (_, at) => context.getEventAt(at).message);
}

describe('every Adaptive Card', () => {
  it.each(LOCALES)('is one by the schema of version 1.5 (%s)', (locale) => {
    let count = 0;
    for (const channel of CHANNELS) {
      for (const outgoing of Object.values(samplesOf(locale)).flat()) {
        for (const content of cardsOf(outgoing, channel)) {
          expect(schema.safeParse(content).error?.issues ?? []).toEqual([]);
          expect(faultsOf(content)).toEqual([]);
          count++;
        }
      }
    }
    expect(count).toBeGreaterThan(20);
  });

  it('is one whatever is said, and never larger than Teams takes', () => {
    const words = fc.string({ unit: 'binary', maxLength: 400 });
    const lines = fc.array(words, { maxLength: 60 });
    const choices = fc.array(fc.record({ value: words, title: words }), { maxLength: 50 });
    const shown = fc.oneof(
      fc.record({ kind: fc.constant('list' as const), title: words, entries: lines }),
      fc.record({
        kind: fc.constant('summary' as const),
        title: words,
        faults: lines,
        units: lines,
        contact: words,
      }),
    );
    fc.assert(
      fc.property(words, choices, shown, (text, offered, what) => {
        for (const content of cardsOf({ text, choices: offered, shown: what, question: 'q' }, 'msteams')) {
          expect(schema.safeParse(content).error?.issues ?? []).toEqual([]);
          expect(JSON.stringify(content).length * 2).toBeLessThan(28_000);
        }
      }),
    );
  });

  it('is found wrong where it has what the schema does not know', () => {
    const card = { type: 'AdaptiveCard', version: '1.5', body: [{ type: 'TextBlok', text: 'x' }] };
    expect(schema.safeParse(card).success).toBe(false);
    expect(faultsOf(card)).not.toEqual([]);
  });
});
