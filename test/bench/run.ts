import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type OwnIssuer, startIssuer } from '../helpers/issuer.ts';
import { type PostgresServer, startPostgres } from '../helpers/postgres.ts';
import { createClient, SERVICE_URL } from './client.ts';
import {
  installPeer,
  startEcho,
  startOnPostgres,
  startProduct,
  startWaterfall,
  startWithAppId,
} from './contenders.ts';
import { playToQueue } from './customer.ts';
import { createLoad, type Load, type Round } from './load.ts';
import type { Contender } from './process.ts';
import { renderingTable } from './rendering.ts';
import { type Figures, figuresOf, formatTable } from './table.ts';

const USAGE = `npm run bench -- [--quick] [--rounds N] [--seconds S] [--connections 1,16,64] [--warm-up S] [--profile FOLDER]
  --quick    2 rounds of 1 s after a warm-up of 3 s, instead of 5 of 3 s after 20 s
  --warm-up  how long each contender talks before the first round
  --profile  no comparison: Wendy alone at 16 connections, her CPU profile into FOLDER
`;

/** Connections of the warm-up and of the profile. */
const USUAL = 16;

/** Says in an answer that the conversation has come to its end. */
const QUEUED = '"status":"queued"';

interface Plan {
  rounds: number;
  /** Length of a round, s. */
  seconds: number;
  /** Length of each contender's warm-up, s: what runs for days is measured as it runs then. */
  warmUp: number;
  connections: number[];
  profile: string | undefined;
}

function readPlan(args: readonly string[]): Plan | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean', default: false },
      rounds: { type: 'string' },
      seconds: { type: 'string' },
      'warm-up': { type: 'string' },
      connections: { type: 'string', default: '1,16,64' },
      profile: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  const plan = {
    rounds: Number(values.rounds ?? (values.quick ? 2 : 5)),
    seconds: Number(values.seconds ?? (values.quick ? 1 : 3)),
    warmUp: Number(values['warm-up'] ?? (values.quick ? 3 : 20)),
    connections: values.connections.split(',').map(Number),
    profile: values.profile,
  };
  const whole = [plan.rounds, ...plan.connections].every((n) => Number.isInteger(n) && n > 0);
  if (!whole || !(plan.seconds > 0) || !(plan.warmUp >= 0)) throw new Error(USAGE);
  return plan;
}

interface Racer {
  contender: Contender;
  load: Load;
  rounds: Map<number, Round[]>;
}

async function main(): Promise<void> {
  const plan = readPlan(process.argv.slice(2));
  if (plan === undefined) return void process.stdout.write(USAGE);
  const folder = await mkdtemp(join(tmpdir(), 'wendy-bench-'));
  const running: Contender[] = [];
  const postgres = await startPostgres({ durable: true });
  const issuer = await startIssuer(SERVICE_URL, ['emulator']);
  try {
    await (plan.profile === undefined
      ? compare(plan, folder, running, { postgres, issuer })
      : profile(plan, plan.profile, folder, running));
  } finally {
    await Promise.all(running.map((contender) => contender.stop()));
    await issuer.close();
    await postgres.remove();
    await rm(folder, { recursive: true, force: true });
  }
}

async function profile(plan: Plan, into: string, folder: string, running: Contender[]): Promise<void> {
  const dir = resolve(into);
  await mkdir(dir, { recursive: true });
  const wendy = await startProduct(folder, ['--cpu-prof', `--cpu-prof-dir=${dir}`]);
  running.push(wendy);
  const client = createClient(wendy.url);
  const load = createLoad({
    client,
    name: 'profile',
    script: await playToQueue(client, 'first'),
    ending: QUEUED,
  });
  await load.round(USUAL, plan.warmUp);
  const round = await load.round(USUAL, plan.rounds * plan.seconds);
  client.close();
  await wendy.stop();
  print(
    `${figuresOf([round], [round]).turnsPerSecond.toFixed(0)} turns/s while profiled; the profile is in ${dir}`,
  );
}

