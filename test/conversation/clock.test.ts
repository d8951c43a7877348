import { expect, onTestFinished, test } from 'vitest';
import { createAlarm } from '../../src/conversation/clock.ts';
import { openEmbeddedStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/port.ts';
import { versioned } from '../../src/store/versioned.ts';
import { temporaryFolder } from '../store/helpers.ts';

test('the clock goes on after the store was out of reach', async () => {
  const errors: string[] = [];
  const log = { info: () => {}, warn: () => {}, error: (message: string) => void errors.push(message) };
  const embedded = versioned(await openEmbeddedStore({ dir: await temporaryFolder(), log }), {});
  let woken = (_conversation: string): void => {};
  const first = new Promise<string>((resolve) => {
    woken = resolve;
  });
  let asked = 0;
  const store: Store = {
    ...embedded,
    async nextDue() {
      asked += 1;
      if (asked > 1) return embedded.nextDue();
      const wake = { id: 'w1', conversation: 'c1', dueAt: Date.now(), event: { type: 'CASE.DUE' } };
      await embedded.commit({ wakes: [wake] });
      throw new Error('out of reach');
    },
  };
  const alarm = createAlarm({
    ...{ store, clock: { now: () => new Date() }, log, deliver: () => {} },
    wake: async (conversation) => woken(conversation),
  });
  onTestFinished(async () => {
    await alarm.stop();
    await embedded.close();
  });
  alarm.start();
  expect(await first).toBe('c1');
  expect(errors).toEqual(['the clock stumbled']);
});
