import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CHANNELS } from '../../src/channels/abilities.ts';
import { toActivities } from '../../src/channels/render.ts';
import { splitText } from '../../src/channels/split.ts';
import type { Address, Card, Outgoing } from '../../src/conversation/types.ts';

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
  test.each(['emulator', 'directline'])('has suggested actions that say its values on %s', (channel) => {
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

  test('has suggested actions on the page that bear which question they belong to', () => {
    const [activity] = toActivities({ ...question, question: 'q-1' }, on('webchat'));
    expect(activity?.suggestedActions?.actions[2]).toEqual({
      type: 'messageBack',
      title: "I can't tell",
      displayText: "I can't tell",
      text: 'unknown',
      value: { choice: 'unknown', question: 'q-1' },
    });
  });

  test.each(['skype', 'telegram', 'slack', 'facebook', 'line'])(
    'has suggested actions that say what stands on them on %s',
    (channel) => {
      const [activity] = toActivities({ ...question, question: 'q-1' }, on(channel));
      const said = activity?.suggestedActions?.actions.map(({ type, value }) => `${type} ${value}`);
      expect(said).toEqual(['imBack Yes', 'imBack No', "imBack I can't tell"]);
    },
  );

  test.each([
    ['facebook', 14, 5],
    ['line', 3, 21],
    ['skype', 11, 5],
    ['telegram', 21, 5],
  ])('has numbers on %s where it has %i choices of %i characters', (channel, count, length) => {
    const choices = Array.from({ length: count }, (_, i) => ({ value: `${i}`, title: 'x'.repeat(length) }));
    const [activity] = toActivities({ text: 'Which?', choices }, on(channel));
    expect(activity?.text).toContain(`\n${count} x`);
    expect(activity).not.toHaveProperty('suggestedActions');
  });

  test('that an earlier version stored, without the id of its question, still has its choices', () => {
    const [onPage] = toActivities(question, on('webchat'));
    expect(onPage?.suggestedActions?.actions[1]).toEqual({ type: 'imBack', title: 'No', value: 'no' });
    const [inTeams] = toActivities(question, on('msteams'));
    expect(JSON.stringify(inTeams?.attachments).match(/Action\.Submit/g)).toHaveLength(3);
  });

  test('has buttons on a card where it has too many choices for the page', () => {
    const choices = Array.from({ length: 21 }, (_, i) => ({ value: `${i}`, title: `Model ${i}` }));
    const [activity] = toActivities({ text: 'Which?', choices, question: 'q-1' }, on('webchat'));
    expect(activity).not.toHaveProperty('suggestedActions');
    expect(JSON.stringify(activity?.attachments).match(/Action\.Submit/g)).toHaveLength(21);
  });

  test('has buttons on a card in Teams, whose press shows as the words on it and says the value', () => {
    const [activity, ...more] = toActivities({ ...question, question: 'q-1' }, on('msteams'));
    expect(more).toEqual([]);
    expect(activity).toMatchObject({ text: question.text });
    const rows = activity?.attachments?.[0]?.content.body;
    expect(rows).toMatchObject([
      { type: 'ActionSet', actions: [{ type: 'Action.Submit', title: 'Yes' }, {}, {}] },
    ]);
    expect(rows[0].actions[1].data).toEqual({
      choice: 'no',
      question: 'q-1',
      msteams: { type: 'messageBack', text: 'no', displayText: 'No' },
    });
  });

  test('has no more buttons in a row than Teams shows', () => {
    const choices = Array.from({ length: 14 }, (_, i) => ({ value: `${i}`, title: `Model ${i}` }));
    const [activity] = toActivities({ text: 'Which?', choices }, on('msteams'));
    const rows: { actions: unknown[] }[] = activity?.attachments?.[0]?.content.body;
    expect(rows.map(({ actions }) => actions.length)).toEqual([6, 6, 2]);
  });

  test.each(['email', 'sms', 'twilio', 'terminal', 'unheard-of', '__proto__'])(
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
            { type: 'RichTextBlock', inlines: [{ text: 'C-1042' }] },
            { type: 'RichTextBlock', inlines: [{ text: 'Two domes, black at night' }] },
            { type: 'RichTextBlock', inlines: [{ text: 'Status: ' }, { text: 'queued' }] },
            { type: 'ActionSet', actions: [{ title: 'Claim', data: { action: 'claim', case: 'C-1042' } }] },
          ],
        },
      },
    ]);
  });

  test.each(['skype', 'slack', 'telegram'])('is text with a hero card of its buttons on %s', (channel) => {
    const [activity] = toActivities(card, on(channel));
    expect(activity?.text).toBe('C-1042\nTwo domes, black at night\nStatus: queued');
    expect(activity?.attachments).toEqual([
      {
        contentType: 'application/vnd.microsoft.card.hero',
        content: {
          title: 'C-1042',
          buttons: [{ type: 'imBack', title: 'Claim', value: 'claim C-1042' }],
        },
      },
    ]);
  });

  test.each(['msteams', 'webchat'])('that is too large for %s is text, with its buttons below', (channel) => {
    const lines = Array.from({ length: 2_000 }, (_, i) => `Line ${i} ${'word '.repeat(20)}`);
    const large = toActivities({ ...card, card: { ...card.card, lines } as Card }, on(channel));
    expect(large.length).toBeGreaterThan(1);
    expect(large.slice(0, -1).every(({ attachments }) => attachments === undefined)).toBe(true);
    const said = large.map(({ text }) => text).join('\n');
    expect(lines.filter((line) => !said.includes(line.trim()))).toEqual([]);
    expect(said).not.toContain('claim C-1042');
    expect(JSON.stringify(large.at(-1)?.attachments)).toContain('"Claim"');
  });

  test('is text elsewhere, with what one would type instead of its buttons', () => {
    expect(toActivities(card, on('sms'))[0]?.text).toBe(
      'C-1042\nTwo domes, black at night\nStatus: queued\nClaim: claim C-1042',
    );
  });
});

