import { randomUUID } from 'node:crypto';
import type { Context } from '../../dialogs/context.ts';
import type { Voice } from '../../src/app.ts';
import { createAlarm } from '../../src/conversation/clock.ts';
import { createDeliverer } from '../../src/conversation/deliver.ts';
import type { Parts } from '../../src/conversation/parts.ts';
import { conversationKey, newRecord } from '../../src/conversation/record.ts';
import { createTurns } from '../../src/conversation/turn.ts';
import { createWaker } from '../../src/conversation/waker.ts';
import { type CaseRecord, NO_DESK } from '../../src/desk/case.ts';
import { caseWrite } from '../../src/desk/case-write.ts';
import { settled } from '../../src/desk/promise.ts';
import { openStore } from '../../src/store/choose.ts';
import type { Store } from '../../src/store/port.ts';
import { versioned } from '../../src/store/versioned.ts';
import { UPGRADES } from '../../src/upgrades.ts';

/** Where she lives, by which clock, and what she says there. */
export interface World {
  voice: Voice;
  dir: string;
  databaseUrl?: string;
  clock: { now(): Date };
  /** Texts that were sent, by conversation. */
  sent: Map<string, string[]>;
  errors: string[];
}

/** Wendy without her doors: the clock, the turns and the deliverer on a store. */
export interface Life {
  store: Store;
  parts: Parts;
  /** Resolves when nothing is due any more by the clock. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

/** She lives until `close`; what her doors would send goes into the world's `sent`. */
export async function live(world: World): Promise<Life> {
  const { voice, clock, sent, errors } = world;
  const log = {
    info: () => {},
    warn: () => {},
    error: (message: string, fields?: object) => void errors.push(`${message} ${JSON.stringify(fields)}`),
  };
  const store = versioned(await openStore({ ...world, log }), UPGRADES);
  const understanding = voice.understanding.learner();
  const tutor = { look: async () => false };
  const parts: Parts = {
    ...voice,
    ...{ understanding, tutor, store, local: true, clock, newId: randomUUID, log },
    mail: { sends: false, answered: false },
  };
  let reschedule = (_at: number): void => {};
  const deliverer = createDeliverer({
    ...{ store, clock, log, reschedule: (at: number) => reschedule(at) },
    send: async ({ conversation }, { text }) => {
      sent.set(conversation.id, [...(sent.get(conversation.id) ?? []), text]);
      return { kind: 'sent' };
    },
    sendMail: async ({ to }, id) => {
      sent.set(to.address, [...(sent.get(to.address) ?? []), id]);
      return { kind: 'sent' };
    },
    wasSeen: async () => true,
    fallback: async () => [],
  });
  const waker = createWaker((id) => turns.wake(id), log);
  const turns = createTurns(parts, { ...deliverer, wake: waker.wake });
  const alarm = createAlarm({ store, clock, log, wake: turns.wake, deliver: deliverer.deliver });
  reschedule = alarm.reschedule;
  alarm.start();
  const isQuiet = async (): Promise<boolean> => {
    const now = clock.now().getTime();
    const [wakes, rows] = await Promise.all([
      store.wakes({ now, limit: 1 }),
      store.outbox({ now, limit: 1 }),
    ]);
    return wakes.length + rows.length === 0;
  };
  return {
    store,
    parts,
    settle: async () => {
      while (!(await isQuiet())) await new Promise((resolve) => setImmediate(resolve));
    },
    close: async () => {
      await alarm.stop();
      await deliverer.stop();
      await waker.stop();
      await store.close();
    },
  };
}

/** A case in people's hands with the customer's conversation, as it stands in the store. */
export async function placeCase(
  { store, parts }: Pick<Life, 'store' | 'parts'>,
  given: Pick<CaseRecord, 'id' | 'status'> & Partial<CaseRecord>,
  at: string,
): Promise<CaseRecord> {
  const conversation = `conversation-of-${given.id}`;
  const first = parts.wendy.first();
  const context: Context = {
    ...first.context,
    ...{ greeted: true, submitted: { reason: 'customer' }, at: { stop: 'case.waiting' }, skipped: ['phone'] },
  };
  const address = {
    ...{ channel: 'test', serviceUrl: 'http://localhost' },
    ...{ conversation: { id: conversation }, bot: { id: 'wendy' }, user: { id: `customer-of-${given.id}` } },
  };
  const talk = { ...newRecord(address, 'en', { v: 1, context }), caseId: given.id };
  const bare: CaseRecord = {
    ...{ v: 2, conversation, priority: 'normal', reason: 'customer', locale: 'en', createdAt: at },
    ...{ customer: { id: `test:customer-of-${given.id}`, name: 'Jo' }, owner: null, assignee: null },
    ...{ queue: given.status === 'queued' ? 'technicians' : null, notes: [], history: [] },
    draft: {
      ...first.context.draft,
      contact: { name: 'Jo', email: `${given.id}@example.com`, phone: null },
    },
    ...NO_DESK,
    confirmedAt: at,
    ...{ observers: [], consults: [] },
    ...given,
  };
  const now = { at, on: at.slice(0, 10), ms: Date.parse(at) };
  const written = caseWrite(undefined, settled(undefined, bare, at, parts), now, parts.newId);
  const writes = [written.write, { key: conversationKey(conversation), expectedVersion: 0, value: talk }];
  const { ok } = await store.commit({ writes, wakes: written.wakes });
  if (!ok) throw new Error(`${given.id} is there already`);
  return written.record;
}
