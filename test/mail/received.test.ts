import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { type ReceivedMail, readMail } from '../../src/mail/received.ts';
import { bounceOf, mailOf, multipart } from './mails.ts';

const read = async (raw: string): Promise<ReceivedMail> => {
  const mail = await readMail(Buffer.from(raw));
  if (!mail) throw new Error('it is no mail');
  return mail;
};

describe('a mail that comes in', () => {
  test('is read with its new words, and nothing of the rest is lost', async () => {
    const body = 'It beeps.\n\nOn Monday, 2 March, Wendy wrote:\n> Hello';
    const mail = await read(mailOf({ 'Message-ID': '<m1@example.com>', Subject: 'Re: Your case' }, body));
    expect(mail).toMatchObject({
      ...{ id: '<m1@example.com>', messageId: '<m1@example.com>', from: 'ann@example.com' },
      ...{ subject: 'Re: Your case', words: 'It beeps.', whole: body, automatic: false, files: [] },
    });
  });

  test('in GB18030, as programs in China send it, is read', async () => {
    const head = mailOf({ 'Content-Type': 'text/plain; charset=gb18030' }, '');
    const raw = Buffer.concat([
      Buffer.from(head.trimEnd()),
      Buffer.from('\r\n\r\n'),
      Buffer.from([0xba, 0xdc, 0xba, 0xda]),
    ]);
    expect((await readMail(raw))?.words).toBe('很黑');
  });

  test('of HTML alone has its text, and what it quotes is not new', async () => {
    const html =
      '<div>It <b>beeps</b>.</div><div>On Mon, 2 Mar 2026, Wendy wrote:<blockquote>Hello</blockquote></div>';
    expect((await read(mailOf({ 'Content-Type': 'text/html; charset=utf-8' }, html))).words).toBe(
      'It beeps.',
    );
  });

  test('of HTML beside an empty text has its text', async () => {
    const parts = [
      { type: 'text/plain; charset=utf-8', body: ' ' },
      { type: 'text/html; charset=utf-8', body: '<p>It beeps.</p>' },
    ];
    expect((await read(multipart({}, 'alternative', parts))).words).toBe('It beeps.');
  });

  test('without a Message-ID is known by its bytes', async () => {
    const raw = mailOf({}, 'It beeps.');
    const [one, again, other] = [await read(raw), await read(raw), await read(mailOf({}, 'It beeps!'))];
    expect(one.id).toBe(again.id);
    expect(one.id).not.toBe(other.id);
    expect(one.messageId).toBeUndefined();
  });

  test('has its files, without emblems and what is no file of the customer', async () => {
    const photo = Buffer.alloc(30_000, 1);
    const mail = await read(
      multipart({}, 'mixed', [
        { type: 'text/plain; charset=utf-8', body: 'see' },
        { type: 'image/jpeg', body: photo, name: 'dome.jpg' },
        { type: 'text/calendar', body: 'BEGIN:VCALENDAR', name: 'invite.ics' },
        { type: 'application/pkcs7-signature', body: 'x', name: 'smime.p7s' },
      ]),
    );
    expect(mail.files.map(({ name, bytes }) => [name, bytes.length])).toEqual([['dome.jpg', 30_000]]);
  });

  test('has marks where it went and in what it answers, not in its words', async () => {
    const mail = await read(
      mailOf(
        { To: 'a@x', 'Delivered-To': 'b@x', References: '<c@x>\r\n <d@x>', 'In-Reply-To': '<e@x>' },
        'f@x',
      ),
    );
    for (const one of ['a@x', 'b@x', 'c@x', 'd@x', 'e@x']) expect(mail.marked).toContain(one);
    expect(mail.marked).not.toContain('f@x');
  });
});

describe('a mail that no person wrote is known as such', () => {
  test.each<Record<string, string>>([
    { 'Auto-Submitted': 'auto-replied' },
    { 'Auto-Submitted': 'auto-generated' },
    { 'X-Auto-Response-Suppress': 'All' },
    { Precedence: 'bulk' },
    { Precedence: 'auto_reply' },
    { 'X-Autoreply': 'yes' },
    { 'List-Id': '<cameras.example.com>' },
    { 'Return-Path': '<>' },
  ])('%o', async (headers) => {
    expect((await read(mailOf(headers, 'I am away.'))).automatic).toBe(true);
  });

  test.each<Record<string, string>>([
    { 'Auto-Submitted': 'no' },
    { 'Return-Path': '<ann@example.com>' },
    { Precedence: 'normal' },
    { 'X-Priority': '1' },
  ])('and one that a person wrote: %o', async (headers) => {
    expect((await read(mailOf(headers, 'It beeps.'))).automatic).toBe(false);
  });
});

describe('a report that a mail came back', () => {
  const original = 'Reply-To: support+c-1001.aaaaaaaaaaaaaaaa@example.com\r\nSubject: Your case\r\n';

  test('says to whom it was, and brings back the mark', async () => {
    const mail = await read(bounceOf(original, 'ann@example.com'));
    expect(mail).toMatchObject({ automatic: true, bounce: { recipients: ['ann@example.com'] } });
    expect(mail.marked).toContain('c-1001.aaaaaaaaaaaaaaaa');
  });

  test.each([
    { action: 'delayed', status: '4.4.1' },
    { action: 'delivered', status: '2.0.0' },
  ])('that is no failure for good is nothing: %o', async (what) => {
    const mail = await read(bounceOf(original, 'ann@example.com', what));
    expect(mail).toMatchObject({ automatic: true, bounce: undefined });
  });
});

describe('what is no mail', () => {
  test.each([
    '',
    'hello',
    '{"from":"ann@example.com"}',
    '\r\n\r\nFrom: ann@example.com',
    'Subject: hi\r\n\r\nhello',
  ])('%j', async (raw) => {
    expect(await readMail(Buffer.from(raw))).toBeUndefined();
  });

  test('a picture', async () => {
    const picture = await readFile(new URL('../../src/page/avatar.svg', import.meta.url));
    expect(await readMail(picture)).toBeUndefined();
  });
});
