import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FILE_LIMITS } from '../../dialogs/files.ts';
import { queuedCase, type Talk, talkWith } from '../e2e/talk.ts';
import { heic, pdf, phonePhoto, picture } from '../helpers/pictures.ts';
import { type PostgresServer, run, startPostgres } from '../helpers/postgres.ts';
import { at, type Json } from '../helpers/staff-client.ts';
import { openWendy, type Running, STAFF_TOKEN } from '../helpers/wendy.ts';

const HOUR = 3_600_000;
let server: PostgresServer;
let photo: Record<string, unknown>;
beforeAll(async () => {
  server = await startPostgres();
  photo = attachment('IMG_1.jpg', await phonePhoto(300));
});
afterAll(() => server?.remove());

const attachment = (name: string, bytes: Buffer, contentType = 'image/jpeg') => ({
  name,
  contentType,
  contentUrl: `data:${contentType};base64,${bytes.toString('base64')}`,
});

const showing = (talk: Talk, text: string, ...attachments: unknown[]) => talk.say(text, { attachments });

const caseOf = async (wendy: Running, id = 'C-1001'): Promise<Json> => (await wendy.staff.get(`/${id}`)).body;

const stores: [string, () => Promise<{ databaseUrl?: string }>][] = [
  ['the embedded store', async () => ({})],
  ['PostgreSQL', async () => ({ databaseUrl: await server.database() })],
];

/** What lies on the shelf: the ids, loose and kept. */
async function shelved(
  wendy: Running,
  databaseUrl: string | undefined,
): Promise<{ loose: string[]; kept: string[] }> {
  if (databaseUrl === undefined) {
    const folder = join(wendy.dataDir, 'uploads');
    return { loose: await readdir(join(folder, 'loose')), kept: await readdir(join(folder, 'kept')) };
  }
  const rows = (await run(databaseUrl, 'SELECT id, loose FROM wendy.uploads ORDER BY id')) as {
    id: string;
    loose: boolean;
  }[];
  const ids = (loose: boolean): string[] => rows.filter((row) => row.loose === loose).map(({ id }) => id);
  return { loose: ids(true), kept: ids(false) };
}

