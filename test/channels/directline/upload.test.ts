import { describe, expect, test } from 'vitest';
import { textOf } from '../../helpers/channel.ts';
import { heic, phonePhoto, picture } from '../../helpers/pictures.ts';
import { at } from '../../helpers/staff-client.ts';
import { openWendy, type Running } from '../../helpers/wendy.ts';
import { type Client, generate, openClient, type Pass } from './client.ts';

async function open(): Promise<{ wendy: Running; pass: Pass; client: Client }> {
  const wendy = await openWendy();
  const pass = await generate(wendy.url);
  const client = openClient(wendy.url, { webSocket: true, token: pass.token });
  await client.until(() => client.shown.length > 0, 'the greeting');
  return { wendy, pass, client };
}

/** Whether Wendy said it: in a text, or in a card. */
const hears = ({ shown }: Client, phrase: string): boolean =>
  shown.some((one) => textOf(one as Parameters<typeof textOf>[0]).includes(phrase));

async function upload(
  { wendy, pass }: { wendy: Running; pass: Pass },
  activity: object | undefined,
  ...files: [bytes: Buffer, name: string][]
): Promise<number> {
  const form = new FormData();
  if (activity) {
    const type = 'application/vnd.microsoft.activity';
    form.append('activity', new Blob([JSON.stringify(activity)], { type }), 'blob');
  }
  for (const [bytes, name] of files) form.append('file', new Blob([new Uint8Array(bytes)]), name);
  const path = `/v3/directline/conversations/${pass.conversationId}/upload?userId=dl_other`;
  const headers = { Authorization: `Bearer ${pass.token}` };
  return (await fetch(`${wendy.url}${path}`, { method: 'POST', headers, body: form })).status;
}

describe('photos by the web chat', () => {
  test('come with words, are kept with the fault, and come back to the page as small copies', async () => {
    const stage = await open();
    const { client, wendy } = stage;
    const activity = {
      type: 'message',
      text: 'my camera has no power',
      channelData: { clientActivityID: 'mine-1' },
    };
    expect(await upload(stage, activity, [await phonePhoto(800), 'IMG_1.jpg'], [heic(), 'IMG_2.HEIC'])).toBe(
      200,
    );
    await client.until(() => hears(client, 'IMG 2.HEIC'), 'the answer');
    const echo = client.shown.find(({ channelData }) => channelData?.clientActivityID === 'mine-1');
    expect(echo).toMatchObject({
      text: 'my camera has no power',
      attachments: [
        {
          contentType: 'image/jpeg',
          name: 'IMG 1.jpg',
          contentUrl: expect.stringMatching(/^data:image\/jpeg;base64,/),
        },
      ],
    });
    expect(JSON.stringify(echo).length).toBeLessThan(60_000);
    const { body } = await wendy.staff.get('/C-1001');
    expect(at(body, 'attachments')).toMatchObject([{ faultId: 'F1', width: 600, height: 800 }]);
  });

  test('may come alone, and are there when the page is opened again', async () => {
    const stage = await open();
    const { client, wendy, pass } = stage;
    expect(await upload(stage, undefined, [await picture('png'), 'a.png'])).toBe(200);
    await client.until(() => hears(client, 'kept the photo'), 'the answer');
    await wendy.restart();
    const response = await fetch(
      `${wendy.url}/v3/directline/conversations/${pass.conversationId}/activities`,
      { headers: { Authorization: `Bearer ${pass.token}` } },
    );
    const { activities } = (await response.json()) as { activities: { attachments?: unknown[] }[] };
    expect(activities.filter(({ attachments }) => attachments?.length === 1)).toHaveLength(1);
  });

  test('that are too large cost the others and the words nothing', async () => {
    const stage = await open();
    const { client, wendy } = stage;
    const large = Buffer.alloc(11_000_000, 1);
    const activity = { type: 'message', text: 'my camera has no power' };
    expect(await upload(stage, activity, [large, 'large.jpg'], [await picture('png'), 'small.png'])).toBe(
      200,
    );
    await client.until(() => hears(client, 'more than 10 MB'), 'the reason');
    const { body } = await wendy.staff.get('/C-1001');
    expect(at(body, 'attachments')).toMatchObject([{ name: 'small.png' }]);
    expect(wendy.errors).toEqual([]);
  });

  test('posted as an activity with addresses are not fetched, by whatever address', async () => {
    const { wendy, pass, client } = await open();
    const attachments = [
      { contentType: 'image/png', contentUrl: `${wendy.url}/live`, name: 'live.png' },
      { contentType: 'image/png', contentUrl: 'http://169.254.169.254/', name: 'cloud.png' },
    ];
    const response = await fetch(
      `${wendy.url}/v3/directline/conversations/${pass.conversationId}/activities`,
      {
        method: 'POST',
        headers: { Authorization: `Bearer ${pass.token}`, 'Content-Type': 'application/json' },
        body: JSON.stringify({ type: 'message', text: 'look', attachments }),
      },
    );
    expect(response.status).toBe(200);
    await client.until(() => hears(client, "“cloud.png” didn't reach me"), 'why');
  });
});
