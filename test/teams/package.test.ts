import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import sharp from 'sharp';
import { describe, expect, onTestFinished, test } from 'vitest';
import { readVoice } from '../../src/app.ts';
import { COMMANDS, manifestOf } from '../../src/teams/manifest.ts';
import { packApp } from '../../src/teams/package.ts';
import { wrongIn } from '../../src/teams/schema.ts';
import { LOCALES } from '../../src/texts/texts.ts';

const BOT = '11111111-2222-3333-4444-555555555555';
const voice = await readVoice();
const facts = {
  company: voice.company,
  texts: voice.texts,
  botId: BOT,
  publicUrl: 'https://support.example.com/wendy',
  version: '0.1.0',
};

describe('the Teams package', () => {
  test('holds a manifest that the published schema takes, made of what the maker says', async () => {
    const files = unzipSync(await packApp(facts));
    const manifest = JSON.parse(strFromU8(files['manifest.json'] ?? new Uint8Array()));
    expect(wrongIn(manifest, 'MicrosoftTeams')).toEqual([]);
    expect(manifest).toMatchObject({
      id: BOT,
      developer: { name: voice.company.name, websiteUrl: voice.company.teams.website },
      accentColor: voice.company.teams.colour,
      bots: [{ botId: BOT, scopes: ['personal', 'team', 'groupChat'], supportsFiles: true }],
      validDomains: ['support.example.com'],
    });
    for (const file of [manifest.icons.color, manifest.icons.outline, 'zh-cn.json'])
      expect(Object.keys(files)).toContain(file);
  });

  test('has its Chinese texts beside it, under the names of the manifest, as the published schema takes them', async () => {
    const files = unzipSync(await packApp(facts));
    const chinese = JSON.parse(strFromU8(files['zh-cn.json'] ?? new Uint8Array()));
    expect(wrongIn(chinese, 'MicrosoftTeams.Localization')).toEqual([]);
    expect(chinese['bots[0].commandLists[0].commands[0].title']).toBe('人工');
    const commands = manifestOf(facts).bots[0]?.commandLists[0]?.commands ?? [];
    expect(Object.keys(chinese).filter((key) => key.endsWith('.title')).length).toBe(commands.length);
  });

  test('has a full icon of 192 pixels, and an outline of 32 in white on nothing', async () => {
    const files = unzipSync(await packApp(facts));
    const color = sharp(files['color.png']);
    expect(await color.metadata()).toMatchObject({ format: 'png', width: 192, height: 192 });
    expect((await color.stats()).isOpaque).toBe(true);
    const { data, info } = await sharp(files['outline.png'])
      .ensureAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect([info.width, info.height]).toEqual([32, 32]);
    const pixels = Array.from({ length: 32 * 32 }, (_, at) => [...data.subarray(at * 4, at * 4 + 4)]);
    const seen = pixels.filter(([, , , alpha = 0]) => alpha > 0);
    expect(seen.length).toBeGreaterThan(50);
    expect(seen.length).toBeLessThan(600);
    expect(seen.filter(([red, green, blue]) => Math.min(red ?? 0, green ?? 0, blue ?? 0) < 250)).toEqual([]);
  });

  test('is the same, byte by byte, when it is made again', async () => {
    expect(await packApp(facts)).toEqual(await packApp(facts));
  });

  test('is refused, with the place, where the schema would not take it', async () => {
    const company = { ...voice.company, name: 'A maker whose name is longer than thirty-two characters' };
    await expect(packApp({ ...facts, company })).rejects.toThrow(/manifest\.json: \/developer\/name/);
  });

  test.each(LOCALES)('offers only words that Wendy understands (%s)', (locale) => {
    const events = COMMANDS.map((command) => {
      const text = voice.texts.render({ key: `teams:commands.${command}.title` }, locale);
      const context = { question: null, locale, at: '2026-03-02T10:00:00Z', on: '2026-03-02' };
      const { events } = voice.understanding.learner().read(text, context);
      return events.map(({ type }) => type);
    });
    expect(events).toEqual([['PERSON'], ['LIST'], ['HELP'], ['RESTART']]);
  });
});

describe('npm run teams:package', () => {
  const command = resolve(import.meta.dirname, '../../src/commands/teams-package.ts');
  const run = (args: readonly string[], env: Record<string, string>) =>
    spawnSync(process.execPath, [command, ...args], { env, cwd: tmpdir(), encoding: 'utf8' });

  test('writes the package where it is told to', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'wendy-teams-'));
    onTestFinished(() => rm(dir, { recursive: true, force: true }));
    const env = { MicrosoftAppId: BOT, MicrosoftAppPassword: 'secret', DATA_DIR: dir };
    const { status, stdout } = run([join(dir, 'app.zip')], env);
    expect([status, stdout.split('\n')[0]]).toEqual([0, join(dir, 'app.zip')]);
    expect(Object.keys(unzipSync(await readFile(join(dir, 'app.zip'))))).toContain('manifest.json');
  });

  test('says what is missing without an app id', async () => {
    const { status, stderr } = run([], {});
    expect(status).toBe(1);
    expect(stderr).toContain('MicrosoftAppId must be set');
  });
});