describe('a text', () => {
  const naughty = '**Bold**, _x_, [a](javascript:b), <b>c</b>, <at>everyone</at>, <!here>, & 3 < 4';

  test.each(CHANNELS)('of a customer is never markup on %s', (channel) => {
    const [activity] = toActivities({ text: naughty, choices: [] }, on(channel));
    expect(activity?.textFormat).toBe('plain');
    expect(activity?.text?.replaceAll('\u2060', '')).toBe(naughty);
    const breaks = channel === 'msteams' || channel === 'slack';
    expect(/<(?:at|!here|\/at)>/.test(activity?.text ?? '')).toBe(!breaks);
  });

  test.each(CHANNELS)('of a customer stands on a card of %s in runs, which know no markdown', (channel) => {
    const shown = { kind: 'list' as const, title: 'I noted:', entries: [naughty] };
    const staff: Card = {
      title: naughty,
      lines: [naughty],
      facts: [{ name: 'x', value: naughty }],
      actions: [],
    };
    for (const outgoing of [
      { text: naughty, choices: [], shown },
      { text: '', choices: [], card: staff },
    ]) {
      const [activity] = toActivities(outgoing, on(channel));
      JSON.stringify(activity?.attachments ?? [], (_key, value) => {
        if (typeof value?.text === 'string' && value.text.includes('Bold'))
          expect(value.type).toBe('TextRun');
        return value;
      });
    }
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

describe('a trace', () => {
  const trace = { state: 's', expects: null, locale: 'en', case: null };

  test('comes after the message that it belongs to, on the emulator alone', () => {
    const outgoing: Outgoing = { text: 'Hello.', choices: [], trace, replyTo: 'a-1' };
    expect(toActivities(outgoing, on('emulator'))).toMatchObject([
      { type: 'message', text: 'Hello.', replyToId: 'a-1' },
      { type: 'trace', value: trace, replyToId: 'a-1' },
    ]);
    expect(toActivities(outgoing, on('msteams')).map(({ type }) => type)).toEqual(['message']);
  });

  test('by itself is nothing but a trace', () => {
    const outgoing: Outgoing = { text: '', choices: [], trace };
    expect(toActivities(outgoing, on('emulator')).map(({ type }) => type)).toEqual(['trace']);
    expect(toActivities(outgoing, on('webchat'))).toEqual([]);
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
