import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { loadPhrases } from '../../src/understanding/load.ts';

const root = join(import.meta.dirname, '../..');

test('the command labels line by line, goes on after a bad one, and passes over empty ones', () => {
  const input = [
    '{"id":1,"lang":"en","text":"my dome is black at night"}',
    '',
    'no json',
    '{"id":"b","text":"转人工"}',
    '{"id":3}',
  ];
  const run = spawnSync(process.execPath, ['src/commands/understand.ts'], {
    cwd: root,
    input: input.join('\n'),
  });
  const lines = run.stdout
    .toString()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(run.status).toBe(0);
  expect(lines).toMatchObject([
    { id: 1, label: 'night_vision' },
    { error: expect.any(String) },
    { id: 'b', label: 'human_agent' },
    { error: expect.any(String) },
  ]);
  expect(new Set(lines[0].top3).size).toBe(3);
});

test('a byte order mark before the first line loses nothing', () => {
  const input = '\ufeff{"id":1,"lang":"en","text":"my dome is black at night"}\r\n';
  const run = spawnSync(process.execPath, ['src/commands/understand.ts'], { cwd: root, input });
  expect(JSON.parse(run.stdout.toString())).toMatchObject({ id: 1, label: 'night_vision' });
});

test('a phrase file that is wrong is named with its line', () => {
  const dir = mkdtempSync(join(tmpdir(), 'phrases-'));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  cpSync(join(root, 'locales'), dir, { recursive: true });
  writeFileSync(join(dir, 'zh/phrases/labels.yaml'), 'no_power:\n  - 没电\n  - [a]\n');
  expect(() => loadPhrases(dir)).toThrow(/labels\.yaml:3: no_power\.1/);
});
