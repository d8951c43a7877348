import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { openPostgresStore } from '../../src/store/postgres/open.ts';
import { wholeNumber } from '../helpers/environment.ts';
import { type FarEnd, openFarEnd } from '../helpers/far-end.ts';
import { type PostgresServer, startPostgres } from '../helpers/postgres.ts';
import { openProcess, type Process } from '../helpers/process.ts';
import { at, type Json } from '../helpers/staff-client.ts';
import { type Customer, newCustomer, sayAll } from './persistent-customer.ts';
import { expectInOrder, expectTheCase } from './script-walk.ts';

const KILLS = wholeNumber('WENDY_KILLS') ?? 20;
/** Customers who talk at the same time, until the last kill. */
const AT_ONCE = 8;
/** Ms of life, after an instance is ready, within which the next is killed. */
const WITHIN = 300;
/** Every so many kills both instances die at once. */
const BOTH = 5;

/** A kill, by how much the far end had taken: before it, and when the instance was there again. */
interface Kill {
  from: number;
  to: number;
}

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server?.remove());

async function killAgainAndAgain(wendys: readonly Process[], farEnd: FarEnd): Promise<Kill[]> {
  const kills: Kill[] = [];
  for (let nth = 1; nth <= KILLS; nth++) {
    await wait(Math.random() * WITHIN);
    const from = farEnd.taken.length;
    const dying = nth % BOTH === 0 ? wendys : [wendys[Math.random() < 0.5 ? 0 : 1] as Process];
    await Promise.all(dying.map((wendy) => wendy.kill()));
    await Promise.all(dying.map((wendy) => wendy.start()));
    kills.push({ from, to: farEnd.taken.length });
  }
  return kills;
}

/** Customers one after another in each of the places, as long as it goes on. */
async function talkWhile(
  goesOn: () => boolean,
  wendys: readonly Process[],
  farEnd: FarEnd,
): Promise<Customer[]> {
  const all: Customer[] = [];
  const place = async (number: number): Promise<void> => {
    while (goesOn()) {
      const customer = newCustomer(`customer-${all.length + 1}`, number % 2 === 0, farEnd.url);
      all.push(customer);
      await sayAll(customer, wendys, farEnd, number);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, (_, number) => place(number)));
  return all;
}

/**
 * What came to the far end a second time: only where the customer had asked again, or where a kill left open what had
 * become of it. Gives how many came so.
 */
function countRepeated(farEnd: FarEnd, customers: readonly Customer[], kills: readonly Kill[]): number {
  const resent = new Set(customers.flatMap((customer) => [...customer.resent]));
  const firsts = new Map<string, number>();
  let count = 0;
  for (const [index, { conversation, replyTo, activity }] of farEnd.taken.entries()) {
    const key = JSON.stringify([conversation, replyTo, activity.type, activity.text ?? '']);
    const first = firsts.get(key);
    firsts.set(key, first ?? index);
    if (first === undefined) continue;
    count += 1;
    const killed = kills.some(({ from, to }) => to >= first && from <= index);
    expect(killed || resent.has(replyTo ?? ''), `${key} came again without a reason`).toBe(true);
  }
  return count;
}

/** An inline answer comes to the far end too only where a kill left open whether the response went out. */
function countLent(farEnd: FarEnd, customers: readonly Customer[]): number {
  const lent = customers
    .filter(({ inline }) => inline)
    .flatMap(({ turns }) => turns)
    .flatMap(({ message, hears }) => farEnd.answersTo(message.id).map((posted) => ({ posted, hears })));
  for (const { posted, hears } of lent) {
    if (posted.activity.type === 'message') expect(hears).toContain(posted.activity.text);
  }
  return lent.length;
}

async function casesOf(wendy: Process): Promise<Map<string, Json[]>> {
  const found = new Map<string, Json[]>();
  let after: Json | undefined = '';
  do {
    const { body } = await wendy.staff.get(`?limit=1000&after=${after}`);
    for (const one of at(body, 'cases') as Json[]) {
      const customer = String(at(one, 'customer.id'));
      found.set(customer, [...(found.get(customer) ?? []), one]);
    }
    after = at(body, 'next');
  } while (after);
  return found;
}

test('either of two is killed again and again under load: each conversation stands where a plain one stands', {
  timeout: 240_000 + KILLS * 15_000,
}, async () => {
  const databaseUrl = await server.database();
  const wendys = [await openProcess({ databaseUrl }), await openProcess({ databaseUrl })];
  const farEnd = await openFarEnd();
  onTestFinished(() => farEnd.close());
  await Promise.all(wendys.map((wendy) => wendy.start()));
  const plain = newCustomer('plain', true, farEnd.url);
  await sayAll(plain, wendys, farEnd, 0);

  let over = false;
  const talking = talkWhile(() => !over, wendys, farEnd);
  const kills = await killAgainAndAgain(wendys, farEnd).finally(() => {
    over = true;
  });
  const customers = await talking;

  const store = await openPostgresStore({ url: databaseUrl, log: { info() {}, warn() {} } });
  onTestFinished(() => store.close());
  while ((await store.outbox({ now: Date.now(), limit: 1 })).length > 0) await wait(50);
  const cases = await casesOf(wendys[0] as Process);
  expect(cases.size).toBe(customers.length + 1);
  for (const customer of customers) {
    expect(customer.stood).toEqual(plain.stood);
    const own = cases.get(`emulator:${customer.speaker.id}`) ?? [];
    expect(own).toHaveLength(1);
    expectTheCase(own[0], customer.turns);
    if (!customer.inline) expectInOrder(farEnd, customer.speaker.conversation, customer.turns);
  }
  const repeated = countRepeated(farEnd, customers, kills);
  const resent = customers.reduce((sum, customer) => sum + customer.resent.size, 0);
  expect(resent).toBeGreaterThan(0);
  console.info(
    `${kills.length} kills (each ${BOTH}th of both), ${customers.length} conversations of ${plain.turns.length} turns, ` +
      `${resent} messages cut off and sent again, ${farEnd.taken.length} activities delivered, ${repeated} of them again, ` +
      `${countLent(farEnd, customers)} of inline answers`,
  );
});
