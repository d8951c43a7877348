import { describe, expect, test } from 'vitest';
import { phonePhoto } from '../helpers/pictures.ts';
import { at, type Json } from '../helpers/staff-client.ts';
import { openWendy } from '../helpers/wendy.ts';
import { bounceOf, mailOf, multipart } from '../mail/mails.ts';
import { answering, type MailScene, OFF_DUTY, openMailScene, SAYS, TOKEN } from './by-mail.ts';
import { queuedCase, talkWith } from './talk.ts';

const DAY = 24 * 3_600_000;

const listOf = (json: Json, path: string): Json[] => {
  const found = at(json, path);
  return Array.isArray(found) ? found : [];
};
const saidIn = async (scene: MailScene, from = 'customer'): Promise<string[]> =>
  listOf(await scene.show(), 'transcript')
    .filter((line) => at(line, 'from') === from)
    .map((line) => String(at(line, 'text')));
const didIn = async (scene: MailScene, did: string): Promise<Json[]> =>
  listOf(await scene.show(), 'history').filter((entry) => at(entry, 'did') === did);

describe('while nobody is on duty', () => {
  test('a case is confirmed in one message and by one mail, answered by mail, and goes on by mail', async () => {
    const scene = await openMailScene({ from: OFF_DUTY });
    expect(scene.last.texts.join('\n')).toContain('A mail to ann@example.com confirms it');
    const { parsed } = scene.first;
    expect(parsed.subject).toBe(`Your case ${scene.id} at Ratingsecu`);
    for (const phrase of [
      'Hello Ann Hill',
      'We open on Monday at 09:00',
      'no power',
      'just answer this mail',
    ])
      expect(parsed.text).toContain(phrase);
    expect(parsed.replyTo?.text).toMatch(/^support\+c-1001\.[a-z2-7]{16}@example\.com$/);
    expect(parsed.html).toContain('<p>Hello Ann Hill,</p>');

    const quoted = `And it beeps.\n\nOn Saturday, Wendy <support@example.com> wrote:\n> Hello Ann Hill,`;
    expect(await scene.answer(quoted)).toEqual({ status: 202, body: { accepted: true, case: scene.id } });
    const added = await scene.until('I put that into your case');
    expect(added.parsed.inReplyTo).toBe('<answer-1@ann.example.com>');
    expect(added.parsed.references).toContain(parsed.inReplyTo);
    expect(added.parsed.subject).toBe(parsed.subject);
    expect(await saidIn(scene)).toContain('And it beeps.');
    expect(await scene.show()).toMatchObject({ status: 'queued' });

    const told = await scene.tomInChat();
    await scene.act({ type: 'claim', as: 'tom' });
    await scene.until('Tom is with you now');
    await scene.act({ type: 'reply', as: 'tom', text: 'Which adapter? **12 V**?' });
    const reply = await scene.until('Which adapter? 12 V?');
    expect(reply.parsed.text).toContain('Tom:\nWhich adapter?');
    expect(reply.parsed.replyTo?.text).toBe(parsed.replyTo?.text);
    expect(await scene.show()).toMatchObject({ status: 'waiting_customer' });

    await scene.answer('24 V, I think');
    await scene.wendy.farEnd.until(
      () => told().some((text) => text.includes('24 V, I think')),
      'Tom hears it',
    );
    expect(told().find((text) => text.includes('24 V'))).toContain('(by mail)');
    expect(await scene.show()).toMatchObject({ status: 'claimed' });
    expect(scene.mail.arrived.filter(({ parsed: { text } }) => text?.includes('This confirms'))).toHaveLength(
      1,
    );
  });

  test('is told in Chinese, with the hotline and its hours', async () => {
    const says = ['摄像头没有电', '人工', '王小明', 'ann@example.com', '跳过'];
    const { first, last } = await openMailScene({ from: OFF_DUTY, says });
    expect(last.texts.join('\n')).toContain('ann@example.com');
    expect(first.parsed.text).toContain('王小明，您好：');
    expect(first.parsed.text).toContain('现在没有人值班');
    expect(first.parsed.text).toContain('直接回这封邮件');
  });

  test('who does not speak Chinese hears that the hotline is, and who is the way', async () => {
    const wendy = await openWendy({ at: OFF_DUTY });
    const answer = await talkWith(wendy).sayAll('my camera has no power', 'person');
    expect(answer.texts.join('\n')).toContain('Nobody is on duty now');
    expect(answer.texts.join('\n')).toContain('answered in Chinese only');
    expect(answer.texts.join('\n')).toContain('sales contact');
  });
});

