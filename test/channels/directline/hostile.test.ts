import { createHmac } from 'node:crypto';
import naughty from 'big-list-of-naughty-strings' with { type: 'json' };
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openWendy, type Running } from '../../helpers/wendy.ts';
import { request, sendRaw, statusOf } from '../helpers/raw.ts';
import { generate, openClient, type Pass } from './client.ts';
import { type AskOptions, ask, type Reply } from './requests.ts';

interface Stage {
  wendy: Running;
  pass: Pass;
  /** The addresses of the conversation, and of Direct Line. */
  own: string;
  base: string;
}

/** A started conversation. */
async function open(): Promise<Stage> {
  const wendy = await openWendy();
  const base = `${wendy.url}/v3/directline`;
  const pass = await generate(wendy.url);
  await ask(`${base}/conversations`, pass.token, { method: 'POST' });
  return { wendy, pass, base, own: `${base}/conversations/${pass.conversationId}` };
}

const encode = (part: unknown): string => Buffer.from(JSON.stringify(part)).toString('base64url');
const decode = (part = ''): Record<string, unknown> => JSON.parse(Buffer.from(part, 'base64url').toString());

/** Every address that takes a token of one conversation. */
function addresses({ base, own }: Stage): [string, AskOptions][] {
  const message = { method: 'POST', json: { type: 'message', text: 'x' } };
  return [
    [`${base}/conversations`, { method: 'POST' }],
    [`${base}/tokens/refresh`, { method: 'POST' }],
    [`${base}/tokens/revoke`, { method: 'POST' }],
    [`${base}/session/getsessionid`, {}],
    [`${own}?watermark=`, {}],
    [`${own}/activities`, {}],
    [`${own}/activities`, message],
    [`${own}/upload`, { method: 'POST', body: new FormData() }],
  ];
}

async function textsKept({ own, pass }: Stage): Promise<string[]> {
  const { text } = await ask(`${own}/activities`, pass.token);
  return JSON.parse(text).activities.map((one: { text?: string }) => one.text ?? '');
}

describe('a bad token', () => {
  test('opens nothing, whatever is wrong with it', async () => {
    const stage = await open();
    const [head, body, signature = ''] = stage.pass.token.split('.');
    const claims = decode(body);
    const sign = (over: object, key: string, alg = 'HS256'): string => {
      const signed = `${encode({ ...decode(head), alg })}.${encode({ ...claims, ...over })}`;
      return `${signed}.${createHmac('sha256', key).update(signed).digest('base64url')}`;
    };
    const other = await generate((await open()).wendy.url);
    const bad = [
      'x',
      '..',
      '...',
      `${head}.${body}`,
      `${head}.${body}.`,
      `${head}.${body}.${signature}=`,
      `${head}.${body}.${signature}.${signature}`,
      `${encode({ alg: 'none', typ: 'JWT' })}.${body}.`,
      `${encode({ ...decode(head), alg: 'none' })}.${body}.${signature}`,
      `${encode({ ...decode(head), kid: '__proto__' })}.${body}.${signature}`,
      `${encode(null)}.${body}.${signature}`,
      `${head}.${encode({ ...claims, conv: 'another' })}.${signature}`,
      `${head}.${encode({ ...claims, exp: 9_999_999_999 })}.${signature}`,
      sign({ exp: 9_999_999_999 }, ''),
      sign({ user: 'dl_another' }, String(decode(head).kid)),
      sign({}, 'a key of mine', 'HS512'),
      'x'.repeat(3_000),
      other.token,
      stage.pass.resume,
    ];
    const texts = await textsKept(stage);
    for (const token of bad) {
      for (const [address, options] of addresses(stage)) {
        expect(await ask(address, token, options)).toMatchObject({ status: 403, error: 'TokenInvalid' });
      }
    }
    for (const [address, options] of addresses(stage)) {
      expect(await ask(address, undefined, options)).toMatchObject({ status: 401 });
      const headers = { ...options.headers, Authorization: 'Basic eDp5' };
      expect(await ask(address, undefined, { ...options, headers })).toMatchObject({ status: 401 });
    }
    expect(await textsKept(stage)).toEqual(texts);
  });

  test('is any in which a character differs', async () => {
    const stage = await open();
    const { token } = stage.pass;
    const changed = fc
      .record({
        at: fc.nat(token.length - 1),
        to: fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.='),
      })
      .map(({ at, to }) => token.slice(0, at) + to + token.slice(at + 1))
      .filter((text) => text !== token);
    await fc.assert(
      fc.asyncProperty(changed, async (text) => {
        expect((await ask(`${stage.own}/activities`, text)).status).toBe(403);
      }),
      { numRuns: 300 },
    );
  });

  test('that has expired is told apart, and is not refreshed', async () => {
    const stage = await open();
    stage.wendy.later(30 * 60_000);
    for (const [address, options] of addresses(stage)) {
      expect(await ask(address, stage.pass.token, options)).toMatchObject({
        status: 403,
        error: 'TokenExpired',
      });
    }
  });

  test('that was revoked opens nothing any more, nor does what the page kept', async () => {
    const stage = await open();
    const chat = openClient(stage.wendy.url, { webSocket: true, token: stage.pass.token });
    await chat.say('hello');
    const revoked = await ask(`${stage.base}/tokens/revoke`, stage.pass.token, { method: 'POST' });
    expect(revoked.status).toBe(204);
    for (const [address, options] of addresses(stage)) {
      if (address.endsWith('getsessionid')) continue;
      expect(await ask(address, stage.pass.token, options)).toMatchObject({
        status: 403,
        error: 'TokenRevoked',
      });
    }
    await expect(generate(stage.wendy.url, { resume: stage.pass.resume })).rejects.toThrow('TokenRevoked');
  });

  test('to come back with is good for no longer than 30 days', async () => {
    const stage = await open();
    stage.wendy.later(29 * 86_400_000);
    const { resume } = await generate(stage.wendy.url, { resume: stage.pass.resume });
    stage.wendy.later(2 * 86_400_000);
    await expect(generate(stage.wendy.url, { resume: stage.pass.resume })).rejects.toThrow('TokenExpired');
    expect(await generate(stage.wendy.url, { resume })).toMatchObject({
      conversationId: stage.pass.conversationId,
    });
    await expect(generate(stage.wendy.url, { resume: stage.pass.token })).rejects.toThrow('403');
    await expect(generate(stage.wendy.url, { resume: 7 })).rejects.toThrow('400');
  });
});

