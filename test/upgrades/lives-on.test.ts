import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { markOf, replyAddress } from '../../src/mail/reply-address.ts';
import { type PostgresServer, startPostgres } from '../helpers/postgres.ts';
import { at, type Json } from '../helpers/staff-client.ts';
import { type Running, STAFF_TOKEN } from '../helpers/wendy.ts';
import { mailOf } from '../mail/mails.ts';
import { expectedOf, idOf, onBoth, openFixture, say, secretIn } from './opened.ts';
import { TOKEN, UNKNOWN_WORDS } from './scenes.ts';

/** From any time of a working morning to an afternoon when somebody is on duty, ms. */
const DAYS = (3 * 24 + 3) * 3_600_000;

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server?.remove());

async function caseOf(wendy: Running, id: string): Promise<Json> {
  const { status, body } = await wendy.staff.get(`/${id}`);
  expect(status).toBe(200);
  return body;
}

/** Acts on the case as it then is, again where the clock or the customer came between; resolves with what it becomes. */
async function act(wendy: Running, id: string, action: Record<string, unknown>): Promise<Json> {
  for (;;) {
    const version = at(await caseOf(wendy, id), 'version');
    const { status, body } = await wendy.staff.act(id, { as: 'tom', version, ...action });
    if (status === 409 && at(body, 'field') === 'version') continue;
    expect(status, JSON.stringify(body)).toBe(200);
    return body;
  }
}

/** Resolves once the clock has done something to a case. */
async function isDone(wendy: Running, id: string, what: string): Promise<void> {
  await vi.waitFor(
    async () => {
      const history = at(await caseOf(wendy, id), 'history') as { by: string; did: string }[];
      expect(history).toContainEqual(expect.objectContaining({ by: 'wendy', did: what }));
    },
    { timeout: 10_000 },
  );
}

/** Resolves once these words have come to a customer by themselves. */
function hears(wendy: Running, name: string, words: string): Promise<void> {
  const came = (): boolean =>
    wendy.farEnd.taken.some(
      ({ conversation, activity }) =>
        conversation === `talk-${name}` && activity.text?.includes(words) === true,
    );
  return wendy.farEnd.until(came, `${name} hears ${words}`);
}

describe.each(onBoth)('a case that waits in %s, %s', (fixture, on) => {
  it('lives on to its end: claimed, promised, answered, solved and rated', async () => {
    const { left } = expectedOf(fixture);
    const wendy = await openFixture(fixture, on, server);
    const customer = { name: 'waits' };
    const id = idOf(left, 'waits');
    await say(wendy, customer, 'repeat');
    const claimed = await act(wendy, id, { type: 'claim' });
    expect(claimed).toMatchObject({ status: 'claimed', assignee: 'tom', promise: { kind: 'first' } });
    await hears(wendy, 'waits', 'Tom');
    const replied = await act(wendy, id, { type: 'reply', text: 'How many beeps?' });
    expect(replied).toMatchObject({ status: 'waiting_customer', promise: null });
    await hears(wendy, 'waits', 'How many beeps?');
    await say(wendy, customer, 'three');
    expect(await caseOf(wendy, id)).toMatchObject({ status: 'claimed', promise: { kind: 'next' } });
    await act(wendy, id, { type: 'reply', text: 'Please restart it.' });
    wendy.later(DAYS);
    await hears(wendy, 'waits', 'is waiting for you here');
    await say(wendy, customer, 'done, it is quiet now');
    await act(wendy, id, { type: 'resolve' });
    await hears(wendy, 'waits', 'solved');
    expect((await say(wendy, customer, 'yes'))?.state).toBe('feedback.rating');
    await say(wendy, customer, '5');
    expect(await caseOf(wendy, id)).toMatchObject({ status: 'closed', rating: 5, mergedInto: null });
    expect(wendy.errors).toEqual([]);
  });
});

