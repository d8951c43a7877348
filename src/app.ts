import { randomUUID } from 'node:crypto';
import { join, resolve } from 'node:path';
import { createConversation } from '../dialogs/converse.ts';
import { createServer, type ServerParts } from './channels/server.ts';
import type { Config } from './config.ts';
import { createAlarm } from './conversation/clock.ts';
import { createDeliverer } from './conversation/deliver.ts';
import { inviteStaff } from './conversation/invite.ts';
import { createMailbox } from './conversation/mailbox.ts';
import { wakeNeglected } from './conversation/neglected.ts';
import { nowOf, type Parts } from './conversation/parts.ts';
import { createSweeper } from './conversation/sweep.ts';
import { createTurns } from './conversation/turn.ts';
import { createTutor } from './conversation/tutor.ts';
import type { Receive, SendTo, WasSeen } from './conversation/types.ts';
import { createFallback } from './conversation/undelivered.ts';
import { createWaker } from './conversation/waker.ts';
import { openData } from './data.ts';
import { createStaffApi } from './desk/api.ts';
import type { StaffApi } from './desk/api-types.ts';
import { onDuty } from './desk/calendar.ts';
import { companyCalendar } from './desk/company-calendar.ts';
import { createStaffList } from './desk/staff.ts';
import { loadContent } from './load.ts';
import type { Log } from './log.ts';
import { createMailer } from './mail/mailer.ts';
import { createReplyKey } from './mail/reply-key.ts';
import type { Net } from './media/fetch.ts';
import { createIntake } from './media/intake.ts';
import { openShelf } from './store/choose.ts';
import type { Shelf } from './store/shelf.ts';
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
  /** For tests: what the channels take, on another scale. */
  pacer?: ServerParts['pacer'];
  /** For tests: credentials of what is sent to the channels. */
  credentials?: ServerParts['credentials'];
  /** For tests: how files are fetched. */
  net?: Net | undefined;
}

/** What Wendy says and understands, made of what a support lead edits; nothing of it changes while she runs. */
export type Voice = Awaited<ReturnType<typeof readVoice>>;

/** Reads and prepares it. Throws with the file, the line and the mend. */
export async function readVoice() {
  const { company, staff, rules, canned, dialogs, locales, phrases } = await loadContent();
  return {
    wendy: createConversation(dialogs),
    texts: createTexts(locales, company.zone),
    understanding: createUnderstanding(phrases),
    staffList: createStaffList(staff),
    company,
    rules,
    canned,
    trees: dialogs.trees,
    policy: dialogs.policy,
    calendar: companyCalendar(company),
  };
}

/** Wires the rooms together and listens. Throws SetupError where the operator must mend something. */
export async function startApp(options: AppOptions): Promise<App> {
  const { config, log, clock = { now: () => new Date() } } = options;
  const content = options.content ?? (await readVoice());
  const { dataDir, databaseUrl } = config;
  const place = { dir: resolve(dataDir), databaseUrl, log };
  const store = await openData(place);
  let shelf: Shelf | undefined;
  const understanding = content.understanding.learner();
  const tutor = createTutor({ store, learner: understanding, log });
  try {
    const { local, publicUrl, bot } = config;
    const parts: Parts = {
      ...content,
      ...{ understanding, tutor, store, local, publicUrl, clock, newId: randomUUID, log },
      mail: { sends: config.mail.smtpUrl !== undefined, answered: config.mail.inboundToken !== undefined },
      staffChat: bot && chatInTeams(bot.appId),
    };
    await tutor.catchUp();
    tutor.start();
    shelf = await openShelf(place);
    const { pacer, net, credentials } = options;
    return await open(parts, config, { stopTutor: tutor.stop, pacer, shelf, net, credentials });
  } catch (error) {
    tutor.stop();
    await shelf?.close();
    await store.close();
    throw error;
  }
}

interface OpenOptions extends Pick<AppOptions, 'pacer' | 'net' | 'credentials'> {
  stopTutor: () => void;
  shelf: Shelf;
}

async function open(
  parts: Parts,
  config: Config,
  { stopTutor, pacer, shelf, net, credentials }: OpenOptions,
): Promise<App> {
  const { store, clock, log } = parts;
  let send: SendTo = async () => ({ kind: 'retry', detail: 'the doors are not open yet' });
  let wasSeen: WasSeen = async () => true;
  let reschedule = (_at: number): void => {};
  const { smtpUrl, from, inboundToken } = config.mail;
  const key = createReplyKey(store);
  const mailer = createMailer({
    ...{ smtpUrl, from, folder: join(resolve(config.dataDir), 'mail') },
    replies: { key, answered: inboundToken !== undefined },
    bytesOf: (id) => shelf.get(id),
  });
  const deliverer = createDeliverer({
    store,
    clock,
    log,
    send: (...what) => send(...what),
    sendMail: mailer.send,
    wasSeen: (...what) => wasSeen(...what),
    fallback: createFallback(parts),
    reschedule: (at) => reschedule(at),
  });
  const waker = createWaker((id) => turns.wake(id), log);
  const { wake } = waker;
  const turns = createTurns(parts, { ...deliverer, wake });
  const alarm = createAlarm({ store, clock, log, wake: turns.wake, deliver: deliverer.deliver });
  reschedule = alarm.reschedule;
  const sweeper = createSweeper({ store, shelf, clock, log });
  const intake = createIntake({ shelf, log, now: () => clock.now().getTime(), ...(net && { net }) });
  const doors = await createServer({
    config,
    receive: turns.receive satisfies Receive,
    intake,
    shelf,
    staffApi: createStaffApi({
      store,
      shelf,
      ...{ staffList: parts.staffList, rules: parts.rules, calendar: parts.calendar, policy: parts.policy },
      takeFiles: async (sources) => (await intake.take(sources)).attached,
      newId: parts.newId,
      now: () => nowOf(parts),
      wake,
    }) satisfies StaffApi,
    store,
    log,
    maker: parts,
    ...(inboundToken !== undefined && {
      mail: {
        token: inboundToken,
        mailbox: createMailbox({ ...parts, key, receive: turns.receive, deliver: deliverer.deliver }),
      },
    }),
    ...(pacer && { pacer }),
    ...(credentials && { credentials }),
    now: () => clock.now().getTime(),
    ready: () => store.healthy() && alarm.alive(),
    beforeChannelsClose: deliverer.stop,
  });
  send = doors.send;
  wasSeen = doors.wasSeen;
  const { port } = await doors.listen();
  alarm.start();
  sweeper.start();
  const invited = inviteStaff(parts)
    .then(deliverer.deliver)
    .catch((error: unknown) => log.error('staff were not invited', { error: String(error) }));
  const abandoned = wakeNeglected(parts).catch((error: unknown) =>
    log.error('cases of who left were not found', { error: String(error) }),
  );
  // Reads the library of holidays behind the start, so that the first customer does not wait for it.
  setImmediate(() => onDuty(parts.calendar, nowOf(parts).at));
  return {
    port,
    url: `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${port}`,
    close: async () => {
      stopTutor();
      await Promise.all([invited, abandoned]);
      await alarm.stop();
      await doors.close();
      await waker.stop();
      await sweeper.stop();
      await shelf.close();
      await mailer.close();
      await store.close();
    },
  };
}

/** Microsoft's address of a chat with a bot, which Teams opens (Microsoft Learn, "Deep link to a chat"). */
function chatInTeams(appId: string): string {
  return `https://teams.microsoft.com/l/chat/0/0?users=28:${encodeURIComponent(appId)}`;
}
