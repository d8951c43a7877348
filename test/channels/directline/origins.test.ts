import { once } from 'node:events';
import { describe, expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { openWendy, type Running } from '../../helpers/wendy.ts';
import { request, sendRaw, statusOf } from '../helpers/raw.ts';
import { generate } from './client.ts';
import { ask } from './requests.ts';

const SHOP = 'https://shop.example.com';
const PUBLIC = { PUBLIC_URL: 'https://help.example.com/wendy', WEB_CHAT_ORIGINS: SHOP, RATE_LIMIT: 'on' };

const tokenStatus = async (wendy: Running, headers: Record<string, string>): Promise<number> =>
  (await ask(`${wendy.url}/v3/directline/tokens/generate`, undefined, { method: 'POST', headers })).status;

/** What a stream with this origin is answered: 101, or the refusal. */
async function streamStatus(url: string, headers: Record<string, string>): Promise<number> {
  const socket = new WebSocket(url, { headers });
  onTestFinished(() => socket.terminate());
  socket.on('error', () => {});
  return Promise.race([
    once(socket, 'open').then(() => 101),
    once(socket, 'unexpected-response').then(([, response]) => response.statusCode as number),
  ]);
}

describe('on a public start', () => {
  test('our own page and the allowed ones get tokens, and no other page', async () => {
    const wendy = await openWendy({ env: PUBLIC });
    expect(await tokenStatus(wendy, { Origin: 'https://help.example.com' })).toBe(200);
    expect(await tokenStatus(wendy, { Origin: SHOP })).toBe(200);
    expect(await tokenStatus(wendy, {})).toBe(200);
    const others = [
      'https://attacker.example',
      'null',
      `${SHOP}.attacker.example`,
      'http://shop.example.com',
      '',
    ];
    for (const Origin of others)
      expect([Origin, await tokenStatus(wendy, { Origin })]).toEqual([Origin, 403]);
    expect(await tokenStatus(wendy, { Origin: `http://127.0.0.1:${new URL(wendy.url).port}` })).toBe(403);
  });

  test('a browser is told which page may read the answer, errors too', async () => {
    const wendy = await openWendy({ env: PUBLIC });
    const base = `${wendy.url}/v3/directline`;
    const asked = await ask(`${base}/conversations/x/activities`, undefined, {
      method: 'OPTIONS',
      headers: { Origin: SHOP, 'Access-Control-Request-Method': 'POST' },
    });
    expect(asked.status).toBe(204);
    expect(asked.headers.get('Access-Control-Allow-Origin')).toBe(SHOP);
    expect(asked.headers.get('Access-Control-Allow-Headers')).toMatch(/authorization.*x-ms-bot-agent/);
    expect(asked.headers.get('Vary')).toBe('Origin');
    const refused = await ask(`${base}/conversations/x/activities`, 'x', { headers: { Origin: SHOP } });
    expect(refused.status).toBe(403);
    expect(refused.headers.get('Access-Control-Allow-Origin')).toBe(SHOP);
    const wrongType = await ask(`${base}/conversations`, undefined, {
      method: 'POST',
      headers: { Origin: SHOP, 'Content-Type': 'text/plain' },
      body: 'x',
    });
    expect([wrongType.status, wrongType.headers.get('Access-Control-Allow-Origin')]).toEqual([415, SHOP]);
    const foreign = await ask(`${base}/tokens/generate`, undefined, {
      method: 'OPTIONS',
      headers: { Origin: 'https://attacker.example' },
    });
    expect(foreign).toMatchObject({ status: 403, error: 'OriginNotAllowed' });
    expect(foreign.headers.get('Access-Control-Allow-Origin')).toBeNull();
  });

  test('a stream is at the public address, and opens for no other page', async () => {
    const wendy = await openWendy({ env: PUBLIC });
    const { token, conversationId } = await generate(wendy.url);
    const started = await ask(`${wendy.url}/v3/directline/conversations`, token, { method: 'POST' });
    const { streamUrl } = JSON.parse(started.text);
    const path = `/v3/directline/conversations/${conversationId}/stream`;
    expect(streamUrl).toMatch(`wss://help.example.com/wendy${path}?watermark=0&t=`);
    const here = `${wendy.url.replace('http', 'ws')}${path}${new URL(streamUrl).search}`;
    expect(await streamStatus(here, { Origin: 'https://attacker.example' })).toBe(403);
    expect(await streamStatus(here, { Origin: SHOP })).toBe(101);
    expect(await streamStatus(here, {})).toBe(101);
  });

  test('new tokens are given to one address only so fast', async () => {
    const wendy = await openWendy({ env: PUBLIC });
    const asked = await Promise.all(Array.from({ length: 120 }, () => tokenStatus(wendy, {})));
    expect(new Set(asked)).toEqual(new Set([200, 429]));
  });
});

describe('on a local start', () => {
  test('only this machine is answered, and pages of this machine', async () => {
    const wendy = await openWendy();
    expect(await tokenStatus(wendy, { Origin: 'http://localhost:5173' })).toBe(200);
    expect(await tokenStatus(wendy, { Origin: 'https://attacker.example' })).toBe(404);
    expect(await tokenStatus(wendy, { 'X-Forwarded-For': '127.0.0.1' })).toBe(404);
    const port = Number(new URL(wendy.url).port);
    const head = 'POST /v3/directline/tokens/generate';
    expect(statusOf(await sendRaw(port, request(head, { Host: 'rebound.example' })))).toBe(404);
  });

  test('a stream too', async () => {
    const wendy = await openWendy();
    const { token } = await generate(wendy.url);
    const started = await ask(`${wendy.url}/v3/directline/conversations`, token, { method: 'POST' });
    const { streamUrl } = JSON.parse(started.text);
    expect(await streamStatus(streamUrl, { Origin: 'https://attacker.example' })).toBe(404);
    expect(await streamStatus(streamUrl, { 'X-Forwarded-For': '127.0.0.1' })).toBe(404);
    expect(await streamStatus(streamUrl, { Origin: wendy.url })).toBe(101);
    const stranger = await generate(wendy.url);
    const stolen = streamUrl.replace(/t=.*/, `t=${stranger.token}`);
    expect(await streamStatus(stolen, {})).toBe(403);
    expect(await streamStatus(streamUrl.replace(/&t=.*/, ''), {})).toBe(403);
    expect(await streamStatus(streamUrl.replace('watermark=0', 'watermark=x'), {})).toBe(400);
    wendy.later(30 * 60_000);
    expect(await streamStatus(streamUrl, {})).toBe(403);
    expect(wendy.errors).toEqual([]);
  });
});
