import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type App, type AppOptions, readVoice, startApp, type Voice } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import type { Log } from '../../src/log.ts';
import { type FarEnd, openFarEnd } from './far-end.ts';
import { createStaffClient, type StaffClient } from './staff-client.ts';

export const STAFF_TOKEN = 'a-token-of-tests';

/** Wendy in this process on a free port, with a far end that takes what she sends. */
export interface Running {
  /** Changes with each restart. */
  readonly url: string;
  readonly dataDir: string;
  farEnd: FarEnd;
  staff: StaffClient;
  /** What was logged as an error. */
  errors: string[];
  /** Closes her and starts her again on the same data. */
  restart(): Promise<void>;
  /** Moves her clock forward. */
  later(ms: number): void;
}

export interface WendyOptions {
  at?: string | undefined;
  databaseUrl?: string | undefined;
  /** Settings over those of every test. */
  env?: Record<string, string>;
  /** What the channels take, on another scale. */
  pacer?: AppOptions['pacer'];
  /** Credentials of what is sent to the channels. */
  credentials?: AppOptions['credentials'];
  /** Other people, hours or rules than the sample's. */
  content?: Voice;
  /** Data that is there already; else she begins with none. */
  dataDir?: string;
}

let voice: Promise<Voice> | undefined;

/**
 * Starts Wendy on a data directory of her own, for one test; all of it goes with the test. `at`: the instant at which
 * her clock begins to run (ISO); else it is the present. `databaseUrl`: on PostgreSQL.
 */
export async function openWendy({
  at,
  databaseUrl,
  env = {},
  pacer,
  credentials,
  content: given,
  dataDir: kept,
}: WendyOptions = {}): Promise<Running> {
  voice ??= readVoice();
  const content = given ?? (await voice);
  const dataDir = kept ?? (await mkdtemp(join(tmpdir(), 'wendy-')));
  const farEnd = await openFarEnd();
  const errors: string[] = [];
  const began = Date.now();
  let ahead = at === undefined ? 0 : Date.parse(at) - began;
  const config = readConfig({
    PORT: '0',
    DATA_DIR: dataDir,
    STAFF_API_TOKEN: STAFF_TOKEN,
    RATE_LIMIT: 'off',
    ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }),
    ...env,
  });
  const start = (): Promise<App> =>
    startApp({
      config,
      log: logTo(errors),
      clock: { now: () => new Date(Date.now() + ahead) },
      content,
      ...(pacer && { pacer }),
      ...(credentials && { credentials }),
    });
  let app = await start();
  onTestFinished(async () => {
    await app.close();
    await farEnd.close();
    await rm(dataDir, { recursive: true, force: true });
  });
  return {
    get url() {
      return app.url;
    },
    dataDir,
    farEnd,
    staff: createStaffClient(() => app.url, STAFF_TOKEN),
    errors,
    restart: async () => {
      await app.close();
      app = await start();
    },
    later: (ms) => {
      ahead += ms;
    },
  };
}

function logTo(errors: string[]): Log {
  return {
    info: () => {},
    warn: () => {},
    error: (message, fields) => void errors.push(`${message} ${JSON.stringify(fields ?? {})}`),
  };
}
