import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, test } from 'vitest';
import { createConversation } from '../../dialogs/converse.ts';
import { readVoice, type Voice } from '../../src/app.ts';
import { type Report, replayCase } from '../../src/commands/replay.ts';
import { loadContent } from '../../src/load.ts';
import type { Store } from '../../src/store/port.ts';
import { createTexts } from '../../src/texts/texts.ts';
import { messageOf, post } from '../helpers/channel.ts';
import { copyProject } from '../helpers/copy.ts';
import { type PostgresServer, startPostgres } from '../helpers/postgres.ts';
import { at } from '../helpers/staff-client.ts';
import { copyOfData, openStored } from '../helpers/stored.ts';
import { openWendy, type Running } from '../helpers/wendy.ts';
import { parseJourney } from '../journeys/parse.ts';
import { play } from '../journeys/play.ts';
import { temporaryFolder } from '../store/helpers.ts';

const JOURNEYS = resolve(import.meta.dirname, '../journeys');
const ROOT = resolve(import.meta.dirname, '../..');
/** Here a supervisor teaches a phrase that the customer had used before. */
const TAUGHT = 'misunderstood-and-taught.journey';
const files = (await readdir(JOURNEYS)).filter((name) => name.endsWith('.journey') && name !== TAUGHT);

let voice: Voice;
let server: PostgresServer;
beforeAll(async () => {
  [voice, server] = await Promise.all([readVoice(), startPostgres()]);
});
afterAll(() => server?.remove());

/** Plays a journey, and hands over what it left in the store. */
async function played(
  file: string,
  then: (left: { store: Store; cases: string[]; dir: string }) => Promise<void>,
  databaseUrl?: string,
): Promise<void> {
  const journey = parseJourney(file, await readFile(join(JOURNEYS, file), 'utf8'));
  let looked = false;
  const look = async (wendy: Running): Promise<void> => {
    const { body } = await wendy.staff.get('?limit=100');
    const dir = databaseUrl === undefined ? await copyOfData(wendy.dataDir) : wendy.dataDir;
    const store = await openStored(dir, databaseUrl);
    const cases = (at(body, 'cases') as { id: string }[]).map(({ id }) => id);
    await then({ store, cases, dir }).finally(() => store.close());
    looked = true;
  };
  await play(file, journey, { restarts: false, last: look, ...(databaseUrl && { databaseUrl }) });
  expect(looked).toBe(true);
}

async function changedVoice(
  change: (content: Awaited<ReturnType<typeof loadContent>>) => void,
): Promise<Voice> {
  const content = await loadContent();
  change(content);
  return {
    ...voice,
    wendy: createConversation(content.dialogs),
    texts: createTexts(content.locales, content.company.zone),
  };
}

/** The lines of turns that differ, with what is below each. */
function differing({ lines }: Report): string[] {
  return lines.filter((line) => /^(?:≠| {4})/.test(line));
}