describe('another’s conversation', () => {
  test('is refused to a good token, whether it exists or not', async () => {
    const stage = await open();
    const stranger = await generate(stage.wendy.url);
    await ask(`${stage.base}/conversations`, stranger.token, { method: 'POST' });
    const foreign = addresses(stage).filter(([address]) => address.startsWith(stage.own));
    for (const [address, options] of foreign) {
      expect(await ask(address, stranger.token, options)).toMatchObject({ status: 403, error: 'Forbidden' });
      const nowhere = address.replace(stage.pass.conversationId, 'nowhere');
      expect(await ask(nowhere, stranger.token, options)).toMatchObject({ status: 403, error: 'Forbidden' });
    }
    expect(await textsKept(stage)).not.toContain('x');
  });

  test('is not found where it was never started', async () => {
    const { wendy, base } = await open();
    const { token, conversationId } = await generate(wendy.url);
    const own = `${base}/conversations/${conversationId}`;
    const found = await ask(`${own}/activities`, token);
    expect(found).toMatchObject({ status: 404, error: 'ConversationNotFound' });
    expect(await ask(own, token)).toMatchObject({ status: 404, error: 'ConversationNotFound' });
  });
});

test('who sent a message, and where, is what the token says', async () => {
  const stage = await open();
  const forged = {
    type: 'message',
    text: 'my camera has no power',
    id: 'an-id-of-mine',
    from: { id: 'dl_another', name: 'Anna', role: 'bot', aadObjectId: 'x' },
    conversation: { id: 'another', tenantId: 'x' },
    recipient: { id: 'another' },
    channelId: 'msteams',
    serviceUrl: 'https://attacker.example',
    timestamp: '2001-01-01T00:00:00Z',
    deliveryMode: 'expectReplies',
    replyToId: 'x',
    channelData: JSON.parse(
      '{"clientActivityID":"mine","tenant":{"id":"x"},"__proto__":{"admin":true},"evil":"x","postBack":"x"}',
    ),
    value: JSON.parse('{"type":"claim","as":"tom","__proto__":{"admin":true}}'),
    entities: [{ type: 'mention', mentioned: { id: 'wendy' }, text: 'camera' }],
  };
  const posted = await ask(`${stage.own}/activities`, stage.pass.token, { method: 'POST', json: forged });
  expect(posted.status).toBe(200);
  const { id } = JSON.parse(posted.text);
  const { activities } = JSON.parse((await ask(`${stage.own}/activities`, stage.pass.token)).text);
  const echo = activities.find((one: { id: string }) => one.id === id);
  expect(echo).toEqual({
    type: 'message',
    id,
    timestamp: expect.stringMatching(/^20(?!01)/),
    channelId: 'webchat',
    from: { id: stage.pass.userId, role: 'user' },
    conversation: { id: stage.pass.conversationId },
    recipient: { id: 'wendy', name: 'Wendy' },
    text: 'my camera has no power',
    textFormat: 'plain',
    channelData: { clientActivityID: 'mine' },
  });
  expect(stage.wendy.farEnd.taken).toEqual([]);
});

