import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { simpleParser } from 'mailparser';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type Mail, toLetter } from '../../src/mail/mail.ts';
import { createMailer, type Mailer } from '../../src/mail/mailer.ts';
import { openMailServer } from './helpers.ts';

const FROM = 'Wendy <support@example.com>';
const mail: Mail = {
  to: { name: '王小明', address: 'ming@example.com' },
  subject: '睿视安：您的工单 C-1042',
  paragraphs: [
    { text: '王小明，您好：' },
    { text: '红外灯板 <烧坏>了，\n请看 "报价 1"。', quoted: true },
    { text: 'Tom & Li' },
  ],
  language: 'zh',
  at: '2026-03-02T10:00:00.000Z',
};

const KEY = randomBytes(32).toString('base64');

async function open(
  smtpUrl: string | undefined,
  answered = false,
): Promise<{ mailer: Mailer; folder: string }> {
  const folder = join(await mkdtemp(join(tmpdir(), 'wendy-mail-')), 'mail');
  const mailer = createMailer({
    ...{ smtpUrl, from: FROM, folder },
    replies: { key: async () => KEY, answered },
    bytesOf: async (id) => (id === 'gone' ? undefined : Buffer.from(id)),
  });
  onTestFinished(async () => {
    await mailer.close();
    await rm(join(folder, '..'), { recursive: true, force: true });
  });
  return { mailer, folder };
}

describe('a mail over SMTP', () => {
  test('arrives with both parts, its Chinese intact and its words not taken for markup', async () => {
    const server = await openMailServer();
    const { mailer } = await open(server.url);
    expect(await mailer.send(mail, 'mail-1')).toEqual({ kind: 'sent' });
    const [one] = server.arrived;
    expect([one?.from, one?.to]).toEqual(['support@example.com', ['ming@example.com']]);
    expect(one?.parsed.subject).toBe(mail.subject);
    expect(one?.parsed.to).toMatchObject({ value: [{ name: '王小明', address: 'ming@example.com' }] });
    expect(one?.parsed.from?.value).toEqual([{ name: 'Wendy', address: 'support@example.com' }]);
    expect(one?.parsed.date?.toISOString()).toBe(mail.at);
    expect(one?.parsed.messageId).toBe('<mail-1@example.com>');
    expect(one?.parsed.headers.get('auto-submitted')).toBe('auto-generated');
    expect(one?.parsed.text).toBe('王小明，您好：\n\n> 红外灯板 <烧坏>了，\n> 请看 "报价 1"。\n\nTom & Li\n');
    expect(one?.parsed.html).toContain(
      '<blockquote>红外灯板 &lt;烧坏&gt;了，<br>\n请看 &quot;报价 1&quot;。</blockquote>',
    );
    expect(one?.parsed.html).toContain('<p>Tom &amp; Li</p>');
  });

  test('bears the same identity when it is sent again', async () => {
    const server = await openMailServer();
    const { mailer } = await open(server.url);
    for (let time = 0; time < 2; time++) await mailer.send(mail, 'mail-7');
    const ids = server.arrived.map(({ parsed }) => parsed.messageId);
    expect(ids).toEqual(['<mail-7@example.com>', '<mail-7@example.com>']);
  });

  test('of a case stands with its other mails, and names the address that it is answered to', async () => {
    const server = await openMailServer();
    const { mailer } = await open(server.url, true);
    for (const [id, thread] of [
      ['m-1', { case: 'C-1042' }],
      ['m-2', { case: 'C-1042', answers: '<from-ann@example.com>' }],
      ['m-3', { case: 'C-1043' }],
    ] as const)
      await mailer.send({ ...mail, thread }, id);
    const [first, second, other] = server.arrived.map(({ parsed }) => parsed);
    expect(first?.replyTo?.text).toMatch(/^support\+c-1042\.[a-z2-7]{16}@example\.com$/);
    expect(second?.replyTo?.text).toBe(first?.replyTo?.text);
    expect(other?.replyTo?.text).toMatch(/^support\+c-1043\./);
    expect(second?.inReplyTo).toBe('<from-ann@example.com>');
    expect(second?.references).toEqual([first?.inReplyTo, '<from-ann@example.com>']);
    expect(other?.inReplyTo).not.toBe(first?.inReplyTo);
  });

  test('has no address to answer to where no mail comes in', async () => {
    const server = await openMailServer();
    const { mailer } = await open(server.url);
    await mailer.send({ ...mail, thread: { case: 'C-1042' } }, 'm-1');
    expect(server.arrived[0]?.parsed.replyTo).toBeUndefined();
  });

  test('brings its files, whatever they are called, and without those that are gone', async () => {
    const server = await openMailServer();
    const { mailer } = await open(server.url);
    const name = '镜头\r\nBcc: victim@example.com".pdf';
    const files = ['there', 'gone'].map((id) => ({ id, name, type: 'application/pdf' }));
    expect(await mailer.send({ ...mail, files }, 'mail-8')).toEqual({ kind: 'sent' });
    const [one] = server.arrived;
    expect(one?.parsed.attachments).toHaveLength(1);
    expect(one?.parsed.attachments[0]?.content.toString()).toBe('there');
    expect(one?.parsed.attachments[0]?.filename).toContain('镜头');
    expect(one?.parsed.headers.has('bcc')).toBe(false);
    expect(one?.to).toEqual(['ming@example.com']);
  });

  test('takes no header from what it answers', async () => {
    const server = await openMailServer();
    const { mailer } = await open(server.url, true);
    const answers = '<a@b>\r\nBcc: victim@example.com\r\n\r\nbody';
    await mailer.send({ ...mail, thread: { case: 'C-1042', answers } }, 'mail-9');
    expect(server.arrived[0]?.parsed.headers.has('bcc')).toBe(false);
    expect(server.arrived[0]?.parsed.text).not.toContain('victim');
  });

  test('takes no header from a name or a subject', async () => {
    const server = await openMailServer();
    const { mailer } = await open(server.url);
    const evil = 'x\r\nBcc: victim@example.com\r\n\r\nbody';
    const outcome = await mailer.send(
      { ...mail, subject: evil, to: { name: evil, address: 'a@example.com' } },
      'mail-2',
    );
    expect(outcome).toEqual({ kind: 'sent' });
    const [one] = server.arrived;
    expect(one?.to).toEqual(['a@example.com']);
    expect(one?.parsed.headers.has('bcc')).toBe(false);
    expect(one?.parsed.subject).toBe('x Bcc: victim@example.com body');
    expect(one?.parsed.text).not.toContain('victim');
  });

  test.each([
    'a@b.c\r\nRCPT TO:<v@example.com>',
    'a@b, v@example.com',
    '<a@b>',
    'nobody',
    '',
    'a b@c',
    '"a"@b',
  ])('to the address %j goes nowhere', async (address) => {
    const server = await openMailServer();
    const { mailer } = await open(server.url);
    expect(await mailer.send({ ...mail, to: { name: null, address } }, 'mail-3')).toMatchObject({
      kind: 'failed',
    });
    expect(server.arrived).toEqual([]);
  });

  test.each([
    [550, 'failed'],
    [552, 'failed'],
    [451, 'retry'],
    [421, 'retry'],
  ])('that the server answers with %i is told as %s', async (status, kind) => {
    const server = await openMailServer({ refuse: () => status });
    const { mailer } = await open(server.url);
    expect(await mailer.send(mail, 'mail-4')).toMatchObject({
      kind,
      detail: expect.stringMatching(new RegExp(`^mail [A-Z]+ ${status}$`)),
    });
  });

  test('can be tried again when nobody listens', async () => {
    const server = await openMailServer();
    await server.close();
    const { mailer } = await open(server.url);
    expect(await mailer.send(mail, 'mail-5')).toMatchObject({ kind: 'retry' });
  });
});