describe('an answer by mail', () => {
  test('is followed by the chat again as soon as the customer writes there', async () => {
    const scene = await openMailScene();
    await scene.answer('I write by mail now');
    await scene.until('I put that into your case');
    const before = scene.mail.arrived.filter(({ to }) => to.includes('ann@example.com')).length;
    const answer = await scene.talk.say('and here again');
    expect(answer.texts.join('\n')).toContain(scene.id);
    expect(scene.mail.arrived.filter(({ to }) => to.includes('ann@example.com'))).toHaveLength(before);
  });

  test('that is handed in again, also at the same time and after a restart, has one effect', async () => {
    const scene = await openMailScene();
    const raw = mailOf(answering(scene.first, 'once'), 'only once');
    const answers = await Promise.all([scene.handIn(raw), scene.handIn(raw), scene.handIn(raw)]);
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202]);
    await scene.wendy.restart();
    expect((await scene.handIn(raw)).status).toBe(202);
    expect((await saidIn(scene)).filter((text) => text === 'only once')).toHaveLength(1);
    await scene.until('I put that into your case');
    const replies = scene.mail.arrived.filter(({ parsed }) =>
      parsed.text?.includes('I put that into your case'),
    );
    expect(replies).toHaveLength(1);
  });

  test('brings its photo into the case', async () => {
    const scene = await openMailScene();
    const parts = [
      { type: 'text/plain; charset=utf-8', body: 'the label' },
      { type: 'image/jpeg', body: await phonePhoto(), name: 'label.jpg' },
    ];
    expect((await scene.handIn(multipart(answering(scene.first, 'photo'), 'mixed', parts))).status).toBe(202);
    expect(await scene.show()).toMatchObject({ attachments: [{ name: 'label.jpg', type: 'image/jpeg' }] });
  });

  test('is answered with what the technician attached', async () => {
    const scene = await openMailScene();
    await scene.answer('how do I open it?');
    await scene.act({ type: 'claim', as: 'tom' });
    const photo = await phonePhoto();
    const attachments = [{ name: 'screw.jpg', contentType: 'image/jpeg', content: photo.toString('base64') }];
    await scene.act({ type: 'reply', as: 'tom', text: 'The screw is here', attachments });
    const { parsed } = await scene.until('The screw is here');
    expect(parsed.attachments.map(({ filename, contentType }) => [filename, contentType])).toEqual([
      ['screw.jpg', 'image/jpeg'],
    ]);
    expect(parsed.attachments[0]?.content.subarray(0, 2)).toEqual(Buffer.from([0xff, 0xd8]));
  });

  test('keeps all that it held, where that is more than the new words', async () => {
    const scene = await openMailScene();
    const body = 'It beeps.\n\n-- \nAnn Hill, Hill Security Ltd';
    await scene.answer(body);
    const lines = listOf(await scene.show(), 'transcript');
    const mail = at(lines.find((line) => at(line, 'text') === 'It beeps.') ?? {}, 'mail');
    expect(mail).toMatchObject({
      from: 'ann@example.com',
      subject: `Re: Your case ${scene.id} at Ratingsecu`,
      whole: body.replace('-- ', '--'),
    });
  });

  test('from another address is taken, marked for staff, and answered to the address on record', async () => {
    const scene = await openMailScene();
    const told = await scene.tomInChat();
    await scene.act({ type: 'claim', as: 'tom' });
    await scene.answer('I am her colleague', { From: 'sam@elsewhere.example' });
    await scene.wendy.farEnd.until(
      () => told().some((text) => text.includes('her colleague')),
      'Tom hears it',
    );
    expect(told().find((text) => text.includes('her colleague'))).toContain('sam@elsewhere.example');
    await scene.act({ type: 'reply', as: 'tom', text: 'Hello to both of you' });
    const reply = await scene.until('Hello to both of you');
    expect(reply.to).toEqual(['ann@example.com']);
  });

  test('is found by what it answers, where the mail system took the mark from the address', async () => {
    const scene = await openMailScene();
    const references = `${scene.first.parsed.inReplyTo} ${scene.first.parsed.messageId}`;
    expect(await scene.answer('found', { To: 'support@example.com', References: references })).toMatchObject({
      status: 202,
    });
    expect(await saidIn(scene)).toContain('found');
  });

  test('opens a case again that was closed, with whatever words, and thanks do not', async () => {
    const scene = await openMailScene();
    await scene.act({ type: 'claim', as: 'tom' });
    await scene.act({ type: 'resolve', as: 'tom' });
    await scene.answer('thank you');
    expect(await scene.show()).not.toMatchObject({ status: 'claimed' });
    await scene.act({ type: 'close', as: 'tom' }).catch(() => {});
    await scene.answer('the same again since this morning, with the blue one');
    expect(await scene.show()).toMatchObject({ status: 'claimed', assignee: 'tom' });
  });
});

