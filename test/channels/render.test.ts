import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toActivities } from '../../src/channels/render.ts';
import { splitText } from '../../src/channels/split.ts';
import type { Address, Outgoing } from '../../src/conversation/types.ts';

const on = (channel: string): Address => ({
  channel,
  serviceUrl: 'http://localhost',
  conversation: { id: 'c' },
  bot: { id: 'b' },
  user: { id: 'u' },
});

const question: Outgoing = {
  text: 'Is there a burning smell?',
  choices: [
    { value: 'yes', title: 'Yes' },
    { value: 'no', title: 'No' },
    { value: 'unknown', title: "I can't tell" },
  ],
  replyTo: 'a-1',
};

const card: Outgoing = {
  text: '',
  choices: [],
  card: {
    title: 'C-1042',
    lines: ['Two domes, black at night'],
    facts: [{ name: 'Status', value: 'queued' }],
    actions: [{ title: 'Claim', text: 'claim C-1042', data: { action: 'claim', case: 'C-1042' } }],
  },
};

describe('a question', () => {
  test.each(['emulator', 'webchat', 'directline'])('has suggested actions on %s', (channel) => {
    expect(toActivities(question, on(channel))).toEqual([
      {
        type: 'message',
        text: question.text,
        textFormat: 'plain',
        inputHint: 'expectingInput',
        replyToId: 'a-1',
        suggestedActions: {
          to: ['u'],
          actions: [
            { type: 'imBack', title: 'Yes', value: 'yes' },
            { type: 'imBack', title: 'No', value: 'no' },
            { type: 'imBack', title: "I can't tell", value: 'unknown' },
          ],
        },
      },
    ]);
  });

  test('has buttons on a card in Teams, whose press shows as the words on it and says the value', () => {
    const [activity, ...more] = toActivities(question, on('msteams'));
    expect(more).toEqual([]);
    expect(activity).toMatchObject({ text: question.text });
    const rows = activity?.attachments?.[0]?.content.body;
    expect(rows).toMatchObject([
      { type: 'ActionSet', actions: [{ type: 'Action.Submit', title: 'Yes' }, {}, {}] },
    ]);
    expect(rows[0].actions[1].data).toEqual({
      choice: 'no',
      msteams: { type: 'messageBack', text: 'no', displayText: 'No' },
    });
  });

  test('has no more buttons in a row than Teams shows', () => {
    const choices = Array.from({ length: 14 }, (_, i) => ({ value: `${i}`, title: `Model ${i}` }));
    const [activity] = toActivities({ text: 'Which?', choices }, on('msteams'));
    const rows: { actions: unknown[] }[] = activity?.attachments?.[0]?.content.body;
    expect(rows.map(({ actions }) => actions.length)).toEqual([6, 6, 2]);
  });

  test.each(['skype', 'sms', 'terminal', 'unheard-of', '__proto__'])(
    'has numbers in its text on %s',
    (channel) => {
      const [activity] = toActivities(question, on(channel));
      expect(activity?.text).toBe("Is there a burning smell?\n\n1 Yes   2 No   3 I can't tell");
      expect(activity).toMatchObject({ textFormat: 'plain' });
      expect(activity).not.toHaveProperty('suggestedActions');
      expect(activity).not.toHaveProperty('attachments');
    },
  );

  test('has a line for each choice where they are long', () => {
    const choices = ['The first of two rather long answers', 'The second of two rather long answers'];
    const outgoing = { text: 'Which?', choices: choices.map((title) => ({ value: title, title })) };
    expect(toActivities(outgoing, on('sms'))[0]?.text).toBe(`Which?\n\n1 ${choices[0]}\n2 ${choices[1]}`);
  });
});

describe('a card', () => {
  test.each(['msteams', 'webchat', 'directline', 'emulator'])('is an Adaptive Card on %s', (channel) => {
    const [activity] = toActivities(card, on(channel));
    expect(activity?.attachments).toMatchObject([
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        content: {
          type: 'AdaptiveCard',
          body: [
            { type: 'TextBlock', text: 'C-1042' },
            { type: 'TextBlock', text: 'Two domes, black at night' },
            { type: 'FactSet', facts: [{ title: 'Status', value: 'queued' }] },
            { type: 'ActionSet', actions: [{ title: 'Claim', data: { action: 'claim', case: 'C-1042' } }] },
          ],
        },
      },
    ]);
  });

  test('is text elsewhere, with what one would type instead of its buttons', () => {
    expect(toActivities(card, on('skype'))[0]?.text).toBe(
      'C-1042\nTwo domes, black at night\nStatus: queued\nClaim: claim C-1042',
    );
  });
});

describe('a text', () => {
  const marked = 'It is **not covered**:\nthe warranty ended.\n\nGo on?';

  test('is markdown only where it has marks, and where the channel has markdown', () => {
    expect(toActivities({ text: marked, choices: [] }, on('webchat'))).toMatchObject([
      { text: marked, textFormat: 'markdown' },
    ]);
    expect(toActivities({ text: '2 * 3 * 4, _x_, [a](b)', choices: [] }, on('webchat'))).toMatchObject([
      { textFormat: 'plain' },
    ]);
    expect(toActivities({ text: marked, choices: [] }, on('sms'))).toMatchObject([
      { text: 'It is not covered:\nthe warranty ended.\n\nGo on?', textFormat: 'plain' },
    ]);
  });

  test('keeps its lines in the markdown of Teams', () => {
    expect(toActivities({ text: marked, choices: [] }, on('msteams'))[0]?.text).toBe(
      'It is **not covered**:\n\nthe warranty ended.\n\nGo on?',
    );
  });

  test('that is too long for its channel comes in parts, the question with the last', () => {
    const text = Array.from({ length: 30 }, (_, i) => `Paragraph ${i}: ${'word '.repeat(30).trim()}`).join(
      '\n\n',
    );
    const activities = toActivities({ text, choices: question.choices }, on('sms'));
    expect(activities.length).toBeGreaterThan(2);
    expect(activities.every((activity) => (activity.text?.length ?? 0) <= 1500)).toBe(true);
    expect(activities.map((activity) => activity.text).join('\n\n')).toBe(
      `${text}\n\n1 Yes   2 No   3 I can't tell`,
    );
    expect(activities.map(({ inputHint }) => inputHint).at(-1)).toBe('expectingInput');
  });

  test('of 8,000 characters is one activity on every channel with room for it', () => {
    for (const channel of ['msteams', 'webchat', 'directline', 'emulator', 'skype', 'terminal']) {
      expect(toActivities({ text: 'x'.repeat(8_000), choices: [] }, on(channel)).length).toBe(1);
    }
  });
});

describe('splitting', () => {
  test('loses nothing but white space, keeps to the limit, and parts no character', () => {
    const words = fc.string({ unit: fc.constantFrom('a', '会', '😀', ' ', '\n', '\n\n'), maxLength: 300 });
    fc.assert(
      fc.property(words, fc.integer({ min: 2, max: 40 }), (text, limit) => {
        const parts = splitText(text, limit);
        const bare = (whole: string): string => whole.replaceAll(/\s/g, '');
        expect(bare(parts.join(''))).toBe(bare(text));
        expect(parts.every((part) => part.length <= limit && part.isWellFormed())).toBe(true);
        if (text.length <= limit) expect(parts).toEqual([text]);
      }),
      { numRuns: 1_000 },
    );
  });
});
