import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { root } from './real.ts';

let copy = '';

/** A copy of the project in which a test may break things. */
beforeEach(() => {
  copy = mkdtempSync(join(tmpdir(), 'wendy-content-'));
  for (const folder of ['dialogs', 'locales', 'src'])
    cpSync(join(root, folder), join(copy, folder), { recursive: true });
  cpSync(join(root, 'package.json'), join(copy, 'package.json'));
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
});

afterEach(() => {
  rmSync(copy, { recursive: true, force: true });
});

function check() {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['src/commands/check-content.ts'], {
    cwd: copy,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

function edit(path: string, from: string, to: string): void {
  const before = readFileSync(join(copy, path), 'utf8');
  if (!before.includes(from)) throw new Error(`${path} has no ${from}`);
  writeFileSync(join(copy, path), before.replace(from, to));
}

describe('npm run check:content', () => {
  it('says in one line that the content is sound', () => {
    const { status, stdout, stderr } = check();
    expect(stderr).toBe('');
    expect(status).toBe(0);
    expect(stdout).toMatch(/^The content is sound: .*12 triage trees.*\n$/);
  });

  it('prints each problem with its file and key, and fails', () => {
    edit('locales/zh/fault.json', '"remark"', '"remarks"');
    const { status, stdout, stderr } = check();
    expect(status).toBe(1);
    expect(stdout).toBe('');
    expect(stderr.trim().split('\n')).toEqual([
      'locales/zh/fault.json: remark: the text is missing; locales/en/fault.json has it',
      'locales/zh/fault.json: remarks: the text is left over; locales/en/fault.json has none',
    ]);
  });

  it.each([
    ['dialogs/triage/no_power.yaml', 'version:', 'versoin:', /no_power\.yaml:\d+: .*versoin/],
    [
      'dialogs/warranty/policy.yaml',
      'coverage: excluded',
      'coverage: covered',
      /policy\.yaml[\s\S]*line \d+: clauses\.\d/,
    ],
    [
      'dialogs/company/company.yaml',
      'Asia/Shanghai',
      'Asia/Shenzen',
      /company\.yaml: zone: takes an IANA time zone/,
    ],
    ['locales/en/case.json', '{', '', /locales\/en\/case\.json is no JSON/],
  ])('says what is wrong in %s without a stack', (path, from, to, message) => {
    edit(path, from, to);
    const { status, stderr } = check();
    expect(status).toBe(1);
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/\n\s+at /);
  });
});