describe('a body that is none', () => {
  const post = ({ own, pass }: Stage, body: string | Buffer, type = 'application/json'): Promise<Reply> =>
    ask(`${own}/activities`, pass.token, { method: 'POST', body, headers: { 'Content-Type': type } });

  test('is refused by what is wrong with it', async () => {
    const stage = await open();
    const bodies: [string | Buffer, number, string?][] = [
      ['', 400],
      ['{', 400],
      ['null', 400],
      ['[]', 400],
      ['"x"', 400],
      ['{}', 400],
      ['{"type":7}', 400],
      ['{"type":""}', 400],
      ['{"type":"message","text":7}', 400],
      [Buffer.from([0x7b, 0xff, 0x7d]), 400],
      ['['.repeat(100_000), 400],
      [`{"type":"message","text":"${'x'.repeat(300_000)}"}`, 413],
      ['type=message&text=x', 415, 'application/x-www-form-urlencoded'],
      ['{"type":"message"}', 415, 'text/plain'],
    ];
    for (const [body, status, type] of bodies) {
      expect([body.slice(0, 40), (await post(stage, body, type)).status]).toEqual([
        body.slice(0, 40),
        status,
      ]);
    }
    expect(stage.wendy.errors).toEqual([]);
  });

  test('is refused as an upload too', async () => {
    const stage = await open();
    const { own, pass } = stage;
    const upload = (body: string | FormData, type?: string): Promise<Reply> =>
      ask(`${own}/upload`, pass.token, {
        method: 'POST',
        body,
        ...(type === undefined ? {} : { headers: { 'Content-Type': type } }),
      });
    const form = (...parts: [string, string | Blob, string?][]): FormData => {
      const made = new FormData();
      for (const [name, value, file] of parts) {
        if (typeof value === 'string') made.append(name, value);
        else made.append(name, value, file);
      }
      return made;
    };
    const file = new Blob(['x'], { type: 'image/png' });
    const files = Array.from({ length: 22 }, (): [string, Blob, string] => ['file', file, 'a.png']);
    expect((await upload('x', 'multipart/form-data')).status).toBe(415);
    expect((await upload('x', 'multipart/form-data; boundary=')).status).toBe(400);
    expect((await upload('x', 'application/json')).status).toBe(415);
    expect((await upload('x', 'multipart/form-data; boundary=b')).status).toBe(400);
    expect(
      (
        await upload(
          '--b\r\nContent-Disposition: form-data; name="activity"\r\n\r\n{',
          'multipart/form-data; boundary=b',
        )
      ).status,
    ).toBe(400);
    const cutOff = '--b\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n\r\nxx';
    expect((await upload(cutOff, 'multipart/form-data; boundary=b')).status).toBe(400);
    expect((await upload(form(['activity', '{']))).status).toBe(400);
    expect((await upload(form(['activity', '7']))).status).toBe(400);
    expect((await upload(form(...files))).status).toBe(400);
    expect((await upload(form(['activity', 'x'.repeat(300_000)]))).status).toBe(413);
    expect((await upload(form(['activity', new Blob(['x'.repeat(300_000)]), 'blob']))).status).toBe(413);
    const head = `POST ${new URL(own).pathname}/upload`;
    const tooLong = { 'Content-Type': 'multipart/form-data; boundary=b', 'Content-Length': '50000000' };
    expect(statusOf(await sendRaw(Number(new URL(own).port), request(head, tooLong)))).toBe(413);
    expect((await upload(form(['file', new Blob([Buffer.alloc(11_000_000)]), 'a.png']))).status).toBe(200);
    expect((await upload(form(['file', new Blob([Buffer.alloc(45_000_000)]), 'a.png']))).status).toBe(413);
    expect((await upload(form(['file', file, '../../etc/passwd']))).status).toBe(200);
    expect(
      (await upload(form(['activity', '{"type":"message","text":"a photo of it"}'], ['file', file, 'a.png'])))
        .status,
    ).toBe(200);
    expect(await textsKept(stage)).toContain('a photo of it');
    expect(stage.wendy.errors).toEqual([]);
  });

  test('never ends the process: chunked, cut off, packed, or with odd heads', async () => {
    const stage = await open();
    const port = Number(new URL(stage.wendy.url).port);
    const path = new URL(stage.own).pathname;
    const headers = { Authorization: `Bearer ${stage.pass.token}`, 'Content-Type': 'application/json' };
    const status = async (head: string, over: Record<string, string>, body = '{"type":"message"}') =>
      statusOf(await sendRaw(port, request(head, { ...headers, ...over }, body)));
    expect(await status(`POST ${path}/activities`, { 'Content-Encoding': 'gzip' })).toBe(415);
    expect(await status(`POST ${path}/activities`, { Host: 'foo|bar' })).toBe(400);
    expect(await status(`POST ${path}/activities`, { 'Transfer-Encoding': 'chunked' })).toBe(400);
    expect(await status(`PUT ${path}/activities`, {})).toBe(405);
    expect(await status(`GET ${path}/%00/%ff`, {}, '')).toBe(400);
    expect(await status('POST /v3/directline/../staff', {})).toBe(404);
    expect(await status(`POST ${path}/activities`, { Upgrade: 'h2c', Connection: 'Upgrade, close' })).toBe(
      200,
    );
    expect((await fetch(`${stage.wendy.url}/live`)).status).toBe(200);
  });
});