describe('a replay', () => {
  test.each(files)('of %s comes out as it was, with nothing changed', async (file) => {
    await played(file, async ({ store, cases }) => {
      for (const id of cases) {
        const report = await replayCase(store, voice, id);
        expect(report.differs, report.lines.join('\n')).toBe(false);
        expect(report.lines.at(-1)).toMatch(/^C-\d+: [1-9]\d* turns, all as they were\.$/);
      }
    });
  });

  it('comes out as it was on PostgreSQL, and writes nothing', async () => {
    const url = await server.database();
    const check = async ({ store, cases: [id = ''] }: { store: Store; cases: string[] }): Promise<void> => {
      const before = await store.get(`case/${id}`);
      const report = await replayCase(store, voice, id);
      expect(report.differs, report.lines.join('\n')).toBe(false);
      expect(await store.get(`case/${id}`)).toEqual(before);
      expect((await store.cases({ limit: 10 })).ids).toEqual([id]);
      expect(await store.nextNumber('case')).toBe(Number(id.slice(2)) + 1);
    };
    await played('technician-by-chat.journey', check, url);
  });

  it('names the turns at which a text reads otherwise by now', async () => {
    const other = await changedVoice(({ locales }) => {
      Object.assign(at(locales.en as never, 'product.model') as object, { ask_one: 'And the model?' });
    });
    await played('nothing-helps.journey', async ({ store, cases: [id = ''] }) => {
      const report = await replayCase(store, other, id);
      expect(report.differs).toBe(true);
      const lines = differing(report);
      expect(lines.filter((line) => line.startsWith('≠'))).toEqual([expect.stringContaining('"dead"')]);
      expect(lines).toContainEqual(expect.stringContaining('now   | And the model?'));
      expect(lines).toContain('    then  product.model, asks product.model');
      expect(report.lines.at(-1)).toMatch(/^C-\d+: 1 of \d+ turns differ\.$/);
    });
  });

  it('names the turns that lead elsewhere in an edited tree', async () => {
    const other = await changedVoice(({ dialogs: { trees } }) => {
      const step = trees.no_power?.steps.check_adapter;
      if (!step) throw new Error('there is no such step');
      Object.assign(step.answers, { yes: { end: 'bench' } });
    });
    await played('nothing-helps.journey', async ({ store, cases: [id = ''] }) => {
      const lines = differing(await replayCase(store, other, id));
      expect(lines).toContain('    then  triage.no_power.has_meter, asks triage.no_power.has_meter');
      expect(lines).toContain('    now   product.model, asks product.model');
    });
  });

  it('takes in again what comes without words: an arrival, its language, and whom a case was assigned to', async () => {
    const wendy = await openWendy();
    const speaker = { id: 'ann', conversation: 'talk', serviceUrl: wendy.farEnd.url, locale: 'zh-CN' };
    const arrives = { type: 'conversationUpdate', membersAdded: [{ id: 'ann' }], text: undefined };
    await post(wendy.url, messageOf(speaker, '', arrives));
    const { trace } = await post(wendy.url, messageOf(speaker, '人工'));
    const id = trace?.case?.id ?? '';
    const { body } = await wendy.staff.get(`/${id}`);
    const assigned = await wendy.staff.act(id, {
      type: 'assign',
      as: 'mei',
      to: 'li',
      version: at(body, 'version'),
    });
    expect(assigned.status).toBe(200);
    await wendy.farEnd.until(() => wendy.farEnd.taken.length > 0, 'the word that Li has it');
    const store = await openStored(await copyOfData(wendy.dataDir));
    onTestFinished(() => store.close());
    const { lines, differs } = await replayCase(store, voice, id);
    expect(differs, lines.join('\n')).toBe(false);
    expect(lines[0]).toMatch(/^= 1 {2}.+ {2}\(arrives\) {2}need$/);
    expect(lines[2]).toContain('(after what the desk did)');
  });

  it('shows what is understood otherwise by now, since a phrase was taught', async () => {
    await played(TAUGHT, async ({ store, cases: [id = ''] }) => {
      const lines = differing(await replayCase(store, voice, id));
      expect(lines).toContain('    then  fault.label, asks fault.label');
      expect(lines).toContain('    now   fault.more, asks fault.more');
    });
  });

  it('names a case that there is not', async () => {
    await played('outside-of-hours.journey', async ({ store }) => {
      await expect(replayCase(store, voice, 'C-1')).rejects.toThrow('There is no case "C-1" in this store.');
    });
  });

  it('says which deed of staff can not be done any more', async () => {
    const { byId, ...list } = voice.staffList;
    const staffList = { ...list, byId: (id: string) => (id === 'tom' ? undefined : byId(id)) };
    await played('technician-by-chat.journey', async ({ store, cases: [id = ''] }) => {
      const report = await replayCase(store, { ...voice, staffList }, id);
      expect(report.lines).toContainEqual(`    refused now: tom claim ${id}: is not on the list of staff`);
    });
  });
});

describe('the command', () => {
  async function run(args: string[], env: Record<string, string>, root = ROOT) {
    const child = spawn(process.execPath, [join(root, 'src/commands/replay.ts'), ...args], {
      env: { ...process.env, NODE_OPTIONS: '', DATABASE_URL: '', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const [out, err] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
    return { code: child.exitCode, out, err };
  }

  it('ends with 0 where all is as it was, with 1 where an edit changes it, with 2 where it can not be played', async () => {
    const copy = copyProject();
    onTestFinished(() => copy.remove());
    copy.edit('locales/en/product.json', 'Which model is the', 'What model is the');
    await played('nothing-helps.journey', async ({ store, cases: [id = ''], dir }) => {
      const locked = await run([id], { DATA_DIR: dir });
      expect(locked).toMatchObject({ code: 2, out: '' });
      expect(locked.err).toContain('replay a copy of the folder');
      await store.close();
      const { code, out } = await run([id], { DATA_DIR: dir });
      expect(out).toContain('all as they were.');
      expect(code).toBe(0);
      const edited = await run([id], { DATA_DIR: dir }, copy.dir);
      expect(edited.out).toContain('now   | What model is the');
      expect(edited.code).toBe(1);
    });
    const nowhere = await run(['C-1'], { DATA_DIR: join(await temporaryFolder(), 'none') });
    expect(nowhere).toMatchObject({ code: 2, err: expect.stringContaining('There is no data folder') });
    expect(await run([], {})).toMatchObject({
      code: 2,
      err: expect.stringContaining('npm run replay -- CASE'),
    });
  });
});
