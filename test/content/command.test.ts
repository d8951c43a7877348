import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Copy, copyProject } from '../helpers/copy.ts';
import type { Mistake } from './mistakes.ts';
import { BROKEN, MISSHAPEN } from './mistakes-of-form.ts';
import { APART, MEANT_OTHERWISE, WRITTEN_TWICE } from './mistakes-of-meaning.ts';

/** One copy, with all of a group's mistakes planted at once: the check tells of each. */
let copy: Copy;

function check() {
  return spawnSync(process.execPath, ['src/commands/check-content.ts'], { cwd: copy.dir, encoding: 'utf8' });
}

describe('npm run check:content', () => {
  beforeAll(() => {
    copy = copyProject();
  });
  afterAll(() => copy.remove());

  it('says in one line that the content is sound', () => {
    const { status, stdout, stderr } = check();
    expect(stderr).toBe('');
    expect(status).toBe(0);
    expect(stdout).toMatch(/^The content is sound: .*12 triage trees.*\n$/);
  });

  it('names a file that is missing, once', () => {
    rmSync(join(copy.dir, 'locales/zh/fault.json'));
    expect(check().stderr).toBe('locales/zh/fault.json:1: the file is missing; put it back\n');
    rmSync(join(copy.dir, 'locales/en/phrases/labels.yaml'));
    expect(check().stderr).toBe('locales/en/phrases/labels.yaml:1: the file is missing; put it back\n');
  });
});

describe.each([
  ['can not be parsed', BROKEN],
  ['has a form that it may not have', MISSHAPEN],
  ['means something else than its file says', MEANT_OTHERWISE],
  ['stands there twice', WRITTEN_TWICE],
  ['does not hold together', APART],
] as const)('the check of content that %s', (_, mistakes: readonly Mistake[]) => {
  let lines: number[] = [];
  let said: { status: number | null; stdout: string; stderr: string };

  beforeAll(() => {
    copy = copyProject();
    for (const { file, from, to } of mistakes) copy.edit(file, from, to);
    lines = mistakes.map(({ file, to, at = to }) => copy.lineOf(file, at));
    said = check();
  });
  afterAll(() => copy.remove());

  it('fails without a stack, and prints nothing but what is wrong', () => {
    expect(said.status).toBe(1);
    expect(said.stdout).toBe('');
    expect(said.stderr).not.toMatch(/\n\s+at /);
    for (const line of said.stderr.trim().split('\n')) expect(line).toMatch(/^[\w./]+\.(yaml|json):\d+: ./);
  });

  it.each(mistakes.map((mistake, nth) => ({ ...mistake, nth })))(
    'names file, line and mend of $what',
    (mistake) => {
      const place = `${mistake.file}:${lines[mistake.nth]}: `;
      const there = said.stderr.split('\n').filter((line) => line.startsWith(place));
      const texts = there.map((line) => line.slice(place.length));
      expect(texts, said.stderr).toContainEqual(
        typeof mistake.says === 'string' ? mistake.says : expect.stringMatching(mistake.says),
      );
    },
  );
});