describe.each(onBoth.filter(([fixture]) => fixture !== 'stored-v1'))(
  'what the desk stored in %s, %s',
  (fixture, on) => {
    const { left } = expectedOf(fixture);
    const open = () => openFixture(fixture, on, server);

    it('is all there for staff: files, consults, decisions, merged cases, ratings', async () => {
      const wendy = await open();
      const listed = await caseOf(wendy, idOf(left, 'listed'));
      expect(listed).toMatchObject({
        ...{ owner: 'wei', assignee: 'wei', status: 'waiting_customer' },
        consults: [{ by: 'wei', answers: [{ by: 'tom', text: 'No.' }] }],
        notes: [{ by: 'wei', text: 'wants ten' }],
        attachments: [{ by: 'wei', shown: true, type: 'image/jpeg' }],
      });
      const pictured = await caseOf(wendy, idOf(left, 'pictured'));
      for (const one of [listed, pictured]) {
        const file = `${at(one, 'id')}/attachments/${at(one, 'attachments.0.id')}`;
        const headers = { Authorization: `Bearer ${STAFF_TOKEN}` };
        const fetched = await fetch(`${wendy.url}/api/staff/cases/${file}`, { headers });
        expect([fetched.status, fetched.headers.get('content-type')]).toEqual([200, 'image/jpeg']);
      }
      const kept = await caseOf(wendy, idOf(left, 'kept'));
      const merges = at(kept, 'history') as { did: string; to?: string }[];
      const duplicate = merges.find(({ did }) => did === 'take_in')?.to ?? '';
      expect(await caseOf(wendy, duplicate)).toMatchObject({ mergedInto: at(kept, 'id'), status: 'closed' });
      expect(at(await caseOf(wendy, idOf(left, 'rated')), 'rating')).toBe(4);
      const decided = await caseOf(wendy, idOf(left, 'decided'));
      expect(at(decided, 'units.0.warranty.final')).toMatchObject({ coverage: 'excluded', clauses: ['2'] });
      const handed = await caseOf(wendy, idOf(left, 'handed'));
      expect(handed).toMatchObject({ status: 'with_sales', promise: { kind: 'first' } });
    });

    it('goes on: the clock, the merged talk, the customers of the list, what was taught', async () => {
      const wendy = await open();
      await say(wendy, { name: 'merged' }, 'the second, surely');
      await act(wendy, idOf(left, 'kept'), { type: 'reply', text: 'Then the second it is.' });
      await hears(wendy, 'merged', 'Then the second it is.');
      await say(wendy, { name: 'new' }, UNKNOWN_WORDS);
      expect((await say(wendy, { name: 'new' }, 'repeat'))?.state).toBe('fault.more');
      const again = { name: 'colleague' };
      await say(wendy, again, 'how much is the bracket?');
      for (const text of ['send', 'Kim Lee', 'kim@carter.example', 'skip']) await say(wendy, again, text);
      const body = (await wendy.staff.get('?status=with_sales&limit=1000')).body;
      const last = (at(body, 'cases') as Json[]).find((one) => at(one, 'customer.name') === 'Kim Lee');
      expect(last).toMatchObject({ owner: 'wei' });
      wendy.later(DAYS);
      await isDone(wendy, idOf(left, 'listed'), 'remind');
      await isDone(wendy, idOf(left, 'handed'), 'promise_broken');
      expect(wendy.errors).toEqual([]);
    });

    it('takes an answer to a mail of then', async () => {
      const wendy = await open();
      const id = idOf(left, 'claimed');
      const to = replyAddress('support@example.com', markOf(id, await secretIn(fixture, on)));
      const response = await fetch(`${wendy.url}/api/mail`, {
        method: 'POST',
        headers: { Authorization: `Bearer ${TOKEN}`, 'Content-Type': 'message/rfc822' },
        body: mailOf({ From: 'sam@example.com', To: to, 'Message-ID': '<two@example.com>' }, 'four, by mail'),
      });
      expect(response.status).toBe(202);
      const lines = at(await caseOf(wendy, id), 'transcript') as { text: string }[];
      expect(lines.map(({ text }) => text)).toContain('four, by mail');
    });
  },
);