describe('a mail that no person wrote', () => {
  test.each([
    { 'Auto-Submitted': 'auto-replied' },
    { 'X-Auto-Response-Suppress': 'All' },
    { Precedence: 'bulk' },
  ])('is answered by nobody and changes nothing: %o', async (headers) => {
    const scene = await openMailScene();
    const before = await scene.show();
    const count = scene.mail.arrived.length;
    expect(await scene.answer('I am away until Monday.', headers)).toEqual({
      status: 202,
      body: { accepted: false, case: scene.id, reason: 'automatic' },
    });
    expect(await scene.show()).toEqual(before);
    expect(scene.mail.arrived.slice(count).filter(({ to }) => to.includes('ann@example.com'))).toEqual([]);
  });

  test('and that brings one of ours back is told to who is answerable, once', async () => {
    const scene = await openMailScene();
    const told = await scene.tomInChat();
    await scene.act({ type: 'claim', as: 'tom' });
    const { headerLines } = scene.first.parsed;
    const original = headerLines.map(({ line }) => line).join('\r\n');
    const report = bounceOf(original, 'ann@example.com');
    for (let time = 0; time < 2; time++) {
      expect(await scene.handIn(report)).toEqual({
        status: 202,
        body: { accepted: false, case: scene.id, reason: 'bounce' },
      });
    }
    await scene.wendy.farEnd.until(
      () => told().some((text) => text.includes('did not arrive')),
      'Tom hears it',
    );
    expect(await didIn(scene, 'mail_undelivered')).toMatchObject([
      { to: 'ann@example.com', reason: 'refused' },
    ]);
    expect(told().filter((text) => text.includes('did not arrive'))).toHaveLength(1);
  });
});

describe('the door for mail', () => {
  test('refuses what is none, what is too large, and whoever has no token', async () => {
    const scene = await openMailScene();
    const good = mailOf(answering(scene.first, 'x'), 'hello');
    expect((await scene.handIn('hello')).status).toBe(400);
    expect((await scene.handIn(good, { Authorization: 'Bearer wrong' })).status).toBe(401);
    expect((await scene.handIn(good, { Authorization: '' })).status).toBe(401);
    expect((await scene.handIn(good, { 'Content-Type': 'application/json' })).status).toBe(415);
    expect((await scene.handIn(mailOf({}, 'x'.repeat(15 * 1024 * 1024)))).status).toBe(413);
    expect(await saidIn(scene)).toEqual(SAYS);
  });

  test.each([
    ['for nobody', (to: string) => to.replace(/\+[^@]*/, '')],
    ['with a forged mark', (to: string) => to.replace(/.(?=@)/, (last) => (last === 'a' ? 'b' : 'a'))],
    ['with the mark of another case', (to: string) => to.replace('c-1001', 'c-1002')],
  ])('does not know a mail %s', async (_name, change) => {
    const scene = await openMailScene();
    const to = change(scene.first.parsed.replyTo?.text ?? '');
    expect((await scene.answer('hello', { To: to, 'In-Reply-To': '<other@x>' })).status).toBe(404);
    expect(await saidIn(scene)).toEqual(SAYS);
  });

  test('is not there without its token, and mails then ask to answer in the chat', async () => {
    const scene = await openMailScene({ env: { MAIL_INBOUND_TOKEN: '' } });
    expect(scene.first.parsed.replyTo).toBeUndefined();
    expect(scene.first.parsed.text).toContain('write to me again in our chat');
    expect((await scene.handIn(mailOf({}, 'hello'), { Authorization: `Bearer ${TOKEN}` })).status).toBe(404);
  });
});

describe('an answer to a mail of long ago', () => {
  test('goes back to the same people within the days of the rules, also where the chat began anew meanwhile', async () => {
    const scene = await openMailScene();
    await scene.act({ type: 'claim', as: 'tom' });
    await scene.act({ type: 'resolve', as: 'tom' });
    await scene.talk.say('yes');
    scene.wendy.later(10 * DAY);
    await scene.answer('it is back, and the beep as well');
    expect(await scene.show()).toMatchObject({ status: 'claimed', assignee: 'tom' });
  });

  test('begins a new case for a person after them', async () => {
    const scene = await openMailScene();
    await scene.act({ type: 'claim', as: 'tom' });
    await scene.act({ type: 'resolve', as: 'tom' });
    await scene.talk.say('yes');
    scene.wendy.later(30 * DAY);
    await scene.answer('it is back, and the beep as well');
    expect(at(await scene.show(), 'status')).toBe('closed');
    expect((await scene.wendy.staff.get('?status=queued')).body).toMatchObject({
      cases: [{ contact: { email: 'ann@example.com' } }],
    });
  });
});

test('an answer about a case that was merged goes into the one that it is part of', async () => {
  const scene = await openMailScene();
  const other = await queuedCase(scene.wendy);
  await scene.act({ type: 'claim', as: 'tom' });
  await scene.wendy.staff.act(other.id, { type: 'claim', as: 'tom', version: other.version });
  await scene.act({ type: 'merge', as: 'tom', into: other.id });
  expect(await scene.answer('for the one that is left')).toMatchObject({ body: { case: other.id } });
  const { body } = await scene.wendy.staff.get(`/${other.id}`);
  const texts = listOf(body, 'transcript').map((line) => at(line, 'text'));
  expect(texts).toContain('for the one that is left');
});
