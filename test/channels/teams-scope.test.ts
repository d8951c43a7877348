import { describe, expect, test } from 'vitest';
import { openConnector } from './helpers/connector.ts';
import { message, openDoors } from './helpers/doors.ts';

const BOT = { id: '28:app', name: 'Wendy' };
const mention = (id: string, text: string) => ({ type: 'mention', mentioned: { id, name: 'x' }, text });

/** A message in a channel of Teams. */
function inTeam(text: string, changes: Record<string, unknown> = {}): Record<string, unknown> {
  return message({
    channelId: 'msteams',
    conversation: {
      id: '19:general@thread.tacv2;messageid=1',
      isGroup: true,
      conversationType: 'channel',
      tenantId: 't',
    },
    recipient: BOT,
    text,
    ...changes,
  });
}

/** What the doors made of an activity: the words, or undefined where it was for others. */
async function heard(activity: Record<string, unknown>): Promise<string | undefined> {
  const doors = await openDoors();
  expect((await doors.post(activity)).status).toBe(200);
  return doors.inbound[0]?.inbound.text;
}

describe('in a group of Teams', () => {
  test.each([
    [{ isGroup: true }],
    [{ conversationType: 'groupChat' }],
    [{ conversationType: 'channel', isGroup: true }],
  ])('what is said to others is not for Wendy (%j)', async (kind) => {
    const conversation = { id: '19:x@thread.v2', ...kind };
    expect(await heard(inTeam('has anybody seen the ladder?', { conversation }))).toBeUndefined();
    const entities = [mention('29:anna', '<at>Anna</at>')];
    expect(await heard(inTeam('<at>Anna</at> have you?', { conversation, entities }))).toBeUndefined();
  });

  test('in their own chat with her nobody has to mention her', async () => {
    const conversation = { id: 'a:1', conversationType: 'personal', tenantId: 't' };
    expect(await heard(inTeam('my camera is dark', { conversation }))).toBe('my camera is dark');
  });

  test('a button needs no mention', async () => {
    expect(await heard(inTeam('', { value: { choice: 'yes' } }))).toBeDefined();
  });

  const names: [string, unknown[], string][] = [
    ['<at>Wendy</at> my camera is dark', [mention(BOT.id, '<at>Wendy</at>')], 'my camera is dark'],
    ['<at>Wendy</at>&nbsp;my camera is dark\n', [mention(BOT.id, '<at>Wendy</at>')], 'my camera is dark'],
    ['my camera is dark <at>Wendy</at>', [mention(BOT.id, '<at>Wendy</at>')], 'my camera is dark'],
    ['<at>Wendy</at>, my camera is dark', [mention(BOT.id, '<at>Wendy</at>')], 'my camera is dark'],
    ['<at>Wendy</at> <at>Wendy</at> hi', [mention(BOT.id, '<at>Wendy</at>')], 'hi'],
    [
      '<at>Wendy</at> ask <at>Anna Hill</at>, she knows',
      [mention(BOT.id, '<at>Wendy</at>'), mention('29:anna', '<at>Anna Hill</at>')],
      'ask <at>Anna Hill</at>, she knows',
    ],
    ['<at id="0">Wendy</at> 摄像头黑屏', [mention(BOT.id, '<at id="0">Wendy</at>')], '摄像头黑屏'],
    ['<at>Wendy</at> x < y & <b>z</b>', [mention(BOT.id, '<at>Wendy</at>')], 'x < y & <b>z</b>'],
    ['<at>Wendy</at>', [mention(BOT.id, '<at>Wendy</at>')], ''],
  ];
  test.each(names)('%j is heard without the mention', async (text, entities, expected) => {
    expect(await heard(inTeam(text, { entities }))).toBe(expected);
  });

  test('a copy of the message as HTML is no file', async () => {
    const attachments = [
      {
        contentType: 'text/html',
        content: '<p><span itemtype="http://schema.skype.com/Mention" itemid="0">Wendy</span> hi</p>',
      },
    ];
    const entities = [mention(BOT.id, '<at>Wendy</at>')];
    const doors = await openDoors();
    await doors.post(inTeam('<at>Wendy</at> hi', { entities, attachments }));
    expect(doors.inbound[0]?.inbound).toMatchObject({
      text: 'hi',
      attachments: { files: [], refused: [] },
    });
  });

  test.each([
    [[null, 1, 'x', {}, { type: 'mention' }, { type: 'mention', mentioned: null }]],
    [[{ type: 'mention', mentioned: { id: 5 }, text: 7 }]],
    ['no list'],
  ])('odd entities %j do no harm', async (entities) => {
    expect(await heard(inTeam('<at>Wendy</at> hi', { entities }))).toBeUndefined();
  });

  test('nobody is greeted who comes to it', async () => {
    const added = { type: 'conversationUpdate', membersAdded: [{ id: '29:new' }, BOT], text: undefined };
    expect(await heard(inTeam('', added))).toBeUndefined();
  });
});

