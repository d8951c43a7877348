import { expect } from 'vitest';
import { type Talk, talkWith } from '../e2e/talk.ts';
import { at } from '../helpers/staff-client.ts';
import type { Running } from '../helpers/wendy.ts';

/** The channels that a stranger can name: each ability there is, and one that nobody knows. */
export const CHANNELS = ['emulator', 'msteams', 'webchat', 'directline', 'sms', 'carrier-pigeon'];

/** What tells of the inside: a stack, a path, a library, another's data. */
export const INSIDE = /\bat \S+ \(|node_modules|\.ts:\d|\/tmp\/wendy|a-token-of-tests|Quist|zebulon/;

/** Somebody whose words must come into nobody else's answers, with a case in the queue. */
export async function openHonestCase(wendy: Running): Promise<Talk> {
  const talk = talkWith(wendy, { name: 'Zebulon Quist' });
  const said = ['my camera has no power', 'person', 'Zebulon Quist', 'zebulon@example.com', 'skip'];
  const { trace } = await talk.sayAll(...said);
  expect(trace?.case?.status).toBe('queued');
  return talk;
}

const WITH_PEOPLE = ['with_sales', 'queued', 'claimed', 'waiting_customer', 'resolved', 'closed'];

/** The cases that people have to do with, and their versions; what a stranger only tells Wendy is none of them. */
export async function casesWithPeople(wendy: Running): Promise<unknown[]> {
  const found = await Promise.all(
    WITH_PEOPLE.map((status) => wendy.staff.get(`?status=${status}&limit=100`)),
  );
  return found
    .map(({ body }) => at(body, 'cases'))
    .flatMap((cases) => (Array.isArray(cases) ? cases : []))
    .map((one) => [at(one, 'id'), at(one, 'version')]);
}

/** Nothing before broke her: a new customer comes to the queue, and nothing was logged as an error. */
export async function expectHonestServed(wendy: Running): Promise<void> {
  await openHonestCase(wendy);
  expect((await fetch(`${wendy.url}/ready`)).status).toBe(200);
  expect(wendy.errors).toEqual([]);
}

/** Does it for each, some at once. */
export async function forEach<T>(
  all: Iterable<T>,
  lanes: number,
  work: (one: T) => Promise<void>,
): Promise<void> {
  const rest = all[Symbol.iterator]();
  const lane = async (): Promise<void> => {
    for (let next = rest.next(); !next.done; next = rest.next()) await work(next.value);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}