async function compare(
  plan: Plan,
  folder: string,
  running: Contender[],
  { postgres, issuer }: { postgres: PostgresServer; issuer: OwnIssuer },
): Promise<void> {
  print('Starting the contenders; the waterfall is installed on first use.');
  const peer = await installPeer();
  const url = await postgres.database();
  const starts = [
    () => startProduct(folder),
    () => startWithAppId(join(folder, 'with-app-id'), issuer.settings),
    () => startOnPostgres(folder, url),
    startEcho,
    () => startWaterfall(peer),
  ];
  for (const start of starts) running.push(await start());
  const [wendy] = running;
  if (!wendy) return;
  const first = createClient(wendy.url);
  const script = await playToQueue(first, 'first');
  first.close();
  const clients = running.map((contender) => createClient(contender.url, issuer.token()));
  const racers = running.map((contender, i): Racer => {
    const client = clients[i] ?? first;
    const ending = contender.name.startsWith('wendy') ? { ending: QUEUED } : {};
    return {
      contender,
      load: createLoad({ client, name: contender.name, script, ...ending }),
      rounds: new Map(),
    };
  });
  const busy = await race(racers, plan);
  for (const client of clients) client.close();
  print(await report(racers, plan, script, busy));
  print(renderingTable());
}

/** All contenders in turn, round after round. Returns the most that the client took of a core. */
async function race(
  racers: readonly Racer[],
  { connections, rounds, seconds, warmUp }: Plan,
): Promise<number> {
  const busy: number[] = [];
  for (const { load } of racers) await load.round(USUAL, warmUp);
  for (const count of connections) {
    for (const { load } of racers) await load.round(count, Math.min(1, seconds));
    for (let round = 1; round <= rounds; round++) {
      for (const { contender, load, rounds: done } of racers) {
        const before = process.cpuUsage();
        const result = await measured(contender, () => load.round(count, seconds));
        const { user, system } = process.cpuUsage(before);
        busy.push((user + system) / 1e6 / seconds);
        done.set(count, [...(done.get(count) ?? []), result]);
      }
      print(`  ${count} connection${count === 1 ? '' : 's'}: round ${round} of ${rounds}`);
    }
  }
  return Math.max(...busy);
}

async function measured(contender: Contender, round: () => Promise<Round>): Promise<Round> {
  const before = await contender.cpu();
  const result = await round();
  const after = await contender.cpu();
  return before === undefined || after === undefined ? result : { ...result, cpu: after - before };
}

async function report(
  racers: readonly Racer[],
  plan: Plan,
  script: readonly string[],
  busy: number,
): Promise<string> {
  const base = racers.find(({ contender }) => contender.name === 'echo');
  const head = ['', 'connections', 'turns/s', 'to echo', 'p50 ms', 'p99 ms', 'cpu ms/turn'];
  const rows = plan.connections.flatMap((count) =>
    racers.map(({ contender, rounds }) =>
      row(contender.name, count, figuresOf(rounds.get(count) ?? [], base?.rounds.get(count) ?? [])),
    ),
  );
  const starts = await Promise.all(
    racers.map(async ({ contender }) => [
      contender.name,
      contender.startUp.toFixed(0),
      (await contender.rss())?.toFixed(0) ?? '-',
    ]),
  );
  return [
    '',
    `Medians of ${plan.rounds} rounds of ${plan.seconds} s, contenders in turn, each warmed up for ${plan.warmUp} s;`,
    `${script.length} turns a conversation; ${availableParallelism()} cores, Node ${process.versions.node}; the load generator took at most ${(100 * busy).toFixed(0)} % of a core.`,
    '',
    formatTable([head, ...rows]),
    '',
    formatTable([['', 'ready after ms', 'memory at the end MB'], ...starts]),
    '',
  ].join('\n');
}

function row(name: string, connections: number, { turnsPerSecond, ratio, p50, p99, cpu }: Figures): string[] {
  return [
    name,
    String(connections),
    turnsPerSecond.toFixed(0),
    ratio.toFixed(2),
    p50.toFixed(2),
    p99.toFixed(2),
    cpu.toFixed(2),
  ];
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

await main();
