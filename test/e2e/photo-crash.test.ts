import { createHash } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Answer, messageOf, post } from '../helpers/channel.ts';
import { phonePhoto } from '../helpers/pictures.ts';
import { type PostgresServer, startPostgres } from '../helpers/postgres.ts';
import { openProcess } from '../helpers/process.ts';
import { at } from '../helpers/staff-client.ts';

const KILLS = 6;
/** Ms after a photo within which she is killed: while it is looked at, put away, or in its turn. */
const WITHIN = 150;

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres({ durable: true });
});
afterAll(() => server?.remove());

test.each([
  ['in a folder', async () => ({})],
  ['in PostgreSQL', async () => ({ databaseUrl: await server.database() })],
])('kill -9 while a photo comes (%s): it is there once and whole, or comes again', async (_where, open) => {
  const wendy = await openProcess(await open());
  await wendy.start();
  const speaker = { id: 'sam', conversation: 'talk-sam', serviceUrl: 'http://127.0.0.1:9' };
  const contentUrl = `data:image/jpeg;base64,${(await phonePhoto(400)).toString('base64')}`;
  await post(wendy.url, messageOf(speaker, 'my camera has no power'));
  for (let kill = 0; kill < KILLS; kill++) {
    const message = messageOf(speaker, '', { attachments: [{ contentType: 'image/jpeg', contentUrl }] });
    const cutOff: Promise<Answer | undefined> = post(wendy.url, message).catch(() => undefined);
    await wait((WITHIN * kill) / KILLS + Math.random() * 20);
    await wendy.kill();
    const first = await cutOff;
    await wendy.start();
    const { status, activities } = await post(wendy.url, message);
    expect(status).toBe(200);
    if (first) expect(activities).toEqual(first.activities);
  }
  const { body } = await wendy.staff.get('/C-1001');
  expect(at(body, 'attachments.length')).toBe(KILLS);
  for (let nth = 0; nth < KILLS; nth++) {
    const response = await fetch(
      `${wendy.url}/api/staff/cases/C-1001/attachments/${String(at(body, `attachments.${nth}.id`))}`,
      { headers: { Authorization: 'Bearer a-token-of-tests' } },
    );
    const bytes = Buffer.from(await response.arrayBuffer());
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(at(body, `attachments.${nth}.sha256`));
  }
});
