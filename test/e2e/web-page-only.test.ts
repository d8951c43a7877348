import { describe, expect, test } from 'vitest';
import { generate, openClient } from '../channels/directline/client.ts';
import { ask } from '../channels/directline/requests.ts';
import { newActivityId, post } from '../helpers/channel.ts';
import { openWendy } from '../helpers/wendy.ts';

const PUBLIC = { PUBLIC_URL: 'https://support.example.com', RATE_LIMIT: '' };

const toBot = (serviceUrl: string): object => ({
  type: 'message',
  id: newActivityId(),
  channelId: 'emulator',
  serviceUrl,
  conversation: { id: 'c' },
  from: { id: 'u' },
  text: 'hello',
  deliveryMode: 'expectReplies',
});

describe('a maker with a web page and no app id', () => {
  test('has a page and a chat that answers, and no bot endpoint', async () => {
    const wendy = await openWendy({ env: PUBLIC });
    expect(await post(wendy.url, toBot(wendy.farEnd.url))).toMatchObject({ status: 404 });
    const headers = { 'X-Forwarded-For': '203.0.113.7', 'X-Forwarded-Host': 'support.example.com' };
    const page = await fetch(`${wendy.url}/`, { headers });
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    const { token } = await generate(wendy.url, undefined, { ...headers, Origin: PUBLIC.PUBLIC_URL });
    const chat = openClient(wendy.url, { webSocket: false, token });
    await chat.say('my camera has no power');
    expect(chat.texts().length).toBeGreaterThan(1);
    expect(wendy.errors).toEqual([]);
  });

  test('gives no chat to a foreign page, and no bot endpoint to whoever says to be this machine', async () => {
    const wendy = await openWendy({ env: PUBLIC });
    const foreign = { Origin: 'https://evil.example' };
    await expect(generate(wendy.url, undefined, foreign)).rejects.toThrow('403');
    for (const forwarded of [{ 'X-Forwarded-For': '127.0.0.1' }, { Forwarded: 'for=127.0.0.1' }]) {
      const response = await fetch(`${wendy.url}/api/messages`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', ...forwarded },
        body: JSON.stringify(toBot(wendy.farEnd.url)),
      });
      expect(response.status).toBe(404);
    }
  });
});

test('a local start gives its chat to this machine alone, whatever a proxy that it trusts says', async () => {
  const wendy = await openWendy({ env: { TRUST_PROXY: '127.0.0.1' } });
  const generateAt = `${wendy.url}/v3/directline/tokens/generate`;
  const passedOn = { 'X-Forwarded-For': '127.0.0.1' };
  expect(await ask(generateAt, undefined, { method: 'POST', headers: passedOn })).toMatchObject({
    status: 404,
  });
  expect(await ask(generateAt, undefined, { method: 'POST' })).toMatchObject({ status: 200 });
});