test('a page of long messages stays small, and the next one goes on after it', async () => {
  const { own, pass } = await open();
  const texts = Array.from({ length: 6 }, (_, at) => `${at}${'x'.repeat(100_000)}`);
  for (const text of texts) {
    await ask(`${own}/activities`, pass.token, { method: 'POST', json: { type: 'message', text } });
  }
  const seen: string[] = [];
  let watermark = '';
  for (;;) {
    const { text } = await ask(`${own}/activities?watermark=${watermark}`, pass.token);
    const page = JSON.parse(text);
    if (page.activities.length === 0) break;
    expect(text.length).toBeLessThan(400_000);
    seen.push(...page.activities.map((one: { text: string }) => one.text));
    watermark = page.watermark;
  }
  expect(seen.filter((text) => text.length > 100_000)).toEqual(texts);
});

test.each(['-1', 'x', '1.5', '1e3', '99999999999999999999', '%00', ' 1', '0x1', "1'--"])(
  'the watermark %s is refused',
  async (watermark) => {
    const { own, pass } = await open();
    const address = `${own}/activities?watermark=${encodeURIComponent(watermark)}`;
    expect(await ask(address, pass.token)).toMatchObject({ status: 400, error: 'BadArgument' });
  },
);

test('a watermark beyond the end gives nothing, and stays', async () => {
  const { own, pass } = await open();
  const { text } = await ask(`${own}/activities?watermark=999`, pass.token);
  expect(JSON.parse(text)).toEqual({ activities: [], watermark: '999' });
});

test('any string as a message is echoed as it came, as plain text, and answered', async () => {
  const stage = await open();
  for (const [at, text] of naughty.entries()) {
    const json = { type: 'message', text, channelData: { clientActivityID: `${at}${text}`, [text]: text } };
    const reply = await ask(`${stage.own}/activities`, stage.pass.token, { method: 'POST', json });
    expect([text, reply.status]).toEqual([text, 200]);
  }
  const echoes: { text: string; textFormat: string }[] = [];
  let watermark = '';
  for (;;) {
    const page = JSON.parse(
      (await ask(`${stage.own}/activities?watermark=${watermark}`, stage.pass.token)).text,
    );
    if (page.activities.length === 0) break;
    echoes.push(...page.activities.filter(({ from }: { from: { role: string } }) => from.role === 'user'));
    watermark = page.watermark;
  }
  expect(echoes.map(({ text }) => text)).toEqual([...naughty]);
  expect(new Set(echoes.map(({ textFormat }) => textFormat))).toEqual(new Set(['plain']));
  expect(stage.wendy.errors).toEqual([]);
});

test('what is not there, and what may not be done, is said in the protocol’s words', async () => {
  const { base, pass } = await open();
  expect(await ask(`${base}/nothing`, pass.token)).toMatchObject({ status: 404, error: 'NotFound' });
  const wrong = await ask(`${base}/tokens/generate`, pass.token, { method: 'GET' });
  expect(wrong).toMatchObject({ status: 405, error: 'MethodNotAllowed' });
});
