import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readVoice } from '../../src/app.ts';
import { replayCase } from '../../src/commands/replay.ts';
import { openStore } from '../../src/store/choose.ts';
import { versioned } from '../../src/store/versioned.ts';
import { UPGRADES } from '../../src/upgrades.ts';
import { openMailScene } from '../e2e/by-mail.ts';
import { temporaryFolder } from '../store/helpers.ts';

test('a case that went on by mail is replayed as it was', async () => {
  const scene = await openMailScene();
  await scene.answer('it beeps as well');
  await scene.act({ type: 'claim', as: 'tom' });
  await scene.answer('are you there?');
  await scene.act({ type: 'resolve', as: 'tom' });
  await scene.until('marked your case');
  await scene.answer('no, the same again');
  await scene.until("Then it isn't");
  const dir = join(await temporaryFolder(), 'copy');
  await cp(scene.wendy.dataDir, dir, { recursive: true });
  await rm(join(dir, 'lock'), { force: true });
  const store = versioned(
    await openStore({ dir, databaseUrl: undefined, log: { info() {}, warn() {} } }),
    UPGRADES,
  );
  try {
    const mail = { sends: true, answered: true };
    const report = await replayCase(store, await readVoice(), scene.id, mail);
    expect(report.differs, report.lines.join('\n')).toBe(false);
  } finally {
    await store.close();
  }
});
