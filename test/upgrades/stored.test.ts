import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { conversationId, conversationKey } from '../../src/conversation/record.ts';
import { messageOf, post } from '../helpers/channel.ts';
import { type PostgresServer, run, startPostgres } from '../helpers/postgres.ts';
import type { Json } from '../helpers/staff-client.ts';
import { openWendy, type Running } from '../helpers/wendy.ts';
import { answerTo } from './answers.ts';
import { expectedOf, FIXTURES, idOf, newId, onBoth, openFixture, say, type Told } from './opened.ts';
import { type Left, speakerOf } from './scenes.ts';
import { load } from './tables.ts';

/** Where people have it, or the customer has the last word, no question leads to the queue. */
const WITH_PEOPLE = ['case.held', 'case.waiting', 'feedback.solved', 'closed'];

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server?.remove());

/** All that was said before is still there; more may have come. */
function expectKept(now: Told, before: Told): void {
  for (const [field, value] of Object.entries(before.contact))
    if (value !== null) expect(now.contact[field]).toBe(value);
  for (const [nth, { steps, description, label, since }] of before.faults.entries()) {
    const fault = now.faults[nth];
    expect(fault).toMatchObject({ description, label, ...(since !== undefined && { since }) });
    expect(fault?.steps.slice(0, steps.length)).toEqual(steps);
  }
  for (const [nth, { model, serial, purchaseDate, warranty }] of before.units.entries()) {
    const unit = now.units[nth];
    if (model !== null) expect(unit?.model).toBe(model);
    if (serial !== null) expect(unit?.serial).toBe(serial);
    if (purchaseDate !== null) expect(unit?.purchaseDate).toBe(purchaseDate);
    for (const [fact, { value }] of Object.entries(warranty.facts))
      expect(unit?.warranty.facts[fact]?.value).toEqual(value);
  }
}

async function caseOf(
  wendy: Running,
  id: string,
): Promise<Told & { status: string; transcript: { text: string }[] }> {
  const { status, body } = await wendy.staff.get(`/${id}`);
  expect(status).toBe(200);
  return body as unknown as Awaited<ReturnType<typeof caseOf>>;
}

describe.each(onBoth)('what is stored in %s, %s', (fixture, on) => {
  it('is gone on from: every conversation at the question where it was, to the queue, nothing said lost', async () => {
    const { left, told } = expectedOf(fixture);
    const wendy = await openFixture(fixture, on, server);

    for (const one of left.filter(({ state }) => state !== undefined)) {
      const held = one.name === 'due' ? { state: 'case.held', prompt: null } : one;
      const trace = await say(wendy, one, 'repeat');
      expect(trace?.state, one.name).toBe(held.state);
      expect(trace?.expects?.prompt ?? null, one.name).toBe(held.prompt);
      expect(trace?.case?.id, one.name).toBe(one.case?.id);
    }

    // The wake that nobody had woken for, and the answer that had not got through.
    const due = await caseOf(wendy, idOf(left, 'due'));
    expect(due.transcript.some(({ text }) => text.includes('Li'))).toBe(true);
    wendy.later(60_000);
    const heard = (): boolean =>
      wendy.farEnd.taken.some(({ conversation }) => conversation === 'talk-unheard');
    await wendy.farEnd.until(heard, 'the answer that had not got through');

    for (const one of left) {
      const before = told[one.name];
      if (one.state === undefined || WITH_PEOPLE.includes(one.state)) {
        if (before) expectKept(await caseOf(wendy, one.case?.id ?? ''), before);
        continue;
      }
      let trace = await say(wendy, one, one.name === 'arrives' ? 'my camera has no power' : 'repeat');
      for (let turns = 0; trace?.expects && turns < 80; turns++)
        trace = await say(wendy, one, answerTo(trace.expects.prompt));
      expect(trace?.state, one.name).toBe('case.waiting');
      expect(trace?.case?.status, one.name).toBe('queued');
      if (before) expectKept(await caseOf(wendy, trace?.case?.id ?? ''), before);
    }
    expect(wendy.errors).toEqual([]);
  });

  it('lets staff go on where they were', async () => {
    const { left } = expectedOf(fixture);
    const wendy = await openFixture(fixture, on, server);
    const tom = left.find(({ name }) => name === 'tom') as Left;
    const answer = await post(wendy.url, messageOf(speakerOf(tom.name, wendy.farEnd), 'case', newId()));
    expect(answer.texts.join()).toContain(idOf(left, 'claimed'));
    expect((await say(wendy, { name: 'new' }, 'I need a technician'))?.case?.id).toBe(
      `C-${Math.max(...left.map((one) => Number(one.case?.id.slice(2) ?? 0))) + 1}`,
    );
  });
});

