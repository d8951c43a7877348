import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readVoice, type Voice } from '../../src/app.ts';
import { createStaffList, type Staff } from '../../src/desk/staff.ts';
import { type PostgresServer, startPostgres } from '../helpers/postgres.ts';
import { at, type StaffClient } from '../helpers/staff-client.ts';
import { openWendy } from '../helpers/wendy.ts';
import { temporaryFolder } from '../store/helpers.ts';
import { live, placeCase } from './lives.ts';

/** How many cases are raced for: WENDY_RACE_CASES. */
const CASES = Number(process.env.WENDY_RACE_CASES ?? 120);
const TECHNICIANS = 100;
/** How many are after each case at the same time. */
const RIVALS = 3;

const technicians: Staff[] = Array.from({ length: TECHNICIANS }, (_, nth) => ({
  ...{ id: `t${nth}`, name: `T ${nth}`, role: 'technician', languages: ['en'], ids: [] },
}));

let server: PostgresServer;
let voice: Voice;
beforeAll(async () => {
  [voice, server] = await Promise.all([readVoice(), startPostgres()]);
  voice = { ...voice, staffList: createStaffList([...technicians, ...voice.staffList.all]) };
});
afterAll(() => server?.remove());

/** The rivals of a case: always the same, and each technician is after as many. */
const rivalsOf = (nth: number): string[] =>
  Array.from({ length: RIVALS }, (_, rival) => `t${(nth * 7 + rival * 31) % TECHNICIANS}`);

/** Everybody does what is theirs, one thing after another, side by side with all others. */
async function sideBySide(tasks: readonly (() => Promise<void>)[], width: number): Promise<void> {
  const left = [...tasks].reverse();
  const work = async (): Promise<void> => {
    for (let task = left.pop(); task; task = left.pop()) await task();
  };
  await Promise.all(Array.from({ length: width }, work));
}

/** All rivals claim the case at once, in the version that all of them read; gives back who was told that they have it. */
async function race(staff: StaffClient, id: string, rivals: readonly string[], version: number) {
  const answers = await Promise.all(rivals.map((as) => staff.act(id, { type: 'claim', as, version })));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, ...rivals.slice(1).map(() => 409)]);
  const winner = answers.findIndex(({ status }) => status === 200);
  expect(at(answers[winner]?.body, 'assignee')).toBe(rivals[winner]);
  return { holder: rivals[winner] as string, version: Number(at(answers[winner]?.body, 'version')) };
}

async function raceForAll(databaseUrl?: string): Promise<void> {
  const dataDir = await temporaryFolder();
  const clock = { now: () => new Date() };
  const seeded = await live({
    ...{ voice, dir: dataDir, clock, sent: new Map(), errors: [] },
    ...(databaseUrl && { databaseUrl }),
  });
  const ids = Array.from({ length: CASES }, (_, nth) => `C-${2_000_000 + nth}`);
  const begun = new Date().toISOString();
  await sideBySide(
    ids.map((id) => async () => void (await placeCase(seeded, { id, status: 'queued' }, begun))),
    64,
  );
  await seeded.close();
  const { staff, errors } = await openWendy({ content: voice, dataDir, databaseUrl });
  const holders = new Map<string, string>();
  const tasks = ids.map((id, nth) => async () => {
    const rivals = rivalsOf(nth);
    const first = await race(staff, id, rivals, 1);
    // Every third is given back, and raced for again; who still shows the first version is refused.
    if (nth % 3 !== 0) return void holders.set(id, first.holder);
    const back = await staff.act(id, { type: 'release', as: first.holder });
    expect(back.status).toBe(200);
    const stale = await staff.act(id, { type: 'claim', as: rivals[0], version: first.version });
    expect(stale.status).toBe(409);
    const again = await race(staff, id, rivals, Number(at(back.body, 'version')));
    holders.set(id, again.holder);
  });
  await sideBySide(tasks, TECHNICIANS / RIVALS);
  for (let after = ''; ; ) {
    const { body } = await staff.get(`?limit=1000&after=${after}`);
    for (const one of at(body, 'cases') as unknown[]) {
      const id = String(at(one as never, 'id'));
      expect(at(one as never, 'assignee')).toBe(holders.get(id));
      expect(at(one as never, 'status')).toBe('claimed');
      holders.delete(id);
    }
    const next = at(body, 'next');
    if (typeof next !== 'string') break;
    after = next;
  }
  expect(holders.size).toBe(0);
  expect(errors).toEqual([]);
}

describe(`${TECHNICIANS} technicians against ${CASES} cases`, () => {
  it(
    'are one holder a case, and no stale claim is accepted, on the embedded store',
    () => raceForAll(),
    900_000,
  );

  it('are one holder a case, and no stale claim is accepted, on PostgreSQL', async () => {
    await raceForAll(await server.database());
  }, 900_000);
});
