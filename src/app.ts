import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { createConversation } from '../dialogs/converse.ts';
import { createServer } from './channels/server.ts';
import type { Config } from './config.ts';
import { createAlarm } from './conversation/clock.ts';
import { createDeliverer } from './conversation/deliver.ts';
import { nowOf, type Parts } from './conversation/parts.ts';
import { createTurns } from './conversation/turn.ts';
import { createTutor } from './conversation/tutor.ts';
import type { Receive, SendTo } from './conversation/types.ts';
import { createStaffApi } from './desk/api.ts';
import type { StaffApi } from './desk/api-types.ts';
import { createStaffList } from './desk/staff.ts';
import { loadContent } from './load.ts';
import type { Log } from './log.ts';
import { openStore } from './store/choose.ts';
import { versioned } from './store/versioned.ts';
import { createTexts } from './texts/texts.ts';
import { createUnderstanding } from './understanding/understanding.ts';

/** Wendy, running. */
export interface App {
  url: string;
  port: number;
  close(): Promise<void>;
}

export interface AppOptions {
  config: Config;
  log: Log;
  clock?: { now(): Date };
  /** Read before, by whoever starts often; else it is read at the start. */
  content?: Voice;
}

/** What Wendy says and understands, made of what a support lead edits; nothing of it changes while she runs. */
export type Voice = Awaited<ReturnType<typeof readVoice>>;

/** Reads and prepares it. Throws with the file, the line and the mend. */
export async function readVoice() {
  const { company, staff, dialogs, locales, phrases } = await loadContent();
  return {
    wendy: createConversation(dialogs),
    texts: createTexts(locales),
    understanding: createUnderstanding(phrases),
    staffList: createStaffList(staff),
    company,
    hours: { zone: company.zone, week: company.hours },
  };
}

/** Wires the rooms together and listens. Throws SetupError where the operator must mend something. */
export async function startApp(options: AppOptions): Promise<App> {
  const { config, log, clock = { now: () => new Date() } } = options;
  const content = options.content ?? (await readVoice());
  const { dataDir, databaseUrl } = config;
  const store = versioned(await openStore({ dir: resolve(dataDir), databaseUrl, log }));
  const understanding = content.understanding.learner();
  const tutor = createTutor({ store, learner: understanding, log });
  try {
    const { local } = config;
    const parts: Parts = { ...content, understanding, tutor, store, local, clock, newId: randomUUID, log };
    await tutor.catchUp();
    tutor.start();
    return await open(parts, config, tutor.stop);
  } catch (error) {
    tutor.stop();
    await store.close();
    throw error;
  }
}

async function open(parts: Parts, config: Config, stopTutor: () => void): Promise<App> {
  const { store, clock, log } = parts;
  let send: SendTo = async () => ({ kind: 'retry', detail: 'the doors are not open yet' });
  let reschedule = (): void => {};
  const deliverer = createDeliverer({
    store,
    clock,
    log,
    send: (...what) => send(...what),
    reschedule: () => reschedule(),
  });
  const wake = (conversations: readonly string[]): void => {
    for (const id of new Set(conversations)) {
      turns
        .wake(id)
        .catch((error: unknown) => log.error('a wake failed', { conversation: id, error: String(error) }));
    }
  };
  const turns = createTurns(parts, { ...deliverer, wake });
  const alarm = createAlarm({ store, clock, log, wake: turns.wake, deliver: deliverer.deliver });
  reschedule = alarm.reschedule;
  const doors = await createServer({
    config,
    receive: turns.receive satisfies Receive,
    staffApi: createStaffApi({
      store,
      staffList: parts.staffList,
      newId: parts.newId,
      now: () => nowOf(parts),
      wake,
    }) satisfies StaffApi,
    store,
    log,
    now: () => clock.now().getTime(),
    ready: () => store.healthy() && alarm.alive(),
    beforeChannelsClose: deliverer.stop,
  });
  send = doors.send;
  store.onChange(() => alarm.reschedule());
  const { port } = await doors.listen();
  alarm.start();
  return {
    port,
    url: `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${port}`,
    close: async () => {
      stopTutor();
      await alarm.stop();
      await doors.close();
      await store.close();
    },
  };
}
