import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createPacer, TEAMS } from '../../src/channels/pace.ts';
import { type PostgresServer, startPostgres } from '../helpers/postgres.ts';
import { at } from '../helpers/staff-client.ts';
import { openTeams, scaled, type TeamsConnector } from '../helpers/teams-connector.ts';
import { openWendy, type Running } from '../helpers/wendy.ts';
import { talkWith } from './talk.ts';

const PEOPLE = 50;
const EACH = 20;
/** Long messages of a technician, which begin each with their number. */
const words = (number: number): string => `${number}: please measure at the plug and tell me what you see`;

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server?.remove());

/** Customers on Teams whose cases a technician holds. */
async function heldCases(wendy: Running, teams: TeamsConnector, people = PEOPLE): Promise<string[]> {
  return Promise.all(
    Array.from({ length: people }, async (_, number) => {
      const talk = talkWith(wendy, {
        channel: 'msteams',
        conversation: `a:${number}`,
        serviceUrl: teams.url,
      });
      const tenant = { conversation: { id: `a:${number}`, tenantId: 'tenant-1' } };
      for (const text of ['my camera has no power', 'person', 'Ann Hill', 'ann@example.com', 'skip'])
        await talk.say(text, tenant);
      return talk.speaker.id;
    }),
  ).then(() => claimAll(wendy));
}

async function claimAll(wendy: Running): Promise<string[]> {
  const { body } = await wendy.staff.get(`?status=queued&limit=${PEOPLE}`);
  const cases = at(body, 'cases');
  const ids = Array.isArray(cases) ? cases.map((one) => String(at(one, 'id'))) : [];
  await Promise.all(
    ids.map(async (id) => {
      const version = Number(at((await wendy.staff.get(`/${id}`)).body, 'version'));
      const { status } = await wendy.staff.act(id, { type: 'claim', as: 'tom', version });
      expect(status).toBe(200);
    }),
  );
  return ids;
}

/** Twenty replies to each case, to one instance after another, as fast as they are taken. */
async function replyAll(wendys: readonly Running[], ids: readonly string[]): Promise<void> {
  await Promise.all(
    ids.map(async (id) => {
      for (let number = 1; number <= EACH; number++) {
        const wendy = wendys[number % wendys.length] as Running;
        const { status } = await wendy.staff.act(id, { type: 'reply', as: 'tom', text: words(number) });
        expect(status).toBe(200);
      }
    }),
  );
}

const replies = (teams: TeamsConnector): string[][] =>
  [...teams.taken.values()].map((texts) => texts.filter((text) => /^\d+: /.test(text)));

async function burst(wendys: readonly Running[], teams: TeamsConnector): Promise<void> {
  const first = wendys[0] as Running;
  const ids = await heldCases(first, teams);
  expect(ids.length).toBe(PEOPLE);
  const began = performance.now();
  await replyAll(wendys, ids);
  await teams.until(() => replies(teams).flat().length >= PEOPLE * EACH, 200_000);
  const expected = Array.from({ length: EACH }, (_, number) => words(number + 1));
  for (const texts of replies(teams)) expect(texts).toEqual(expected);
  const posts = [...teams.answers.values()].reduce((sum, count) => sum + count, 0);
  const throttled = teams.answers.get(429) ?? 0;
  const figures = Object.fromEntries(teams.answers);
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  process.stdout.write(
    `${wendys.length} instance(s): ${posts} posts in ${seconds} s, ${JSON.stringify(figures)}\n`,
  );
  expect(throttled / posts).toBeLessThan(0.01);
  expect(teams.mostAtOnce).toBe(1);
  expect(wendys.flatMap(({ errors }) => errors)).toEqual([]);
}

describe('1,000 proactive messages over 50 conversations in Teams', () => {
  test('all arrive in order within its limits, though it fails at random', { timeout: 60_000 }, async () => {
    const teams = await openTeams({ scale: 10, failing: 0.03 });
    await burst([await openWendy({ pacer: createPacer({ msteams: scaled(TEAMS, 10) }) })], teams);
  });

  test('all arrive in order within its limits from two instances', { timeout: 60_000 }, async () => {
    const teams = await openTeams({ scale: 10, failing: 0.03, seed: 2 });
    const databaseUrl = await server.database();
    const open = () => openWendy({ databaseUrl, pacer: createPacer({ msteams: scaled(TEAMS, 10) }) });
    await burst([await open(), await open()], teams);
  });

  test('of which the channel takes fewer than it says arrive in order all the same', async () => {
    const teams = await openTeams({ scale: 10 });
    const wendy = await openWendy({ pacer: createPacer({}) });
    const [id = ''] = await heldCases(wendy, teams, 1);
    await replyAll([wendy], [id]);
    await teams.until(() => replies(teams).flat().length >= EACH, 30_000);
    expect(replies(teams)).toEqual([Array.from({ length: EACH }, (_, number) => words(number + 1))]);
    expect(teams.answers.get(429)).toBeGreaterThan(0);
    expect(teams.answers.get(429)).toBeLessThan(EACH);
  });

  test.runIf(process.env.REAL_LIMITS)(
    'all arrive in order within its limits in real time',
    { timeout: 300_000 },
    async () => {
      const teams = await openTeams({ failing: 0.03, seed: 3 });
      await burst([await openWendy()], teams);
    },
  );
});
