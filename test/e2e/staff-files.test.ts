import { describe, expect, test } from 'vitest';
import { generate, openClient } from '../channels/directline/client.ts';
import { pdf, phonePhoto, picture } from '../helpers/pictures.ts';
import { at, type Json } from '../helpers/staff-client.ts';
import { openWendy, type Running, STAFF_TOKEN } from '../helpers/wendy.ts';
import { queuedCase, type Talk, talkWith } from './talk.ts';

/** A case of a customer on a channel, in tom's hands. */
async function heldCase(wendy: Running, channel?: string): Promise<{ talk: Talk; id: string }> {
  const { talk, id, version } = await queuedCase(wendy, talkWith(wendy, channel ? { channel } : {}));
  expect((await wendy.staff.act(id, { type: 'claim', as: 'tom', version })).status).toBe(200);
  return { talk, id };
}

const fileOf = (name: string, content: Buffer, contentType = 'image/jpeg') => ({
  ...{ name, contentType },
  content: content.toString('base64'),
});

/** The message with these words, once it has come to the customer. */
async function message(wendy: Running, words: string) {
  const found = () => wendy.farEnd.taken.find(({ activity }) => activity.text?.startsWith(words))?.activity;
  await wendy.farEnd.until(() => found() !== undefined, words);
  return found() as {
    text: string;
    attachments?: { contentType: string; contentUrl: string; name: string }[];
  };
}