describe.each(stores)('photos, on %s', (_name, open) => {
  test('of a fault are kept with it, and staff can get them, also after a restart', async () => {
    const wendy = await openWendy(await open());
    const talk = talkWith(wendy);
    await talk.sayAll('my dome camera is black at night', 'done');
    const before = (await talk.say('repeat')).trace?.expects;
    const { texts, trace } = await showing(talk, '', photo);
    expect(texts.join('\n')).toContain('I have kept the photo with “my dome camera is black at night”.');
    expect(trace?.expects).toEqual(before);
    await wendy.restart();
    const body = await caseOf(wendy);
    const id = String(at(body, 'attachments.0.id'));
    expect(at(body, 'faults.0.attachments')).toEqual([id]);
    expect(at(body, 'attachments')).toMatchObject([
      { type: 'image/jpeg', name: 'IMG 1.jpg', width: 225, height: 300, faultId: 'F1', by: 'customer' },
    ]);
    expect(at(body, 'transcript')).toContainEqual(
      expect.objectContaining({ from: 'customer', text: '', attachments: [id] }),
    );
    const address = `${wendy.url}/api/staff/cases/C-1001/attachments/${id}`;
    const response = await fetch(address, { headers: { Authorization: `Bearer ${STAFF_TOKEN}` } });
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'image/jpeg',
      'content-disposition': 'attachment; filename="file.jpg"; filename*=UTF-8\'\'IMG%201.jpg',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
      'content-security-policy': expect.stringContaining('sandbox'),
    });
    const bytes = Buffer.from(await response.arrayBuffer());
    expect(await sharp(bytes).metadata()).toMatchObject({ width: 225, height: 300, format: 'jpeg' });
    expect(bytes.includes('PhoneMaker')).toBe(false);
    expect(wendy.errors).toEqual([]);
  });

  test('are given to nobody without the token, nor under another case or a name of one’s own', async () => {
    const wendy = await openWendy(await open());
    await showing(talkWith(wendy), 'my camera has no power', photo);
    await talkWith(wendy).say('my recorder beeps');
    const id = String(at(await caseOf(wendy), 'attachments.0.id'));
    const status = async (path: string, token?: string): Promise<number> => {
      const headers = token === undefined ? {} : { Authorization: `Bearer ${token}` };
      return (await fetch(`${wendy.url}/api/staff/cases/${path}`, { headers })).status;
    };
    expect(await status(`C-1001/attachments/${id}`, STAFF_TOKEN)).toBe(200);
    expect(await status(`C-1001/attachments/${id}`)).toBe(401);
    expect(await status(`C-1001/attachments/${id}`, 'another')).toBe(401);
    expect(await status(`C-1002/attachments/${id}`, STAFF_TOKEN)).toBe(404);
    expect(await status(`C-9999/attachments/${id}`, STAFF_TOKEN)).toBe(404);
    for (const odd of ['x', '..%2f..%2fjournal', '%2e%2e', '__proto__', `${id}.jpg`, 'a'.repeat(2_000)])
      expect([odd, await status(`C-1001/attachments/${odd}`, STAFF_TOKEN)]).toEqual([odd, 404]);
    for (const path of [`uploads/loose/${id}`, `uploads/kept/${id}`, `data/uploads/loose/${id}`, id])
      expect((await fetch(`${wendy.url}/${path}`)).status).toBe(404);
  });

  test('of a message that was never heard to its end go after an hour; the others stay', async () => {
    const where = await open();
    const wendy = await openWendy(where);
    const talk = talkWith(wendy);
    const said = { attachments: [photo], id: 'the-same' };
    const first = await talk.say('my camera has no power', said);
    const again = await talk.say('my camera has no power', said);
    expect(again.activities).toEqual(first.activities);
    expect(at(await caseOf(wendy), 'attachments')).toHaveLength(1);
    const id = String(at(await caseOf(wendy), 'attachments.0.id'));
    expect((await shelved(wendy, where.databaseUrl)).loose).toHaveLength(2);
    await wendy.restart();
    expect((await shelved(wendy, where.databaseUrl)).loose).toHaveLength(2);
    wendy.later(2 * HOUR);
    await wendy.restart();
    await expect.poll(() => shelved(wendy, where.databaseUrl)).toEqual({ loose: [], kept: [id] });
    const { body } = await wendy.staff.get('/C-1001');
    const path = `${wendy.url}/api/staff/cases/C-1001/attachments/${String(at(body, 'attachments.0.id'))}`;
    const response = await fetch(path, { headers: { Authorization: `Bearer ${STAFF_TOKEN}` } });
    expect((await response.arrayBuffer()).byteLength).toBe(at(body, 'attachments.0.bytes'));
  });

  test('while a person holds the case reach that person, and Wendy is silent', async () => {
    const wendy = await openWendy({ ...(await open()), env: { PUBLIC_URL: '' } });
    const tom = talkWith(wendy);
    await tom.say('/staff tom');
    const { talk, id } = await queuedCase(wendy);
    await tom.say(`claim ${id}`);
    const { texts } = await showing(talk, 'this is what it looks like', photo);
    expect(texts).toEqual([]);
    const file = String(at(await caseOf(wendy, id), 'attachments.0.id'));
    const heard = () =>
      wendy.farEnd.taken.filter(({ conversation }) => conversation === tom.speaker.conversation);
    const shown = (): string[] =>
      heard().flatMap(({ activity }) =>
        ((activity.attachments ?? []) as { contentUrl?: string }[]).map(({ contentUrl = '' }) => contentUrl),
      );
    await wendy.farEnd.until(() => shown().some((url) => url.includes(file)), 'the photo');
    const [url = ''] = shown().filter((one) => one.includes(file));
    expect((await fetch(url)).headers.get('content-type')).toContain('image/jpeg');
    expect((await fetch(url.replace(/.$/, '!'))).status).toBe(404);
    expect(heard().some(({ activity }) => activity.text?.includes('this is what it looks like'))).toBe(true);
    expect((await showing(talk, '', attachment('a.heic', heic()), photo)).texts.join('\n')).toContain('HEIC');
    expect(at(await caseOf(wendy, id), 'attachments')).toHaveLength(2);
    const card = await tom.say(`case ${id}`);
    expect(JSON.stringify(card.activities)).toContain(file);
  });
});

