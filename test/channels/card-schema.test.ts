import { createRequire } from 'node:module';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CHANNELS } from '../../src/channels/abilities.ts';
import { toActivities } from '../../src/channels/render.ts';
import { caseCard } from '../../src/conversation/staff-cards.ts';
import { listOf } from '../../src/conversation/staff-lists.ts';
import { pageOf } from '../../src/conversation/staff-pages.ts';
import type { Outgoing } from '../../src/conversation/types.ts';
import { LOCALES, type Locale } from '../../src/texts/texts.ts';
import { on } from './golden/files.ts';
import { samplesOf } from './golden/samples.ts';
import { caseOf, deskOf, staffSamplesOf, talkOf } from './golden/staff-samples.ts';
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

/** 20 faults with 12 steps each, 20 units, and a talk of 8,000 characters in 40 messages. */
function longCase(locale: Locale) {
  const record = caseOf(locale, { status: 'claimed', queue: null });
  const [fault] = record.draft.faults;
  const [unit] = record.draft.units;
  if (!fault || !unit) throw new Error('the case has no fault');
  const step = { id: 'night_vision.smell', result: 'no', at: record.createdAt };
  const steps = Array.from({ length: 12 }, () => step);
  const faults = Array.from({ length: 20 }, (_, nth) => ({
    ...fault,
    ...{ id: `F${nth + 1}`, steps, description: `"fault" ${nth} ${'it is black <at>all</at> '.repeat(40)}` },
  }));
  const units = Array.from({ length: 20 }, (_, nth) => ({ ...unit, id: `U${nth + 1}` }));
  const questions = Array.from({ length: 12 }, (_, nth) => ({
    id: `Q${nth}`,
    text: 'how? '.repeat(80),
    answer: null,
  }));
  const notes = Array.from({ length: 20 }, () => ({
    at: record.createdAt,
    by: 'tom',
    text: 'note '.repeat(400),
  }));
  const [first] = talkOf(locale);
  const talk = Array.from({ length: 40 }, (_, nth) => ({
    ...{ at: record.createdAt, from: nth % 2 ? 'bot' : 'customer', ...first },
    text: `${nth} ${'0123456789 '.repeat(18)}end`,
  }));
  return { record: { ...record, notes, draft: { ...record.draft, faults, units, questions } }, talk };
}

describe('every Adaptive Card', () => {
  it.each(LOCALES)('is one by the schema of version 1.5 (%s)', (locale) => {
    let count = 0;
    for (const channel of CHANNELS) {
      for (const outgoing of [samplesOf(locale), staffSamplesOf(locale)].flatMap((of) =>
        Object.values(of).flat(),
      )) {
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

  it.each(LOCALES)(
    'of a case with 20 faults and 8,000 characters of talk is one that Teams takes (%s)',
    (locale) => {
      const { record, talk } = longCase(locale);
      const drafts = { reply: '"long" '.repeat(300), inside: '夜里全黑 '.repeat(100), 'answer-1': 'yes' };
      for (const who of ['tom', 'anna', 'mei', 'li']) {
        const desk = deskOf(who, locale);
        const mine = caseCard(desk, { ...record, assignee: who }, 7, talk, drafts, 'C-1042');
        const pages = [1, 2, 3, 4].flatMap((page) => [
          pageOf(desk, 'talk', record, talk, page).outgoing,
          pageOf(desk, 'faults', record, talk, page).outgoing,
        ]);
        for (const outgoing of [mine, caseCard(desk, record, 7, talk, drafts), ...pages]) {
          const cards = cardsOf(outgoing, 'msteams');
          expect(cards).toHaveLength(1);
          for (const content of cards) {
            expect(schema.safeParse(content).error?.issues ?? []).toEqual([]);
            expect(faultsOf(content)).toEqual([]);
            expect(JSON.stringify(content).length * 2).toBeLessThan(28_000);
          }
          expect(toActivities(outgoing, on('msteams'))).toHaveLength(1);
        }
      }
    },
  );

  it('of a queue of long entries is one that Teams takes (intermediator-bot-sample#53)', () => {
    const cases = Array.from({ length: 30 }, (_, nth) => {
      const customer = { id: 'u', name: `"${nth}" ${'客'.repeat(200)}` };
      const { draft } = caseOf('zh');
      const contact = { ...draft.contact, name: customer.name };
      return {
        version: 3,
        value: { ...caseOf('zh'), id: `C-${nth}`, customer, draft: { ...draft, contact } },
      };
    });
    for (const page of [1, 2, 5]) {
      const [content, ...more] = cardsOf(
        listOf(deskOf('tom', 'zh'), 'queue', cases, page).outgoing,
        'msteams',
      );
      expect(more).toEqual([]);
      expect(schema.safeParse(content).error?.issues ?? []).toEqual([]);
      expect(JSON.stringify(content).length * 2).toBeLessThan(28_000);
    }
  });

  it('shows the whole of a talk on its pages, each line once', () => {
    const { record, talk } = longCase('en');
    const desk = deskOf('tom', 'en');
    const shown: string[] = [];
    for (let page: number | undefined = 1; page !== undefined; ) {
      const { outgoing, next } = pageOf(desk, 'talk', record, talk, page);
      shown.unshift(...(outgoing.card?.lines.slice(1) ?? []));
      page = next;
    }
    expect(shown).toHaveLength(talk.length);
    expect(talk.filter(({ text }, nth) => !shown[nth]?.endsWith(text))).toEqual([]);
  });

  it('is found wrong where it has what the schema does not know', () => {
    const card = { type: 'AdaptiveCard', version: '1.5', body: [{ type: 'TextBlok', text: 'x' }] };
    expect(schema.safeParse(card).success).toBe(false);
    expect(faultsOf(card)).not.toEqual([]);
  });
});
