import { randomUUID } from 'node:crypto';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type App, readVoice, startApp, type Voice } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { readAction } from '../../src/desk/action-forms.ts';
import { importCustomers } from '../../src/desk/customers.ts';
import { commitOf, prepareAction, readCase } from '../../src/desk/service.ts';
import { openStore } from '../../src/store/choose.ts';
import { versioned } from '../../src/store/versioned.ts';
import { UPGRADES } from '../../src/upgrades.ts';
import { openFarEnd } from '../helpers/far-end.ts';
import { phonePhoto } from '../helpers/pictures.ts';
import { startPostgres } from '../helpers/postgres.ts';
import { createStaffClient, type Json } from '../helpers/staff-client.ts';
import { mailOf } from '../mail/mails.ts';
import { deskScenes, type Left, longScenes, type Stage, staffScenes, TOKEN } from './scenes.ts';
import { dump } from './tables.ts';

// Writes what this version stores into test/fixtures/stored-v<number>: `node test/upgrades/generate.ts 2`.

/** 10:00 on a Monday in Shenzhen. */
const BEGIN = Date.parse('2026-11-23T02:00:00Z');
const MINUTE = 60_000;
const log = { info() {}, warn() {}, error: (...what: unknown[]) => process.stderr.write(`${what}\n`) };

/** Where it is stored: in a folder, or in PostgreSQL. */
interface Place {
  dir: string;
  databaseUrl?: string;
}

/** A case as staff see it, without what changes by itself. */
export interface Told {
  contact: Json;
  units: Json;
  faults: Json;
}

/** The list of customers that was imported before. */
const CUSTOMERS = [{ name: 'Carter', email: null, domain: 'carter.example', phone: null, owner: 'wei' }];

/** Holds all conversations; ends with one store left as a crash leaves it, for whose conversation a wake is due. */
async function fill(voice: Voice, { dir, databaseUrl }: Place, keep: (dir: string) => Promise<void>) {
  let now = BEGIN;
  const farEnd = await openFarEnd();
  const config = readConfig({
    PORT: '0',
    DATA_DIR: dir,
    STAFF_API_TOKEN: TOKEN,
    RATE_LIMIT: 'off',
    MAIL_FROM: 'Wendy <support@example.com>',
    MAIL_INBOUND_TOKEN: TOKEN,
    ...(databaseUrl && { DATABASE_URL: databaseUrl }),
  });
  const start = (): Promise<App> =>
    startApp({ config, log, clock: { now: () => new Date(now) }, content: voice });
  const lists = versioned(await openStore({ dir, databaseUrl, log }), UPGRADES);
  await importCustomers(lists, CUSTOMERS);
  await lists.close();
  let app = await start();
  const stage: Stage = {
    get url() {
      return app.url;
    },
    farEnd,
    minute: () => {
      now += MINUTE;
    },
  };
  const long = await longScenes(stage);
  await app.close();
  app = await start();
  const desk = await deskScenes(stage, (await phonePhoto(60)).toString('base64'));
  const short = await staffScenes(stage);
  await handInMail(app.url);
  const left: Left[] = [...long, ...desk, ...short];
  const staff = createStaffClient(() => app.url, TOKEN);
  const told: Record<string, Told> = {};
  for (const one of left) {
    if (!one.case) continue;
    const { contact, units, faults } = (await staff.get(`/${one.case.id}`)).body as unknown as Told;
    told[one.name] = { contact, units, faults };
  }
  await keep(dir);
  await app.close();
  await farEnd.close();
  return { left, told, now };
}

/** A mail that answers nothing: with it the key of the addresses for answers is there. */
async function handInMail(url: string): Promise<void> {
  const { status } = await fetch(`${url}/api/mail`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${TOKEN}`, 'Content-Type': 'message/rfc822' },
    body: mailOf({ To: 'support@example.com', Subject: 'Hello', 'Message-ID': '<one@example.com>' }, 'Hello'),
  });
  if (status !== 404) throw new Error(`the mail was answered with ${status}`);
}

/** Staff claim a case, and nobody has woken for it when the program ends. */
async function leaveWake(voice: Voice, { dir, databaseUrl }: Place, caseId: string, ms: number) {
  const store = versioned(await openStore({ dir, databaseUrl, log }), UPGRADES);
  const staff = voice.staffList.byId('li');
  if (!staff) throw new Error('there is nobody of that name');
  const { version } = await readCase(store, caseId);
  const at = new Date(ms).toISOString();
  const parts = { ...voice, store, newId: randomUUID };
  const action = readAction({ type: 'claim', version });
  const prepared = await prepareAction(parts, caseId, action, staff, { at, on: at.slice(0, 10), ms });
  await store.commit(commitOf(prepared));
  return store;
}

const caseOf = (left: readonly Left[], name: string): string =>
  left.find((one) => one.name === name)?.case?.id ?? '';

async function main(version: string): Promise<void> {
  const target = resolve(import.meta.dirname, `../fixtures/stored-v${version}`);
  const work = await mkdtemp(join(tmpdir(), 'wendy-fixtures-'));
  const voice = await readVoice();
  await rm(target, { recursive: true, force: true });
  await mkdir(target, { recursive: true });

  const crashed = join(work, 'crashed');
  const copy = (from: string, to: string) =>
    cp(from, to, { recursive: true, filter: (path) => !/\/(?:lock|mail)$/.test(path) });
  const { left, told, now } = await fill(voice, { dir: join(work, 'data') }, (dir) => copy(dir, crashed));
  const store = await leaveWake(voice, { dir: crashed }, caseOf(left, 'due'), now);
  await copy(crashed, join(target, 'embedded'));
  await store.close();

  const server = await startPostgres();
  try {
    const databaseUrl = await server.database();
    const there = { dir: join(work, 'none'), databaseUrl };
    const filled = await fill(voice, there, async () => {});
    if (JSON.stringify(filled.left) !== JSON.stringify(left)) throw new Error('the stores differ');
    const rest = await leaveWake(voice, there, caseOf(filled.left, 'due'), filled.now);
    await rest.close();
    await writeFile(join(target, 'postgres.jsonl'), await dump(databaseUrl));
  } finally {
    await server.remove();
  }
  await writeFile(
    join(target, 'expected.json'),
    `${JSON.stringify({ now: new Date(now), left, told }, null, 2)}\n`,
  );
  await rm(work, { recursive: true, force: true });
}

const [version = ''] = process.argv.slice(2);
if (!/^\d+$/.test(version)) throw new Error('it takes a number: node test/upgrades/generate.ts 2');
await main(version);