describe('what happens in Teams besides messages', () => {
  const events: [string, Record<string, unknown>][] = [
    ['an edit', { type: 'messageUpdate', text: 'changed', channelData: { eventType: 'editMessage' } }],
    ['a delete', { type: 'messageDelete', channelData: { eventType: 'softDeleteMessage' } }],
    ['an undelete', { type: 'messageUpdate', channelData: { eventType: 'undeleteMessage' } }],
    ['a reaction', { type: 'messageReaction', reactionsAdded: [{ type: 'like' }], replyToId: '1' }],
    ['a reaction taken back', { type: 'messageReaction', reactionsRemoved: [{ type: 'like' }] }],
    ['a person who leaves', { type: 'conversationUpdate', membersRemoved: [{ id: '29:sam' }] }],
    ['the bot alone added', { type: 'conversationUpdate', membersAdded: [BOT] }],
    ['a renamed channel', { type: 'conversationUpdate', channelData: { eventType: 'channelRenamed' } }],
    ['an installation', { type: 'installationUpdate', action: 'add' }],
    ['an uninstallation', { type: 'installationUpdate', action: 'remove' }],
    ['typing', { type: 'typing' }],
    ['a read receipt', { type: 'event', name: 'application/vnd.microsoft.readReceipt', value: {} }],
  ];
  test.each(events)('%s is taken, and nobody hears of it', async (_name, changes) => {
    const connector = await openConnector();
    const doors = await openDoors();
    const personal = { id: 'a:1', conversationType: 'personal', tenantId: 't' };
    const answer = await doors.post(
      message({
        channelId: 'msteams',
        serviceUrl: connector.url,
        conversation: personal,
        recipient: BOT,
        text: undefined,
        deliveryMode: undefined,
        ...changes,
      }),
    );
    expect(answer.status).toBe(200);
    expect([doors.inbound, connector.posts, doors.logged]).toEqual([[], [], []]);
  });
});

describe('while an answer is being made', () => {
  /** What the channel was shown during a turn that takes some requests to and fro. */
  async function shownIn(changes: Record<string, unknown>, typing: number): Promise<unknown[]> {
    const connector = await openConnector();
    const doors = await openDoors({
      patience: { typing },
      receive: async () => {
        for (let times = 0; times < 10; times++) await fetch(`${doors.url}/live`);
        return { replies: [], settle: () => {} };
      },
    });
    const base = { channelId: 'msteams', serviceUrl: connector.url, conversation: { id: 'a:1' } };
    const { status } = await doors.post(message({ ...base, deliveryMode: undefined, ...changes }));
    expect(status).toBe(200);
    return connector.posts.map(({ activity }) => activity.type);
  }

  test('the channel shows that she types, when it takes long', async () => {
    expect(await shownIn({}, 1)).toEqual(['typing']);
  });

  test('nothing is shown when it takes no time', async () => {
    expect(await shownIn({}, 60_000)).toEqual([]);
  });

  test('nothing is shown for a request that waits for the answer itself, nor where it would be a message', async () => {
    expect(await shownIn({ deliveryMode: 'expectReplies' }, 1)).toEqual([]);
    expect(await shownIn({ channelId: 'sms' }, 1)).toEqual([]);
  });
});
