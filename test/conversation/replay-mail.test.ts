import { expect, test } from 'vitest';
import { readVoice } from '../../src/app.ts';
import { replayCase } from '../../src/commands/replay.ts';
import { openMailScene } from '../e2e/by-mail.ts';
import { copyOfData, openStored } from '../helpers/stored.ts';

test('a case that went on by mail is replayed as it was', async () => {
  const scene = await openMailScene();
  await scene.answer('it beeps as well');
  await scene.act({ type: 'claim', as: 'tom' });
  await scene.answer('are you there?');
  await scene.act({ type: 'resolve', as: 'tom' });
  await scene.until('marked your case');
  await scene.answer('no, the same again');
  await scene.until("Then it isn't");
  const store = await openStored(await copyOfData(scene.wendy.dataDir));
  try {
    const mail = { sends: true, answered: true };
    const report = await replayCase(store, await readVoice(), scene.id, mail);
    expect(report.differs, report.lines.join('\n')).toBe(false);
  } finally {
    await store.close();
  }
});