describe('a record that is not as this program would write it', () => {
  /** Wendy on the first fixture in PostgreSQL, one record of it changed. */
  async function openWith(of: (left: readonly Left[]) => string, change: (value: Json) => Json) {
    const folder = join(FIXTURES, 'stored-v1');
    const expected = expectedOf('stored-v1');
    const databaseUrl = await server.database();
    await load(databaseUrl, await readFile(join(folder, 'postgres.jsonl'), 'utf8'));
    const key = of(expected.left);
    const read = async (): Promise<Json> =>
      JSON.parse(
        (await run(databaseUrl, 'SELECT value FROM wendy.records WHERE key_name = $1', [key]))[0]?.value,
      );
    const changed = change(await read());
    await run(databaseUrl, 'UPDATE wendy.records SET value = $2 WHERE key_name = $1', [
      key,
      JSON.stringify(changed),
    ]);
    return { ...expected, key, changed, read, wendy: await openWendy({ at: expected.now, databaseUrl }) };
  }

  it('is refused by name and left as it is where its version is a later one, and the others go on', async () => {
    const { wendy, key, changed, read } = await openWith(
      (left) => `case/${idOf(left, 'product')}`,
      (value) => ({ ...(value as object), v: 3 }),
    );
    const speaker = speakerOf('product', wendy.farEnd);
    const refused = await post(wendy.url, messageOf(speaker, 'RS26-0700009', newId()));
    expect(refused.status).toBe(500);
    expect(wendy.errors.join()).toContain(`${key} has version 3, written by a newer program`);
    expect(await read()).toEqual(changed);
    expect((await say(wendy, { name: 'lists' }, 'repeat'))?.state).toBe('fault.more');
  });

  it('is gone on from where its place has no such name any more: the customer is told, nothing said is lost', async () => {
    const speaker = speakerOf('tries', { url: '' });
    const address = {
      channel: 'emulator',
      conversation: { id: speaker.conversation },
      user: { id: speaker.id },
    };
    const { wendy, left, told } = await openWith(
      () => conversationKey(conversationId({ ...address, serviceUrl: '', bot: { id: '' } })),
      (value) => JSON.parse(JSON.stringify(value).replaceAll('"stop":"triage.step"', '"stop":"triage.ask"')),
    );
    const answer = await post(wendy.url, messageOf(speakerOf('tries', wendy.farEnd), 'yes', newId()));
    expect(answer.texts.join()).toContain('Our questions have changed');
    expect(answer.texts.join()).toContain('Do they match?');
    let trace = answer.trace;
    expect(trace?.state).toBe('triage.no_power.check_adapter');
    const before = told.tries as Told;
    expectKept(await caseOf(wendy, idOf(left, 'tries')), before);
    expect(before.faults[0]?.steps.length).toBeGreaterThan(3);
    for (let turns = 0; trace?.expects && turns < 80; turns++)
      trace = await say(wendy, { name: 'tries' }, answerTo(trace.expects.prompt));
    expect(trace?.case?.status).toBe('queued');
    expectKept(await caseOf(wendy, idOf(left, 'tries')), before);
  });
});