describe('what Wendy does with photos', () => {
  test('one alone as the first message is kept, and belongs to the fault that is told next', async () => {
    const wendy = await openWendy();
    const talk = talkWith(wendy);
    const { texts, trace } = await showing(talk, '', photo);
    expect(texts.join('\n')).toContain('I have kept the photo with what you tell me.');
    expect(trace).toMatchObject({ expects: { prompt: 'need' }, case: null });
    await talk.say('my camera has no power');
    expect(at(await caseOf(wendy), 'faults.0.attachments.length')).toBe(1);
  });

  test('one that comes with the words is of the fault that they tell', async () => {
    const wendy = await openWendy();
    const talk = talkWith(wendy);
    await talk.say('my dome camera is black at night');
    const { texts } = await showing(talk, 'and my recorder beeps', photo);
    expect(texts.join('\n')).toContain('“my recorder beeps”');
    const body = await caseOf(wendy);
    expect([at(body, 'faults.0.attachments.length'), at(body, 'faults.1.attachments.length')]).toEqual([
      0, 1,
    ]);
  });

  test('one of the serial label is kept for the technician, and the number is asked for all the same', async () => {
    const wendy = await openWendy();
    const talk = talkWith(wendy);
    await talk.sayAll('the picture of my camera is blurred', 'done');
    let { trace } = await talk.say('repeat');
    for (let n = 0; trace?.expects?.prompt.startsWith('triage.') && n < 20; n++)
      ({ trace } = await talk.say('skip'));
    ({ trace } = await talk.say('RS-D200'));
    expect(trace?.expects?.prompt).toBe('product.serial');
    const shown = await showing(talk, '', photo, photo);
    expect(shown.texts.join('\n')).toContain("I can't read numbers off a photo");
    expect(shown.trace?.expects?.prompt).toBe('product.serial');
    const { trace: next } = await talk.say('RS-4471');
    expect(next?.expects?.prompt).not.toBe('product.serial');
    const body = await caseOf(wendy);
    expect(at(body, 'attachments')).toMatchObject([
      { serialLabel: true, unitIds: ['U1'], faultId: null },
      { serialLabel: true, unitIds: ['U1'], faultId: null },
    ]);
    expect(at(body, 'faults.0.attachments.length')).toBe(2);
    expect(at(body, 'units.0.serial')).toBe('RS-4471');
  });

  test('one for a case that waits joins it', async () => {
    const wendy = await openWendy();
    const { talk, id } = await queuedCase(wendy);
    const { texts, trace } = await showing(talk, '', photo);
    expect(texts.join('\n')).toContain(`I have put the photo into your case ${id}`);
    expect(trace?.case).toEqual({ id, status: 'queued' });
    expect(at(await caseOf(wendy, id), 'attachments.length')).toBe(1);
  });

  test('those that can not be kept are named and explained, and the rest of the message counts', async () => {
    const wendy = await openWendy();
    const { texts, trace } = await showing(
      talkWith(wendy),
      'my camera has no power',
      attachment('notes.docx', Buffer.from('PK\x03\x04')),
      photo,
      attachment('a.heic', heic()),
      attachment('invoice.pdf', pdf(), 'application/pdf'),
      { name: 'far.jpg', contentType: 'image/jpeg', contentUrl: 'http://169.254.169.254/far.jpg' },
      attachment('', Buffer.alloc(0)),
    );
    const said = texts.join('\n');
    expect(said).toContain('I have kept the 2 files with “my camera has no power”.');
    expect(said).toContain('“notes.docx” is neither a photo nor a PDF');
    expect(said).toContain('“a.heic” is a HEIC photo');
    expect(said).toContain("“far.jpg” didn't reach me.");
    expect(said).toContain('File 6 ');
    expect(trace).toMatchObject({ state: 'fault.more', case: { status: 'open' } });
    expect(at(await caseOf(wendy), 'attachments.length')).toBe(2);
  });

  test('are spoken of in Chinese to who speaks it', async () => {
    const wendy = await openWendy();
    const talk = talkWith(wendy, { locale: 'zh-CN' });
    const { texts } = await showing(
      talk,
      '摄像头晚上全黑',
      photo,
      attachment('文档.docx', Buffer.from('PK\x03\x04')),
    );
    expect(texts.join('\n')).toContain('收到 1 张照片，已和“摄像头晚上全黑”放在一起。');
    expect(texts.join('\n')).toContain('“文档.docx”不是照片，也不是 PDF');
  });

  test('are so many with a case and no more', async () => {
    const wendy = await openWendy();
    const talk = talkWith(wendy);
    await talk.say('my camera has no power');
    const small = attachment('s.png', await picture('png', 10), 'image/png');
    const eight = Array.from({ length: FILE_LIMITS.ofMessage }, () => small);
    for (let sent = 0; sent < FILE_LIMITS.ofCase; sent += eight.length) await showing(talk, '', ...eight);
    const { texts } = await showing(talk, '', small);
    expect(texts.join('\n')).toContain(`${FILE_LIMITS.ofCase} files are here already`);
    expect(at(await caseOf(wendy), 'attachments.length')).toBe(FILE_LIMITS.ofCase);
  });

  test('one after the case is over goes with what the customer says it is of', async () => {
    const wendy = await openWendy();
    const { talk, id } = await queuedCase(wendy);
    const { body } = await wendy.staff.get(`/${id}`);
    await wendy.staff.act(id, { type: 'claim', as: 'tom', version: at(body, 'version') });
    await wendy.staff.act(id, { type: 'close', as: 'tom' });
    const asked = (await showing(talk, '', photo)).trace;
    expect(asked).toMatchObject({ expects: { prompt: 'feedback.reopen' } });
    await talk.say('new');
    await talk.say('my recorder beeps');
    expect(at(await caseOf(wendy, 'C-1002'), 'faults.0.attachments.length')).toBe(1);
  });

  test('those of a fault that is taken off the list stay with the case', async () => {
    const wendy = await openWendy();
    const talk = talkWith(wendy);
    await talk.say('my dome camera is black at night');
    await showing(talk, 'and my recorder beeps', photo);
    await talk.say('remove the second one');
    const body = await caseOf(wendy);
    expect(at(body, 'faults.length')).toBe(1);
    expect(at(body, 'attachments')).toMatchObject([{ faultId: null }]);
  });
});
