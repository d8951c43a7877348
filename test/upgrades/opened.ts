import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { cp, readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { expect } from 'vitest';
import { messageOf, post, type TurnTrace } from '../helpers/channel.ts';
import type { PostgresServer } from '../helpers/postgres.ts';
import type { Json } from '../helpers/staff-client.ts';
import { copyOfData, openStored } from '../helpers/stored.ts';
import { openWendy, type Running } from '../helpers/wendy.ts';
import { temporaryFolder } from '../store/helpers.ts';
import { type Left, speakerOf, TOKEN } from './scenes.ts';
import { load } from './tables.ts';

export const FIXTURES = resolve(import.meta.dirname, '../fixtures');
const SECRET = 'mail-keys/reply';
export type On = 'embedded' | 'postgres';

interface Fault {
  description: string;
  label: string;
  steps: Json[];
  since?: string;
}
interface Unit {
  model: string | null;
  serial: string | null;
  purchaseDate: string | null;
  warranty: { facts: Record<string, { value: Json }> };
}
export interface Told {
  contact: Record<string, string | null>;
  faults: Fault[];
  units: Unit[];
}
export interface Expected {
  now: string;
  left: Left[];
  told: Record<string, Told>;
}

/** Every folder of stored data, on each store. */
export const onBoth = (await readdir(FIXTURES)).flatMap((name): [string, On][] => [
  [name, 'embedded'],
  [name, 'postgres'],
]);

/** How the conversations of a folder were left. */
export function expectedOf(fixture: string): Expected {
  return JSON.parse(readFileSync(join(FIXTURES, fixture, 'expected.json'), 'utf8'));
}

/** Starts today's Wendy on what an earlier one stored. */
export async function openFixture(fixture: string, on: On, server: PostgresServer): Promise<Running> {
  const folder = join(FIXTURES, fixture);
  const at = expectedOf(fixture).now;
  const env = { MAIL_FROM: 'Wendy <support@example.com>', MAIL_INBOUND_TOKEN: TOKEN };
  if (on === 'embedded') {
    const dir = join(await temporaryFolder(), 'data');
    await cp(join(folder, 'embedded'), dir, { recursive: true });
    return openWendy({ at, env, dataDir: dir });
  }
  const databaseUrl = await server.database();
  await load(databaseUrl, await readFile(join(folder, 'postgres.jsonl'), 'utf8'));
  return openWendy({ at, env, databaseUrl });
}

/** The numbered ids of this run were given out in the stored conversations already. */
export const newId = () => ({ id: randomUUID() });

export async function say(
  wendy: Running,
  { name, locale }: Left,
  text: string,
): Promise<TurnTrace | undefined> {
  const answer = await post(wendy.url, messageOf(speakerOf(name, wendy.farEnd, locale), text, newId()));
  expect(answer.status, answer.body).toBe(200);
  return answer.trace;
}

export function idOf(left: readonly Left[], name: string): string {
  return left.find((one) => one.name === name)?.case?.id ?? '';
}

/** The secret of the addresses to which that store's mails are answered. */
export async function secretIn(fixture: string, on: On): Promise<string> {
  const folder = join(FIXTURES, fixture);
  if (on === 'postgres') {
    const lines = (await readFile(join(folder, 'postgres.jsonl'), 'utf8')).trimEnd().split('\n');
    const rows = lines.map(
      (line) => JSON.parse(line).row as { key_name?: string; value: string } | undefined,
    );
    return JSON.parse(rows.find((row) => row?.key_name === SECRET)?.value ?? '{}').secret;
  }
  const store = await openStored(await copyOfData(join(folder, 'embedded')));
  const stored = await store.get<{ secret: string }>(SECRET);
  await store.close();
  return stored?.value.secret ?? '';
}