describe('files that staff send', () => {
  test('come with a reply to the customer, from an address of their own that ends', async () => {
    const wendy = await openWendy();
    const { id } = await heldCase(wendy);
    const attachments = [
      fileOf('wiring.png', await picture('png'), 'image/png'),
      fileOf('../../manual.pdf', pdf(), 'application/pdf'),
    ];
    const { status, body } = await wendy.staff.act(id, {
      ...{ type: 'reply', as: 'tom', text: 'As drawn here:', attachments },
    });
    expect(status).toBe(200);
    const files = at(body, 'attachments') as Json[];
    expect(files).toEqual([
      expect.objectContaining({ type: 'image/jpeg', name: 'wiring.png', by: 'tom', shown: true }),
      expect.objectContaining({ type: 'application/pdf', name: 'manual.pdf', by: 'tom', shown: true }),
    ]);
    const line = (at(body, 'transcript') as Json[]).at(-1);
    expect(line).toEqual({
      ...{ at: expect.any(String), from: 'tom', text: 'As drawn here:' },
      attachments: files.map((file) => at(file, 'id')),
    });
    const sent = await message(wendy, 'As drawn here:');
    expect(sent.attachments?.map(({ contentType, name }) => [contentType, name])).toEqual([
      ['image/jpeg', 'wiring.jpg'],
      ['application/pdf', 'manual.pdf'],
    ]);
    const address = sent.attachments?.[1]?.contentUrl ?? '';
    const fetched = await fetch(address);
    expect([fetched.status, fetched.headers.get('content-type')]).toEqual([200, 'application/pdf']);
    expect(fetched.headers.get('content-disposition')).toMatch(/^attachment;/);
    expect(Buffer.from(await fetched.arrayBuffer()).equals(pdf())).toBe(true);
    await wendy.restart();
    const after = address.replace(/^http:\/\/[^/]+/, wendy.url);
    expect((await fetch(after)).status).toBe(200);
    wendy.later(30 * 86_400_000);
    expect((await fetch(after)).status).toBe(404);
  });

  test('are at no address that anybody could make up', async () => {
    const wendy = await openWendy();
    const { id } = await heldCase(wendy);
    const attachments = [fileOf('a.jpg', await phonePhoto()), fileOf('b.jpg', await phonePhoto(200))];
    await wendy.staff.act(id, { type: 'reply', as: 'tom', text: 'Two pictures', attachments });
    const sent = await message(wendy, 'Two pictures');
    const [one = '', other = ''] = sent.attachments?.map(({ contentUrl }) => contentUrl) ?? [];
    const [site = '', token = ''] = one.split('/files/');
    const [kid = '', file = '', until = '', signature = ''] = token.split('.');
    const otherFile = other.split('/files/')[1]?.split('.')[1] ?? '';
    const later = (Number.parseInt(until, 36) + 1).toString(36);
    const twisted = `${signature[0] === 'A' ? 'B' : 'A'}${signature.slice(1)}`;
    for (const made of [
      file,
      [kid, otherFile, until, signature].join('.'),
      [kid, file, later, signature].join('.'),
      [kid, file, until, twisted].join('.'),
      ['other', file, until, signature].join('.'),
      `${token}.x`,
      '..%2f..%2fetc',
    ]) {
      const answer = await fetch(`${site}/files/${made}`);
      expect([made, answer.status]).toEqual([made, 404]);
    }
    expect((await fetch(one)).status).toBe(200);
  });

  test('of a note stay with staff', async () => {
    const wendy = await openWendy();
    const { id } = await heldCase(wendy);
    const before = wendy.farEnd.taken.length;
    const attachments = [fileOf('bench.jpg', await phonePhoto())];
    const { body } = await wendy.staff.act(id, {
      type: 'note',
      as: 'anna',
      text: 'from the bench',
      attachments,
    });
    const file = String(at(body, 'attachments.0.id'));
    expect(at(body, 'attachments.0')).toMatchObject({ by: 'anna', shown: false });
    expect(at(body, 'notes.0')).toMatchObject({ text: 'from the bench', attachments: [file] });
    expect(JSON.stringify(at(body, 'transcript'))).not.toContain(file);
    const own = `${wendy.url}/api/staff/cases/${id}/attachments/${file}`;
    expect((await fetch(own, { headers: { Authorization: `Bearer ${STAFF_TOKEN}` } })).status).toBe(200);
    expect((await fetch(own)).status).toBe(401);
    await wendy.staff.act(id, { type: 'reply', as: 'tom', text: 'It is being looked at.' });
    const sent = await message(wendy, 'It is being looked at.');
    expect(sent.attachments).toBeUndefined();
    expect(JSON.stringify(wendy.farEnd.taken.slice(before))).not.toContain(file);
  });

  test.each([
    ['msteams', ['a.jpg'], ['manual.pdf']],
    ['sms', [], ['a.jpg', 'manual.pdf']],
  ])('are shown on %s where it can, and are else a link', async (channel, shown, linked) => {
    const wendy = await openWendy();
    const { id } = await heldCase(wendy, channel);
    const attachments = [fileOf('a.jpg', await phonePhoto()), fileOf('manual.pdf', pdf())];
    await wendy.staff.act(id, { type: 'reply', as: 'tom', text: 'Both:', attachments });
    const sent = await message(wendy, 'Both:');
    expect((sent.attachments ?? []).map(({ name }) => name)).toEqual(shown);
    const links = [...sent.text.matchAll(/^(\S+): (http\S+)$/gm)];
    expect(links.map(([, name]) => name)).toEqual(linked);
    for (const [, , url = ''] of links) expect((await fetch(url)).status).toBe(200);
  });

  test('are shown on the page, at an address of the page’s own', async () => {
    const wendy = await openWendy();
    const { token } = await generate(wendy.url);
    const client = openClient(wendy.url, { webSocket: true, token });
    await client.until(() => client.shown.length > 0, 'the greeting');
    for (const words of ['my camera has no power', 'person', 'Ann Hill', 'ann@example.com', 'skip']) {
      await client.say(words);
    }
    const { body } = await wendy.staff.get('');
    const id = String(at(body, 'cases.0.id'));
    await wendy.staff.act(id, { type: 'claim', as: 'tom', version: at(body, 'cases.0.version') });
    const attachments = [fileOf('a.jpg', await phonePhoto()), fileOf('manual.pdf', pdf())];
    await wendy.staff.act(id, { type: 'reply', as: 'tom', text: 'Both:', attachments });
    const found = () =>
      client.shown.find(({ text }) => text === 'Both:') as { attachments?: Json } | undefined;
    await client.until(() => found() !== undefined, 'the reply');
    const shown = (found()?.attachments ?? []) as Json[];
    expect(shown.map((one) => at(one, 'contentType'))).toEqual(['image/jpeg', 'application/pdf']);
    for (const one of shown) {
      const address = String(at(one, 'contentUrl'));
      expect(address).toMatch(/^\/files\//);
      expect((await fetch(new URL(address, wendy.url))).status).toBe(200);
    }
  });

  test('are refused by name, and then nothing is done', async () => {
    const wendy = await openWendy();
    const { id } = await heldCase(wendy);
    const { body: before } = await wendy.staff.get(`/${id}`);
    const good = fileOf('good.jpg', await phonePhoto());
    const bad = fileOf('run.exe', Buffer.from('MZ, a program'), 'image/jpeg');
    const reply = { type: 'reply', as: 'tom', text: 'see here' };
    const refused = await wendy.staff.act(id, { ...reply, attachments: [good, bad] });
    expect([refused.status, at(refused.body, 'field')]).toEqual([400, 'attachments.1']);
    expect(at(refused.body, 'error')).toContain('run.exe');
    const many = await wendy.staff.act(id, { ...reply, attachments: Array(6).fill(good) });
    expect([many.status, at(many.body, 'field')]).toEqual([400, 'attachments']);
    const notTheirs = await wendy.staff.act(id, { ...reply, as: 'li', attachments: [bad] });
    expect(notTheirs.status).toBe(409);
    const large = fileOf('large.pdf', Buffer.alloc(13 * 1024 * 1024));
    expect((await wendy.staff.act(id, { ...reply, attachments: [large] })).status).toBe(413);
    expect((await wendy.staff.get(`/${id}`)).body).toEqual(before);
  });

  test('come once, however often the request does', async () => {
    const wendy = await openWendy();
    const { id } = await heldCase(wendy);
    const attachments = [fileOf('a.jpg', await phonePhoto())];
    const reply = { type: 'reply', as: 'tom', text: 'just once', attachments };
    const key = { 'Idempotency-Key': 'f-1' };
    const answers = await Promise.all(Array.from({ length: 4 }, () => wendy.staff.act(id, reply, key)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    const { body } = await wendy.staff.get(`/${id}`);
    expect(at(body, 'attachments.length')).toBe(1);
    expect(at(body, 'attachments')).toEqual(at(answers[0]?.body, 'attachments'));
  });
});