describe('a mail without a server', () => {
  test('becomes a file of its own, whole, which a mail program opens', async () => {
    const { mailer, folder } = await open(undefined);
    expect(await mailer.send(mail, 'mail-1')).toEqual({ kind: 'sent' });
    expect(await mailer.send(mail, 'mail-2')).toEqual({ kind: 'sent' });
    const names = (await readdir(folder)).toSorted();
    expect(names).toEqual(['20260302T100000Z-mail-1.eml', '20260302T100000Z-mail-2.eml']);
    const parsed = await simpleParser(await readFile(join(folder, names[0] ?? '')));
    expect(parsed.subject).toBe(mail.subject);
    expect(parsed.text).toContain('红外灯板 <烧坏>了');
  });

  test('that is written again is one file', async () => {
    const { mailer, folder } = await open(undefined);
    for (let time = 0; time < 2; time++) await mailer.send(mail, 'mail-1');
    expect(await readdir(folder)).toEqual(['20260302T100000Z-mail-1.eml']);
  });

  test('stays in its folder whatever its id is', async () => {
    const { mailer, folder } = await open(undefined);
    await mailer.send(mail, '../../../etc/passwd');
    expect(await readdir(folder)).toEqual(['20260302T100000Z-..-..-..-etc-passwd.eml']);
  });
});

test('every header of a letter is one line, whatever its words are', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (name, subject) => {
      const letter = toLetter({ ...mail, subject, to: { name, address: 'a@example.com' } }, 'id', FROM);
      expect(/[\r\n\0]/.test(`${letter?.to.name}${letter?.subject}`)).toBe(false);
    }),
  );
});
