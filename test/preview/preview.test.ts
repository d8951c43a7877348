import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Copy, copyProject } from '../helpers/copy.ts';

let copy: Copy;
beforeAll(() => {
  copy = copyProject();
});
afterAll(() => copy.remove());

/** What a support lead sees who types these lines. */
function preview(args: readonly string[], ...lines: string[]) {
  return spawnSync(process.execPath, ['src/commands/preview.ts', ...args], {
    cwd: copy.dir,
    input: lines.map((line) => `${line}\n`).join(''),
    encoding: 'utf8',
  });
}

describe('npm run preview', () => {
  it('lists the families where none is named', () => {
    const { status, stdout } = preview([]);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^ {2}night_vision +.* \/ .*, \d+ steps$/m);
    expect(stdout.match(/\d+ steps$/gm)).toHaveLength(12);
  });

  it("begins at a family's first step, and shows where each answer leads", () => {
    const { stdout, stderr } = preview(['night_vision']);
    expect(stderr).toBe('');
    expect(stdout.trim().split('\n')[0]).toBe(
      '[night_vision.smell: question, safety, fact danger, text common.danger]',
    );
    expect(stdout).toContain('1  No             [no → day_picture]');
    expect(stdout).toContain('[yes → stop: danger]');
  });

  it('is walked by number, by value and in words, and says what is written down', () => {
    const { stdout } = preview(['night_vision'], '1', 'poor', 'i dont know');
    expect(stdout).toContain('[written down: night_vision.smell = no]');
    expect(stdout).toContain('[written down: night_vision.day_picture = poor]');
    expect(stdout).toMatch(/\[written down: poor_image\.\w+ = unknown\]/);
  });

  it('takes "why" and "back" as a customer\'s', () => {
    const { stdout } = preview(['night_vision'], 'no', 'why', 'back', 'yes');
    const heads = stdout.match(/^\[night_vision\.\w+/gm);
    expect(heads).toEqual([
      '[night_vision.smell',
      '[night_vision.day_picture',
      '[night_vision.day_picture',
      '[night_vision.smell',
    ]);
    expect(stdout).toContain('[the walk ends: stopped]');
    expect(stdout.match(/written down: night_vision\.smell/g)).toHaveLength(2);
  });

  it('ends with what was tried, learned and is wanted as evidence, and begins again', () => {
    const { stdout } = preview(['night_vision'], 'no', 'yes', 'flips', 'helped', 'yes', 'again');
    expect(stdout).toContain('[the walk ends: solved]');
    expect(stdout).toContain('  night_vision.reduce_reflection = helped');
    expect(stdout).toContain('What was learned: danger = no');
    expect(stdout.match(/^\[night_vision\.smell:/gm)).toHaveLength(2);
  });

  it('speaks Chinese where it is asked to', () => {
    const { stdout } = preview(['night_vision', 'zh'], '没有', '为什么');
    expect(stdout).toContain('[written down: night_vision.smell = no]');
    expect(stdout).toMatch(/\p{Script=Han}.*？/u);
  });

  it('names the families and languages that there are for one that is not', () => {
    expect(preview(['fog'])).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('There is no family fog;'),
    });
    expect(preview(['audio', 'fr'])).toMatchObject({
      status: 1,
      stderr: 'There is no language fr; it takes en, zh.\n',
    });
  });

  it('touches no data', () => {
    preview(['audio'], 'no', 'person', 'Sam Ho');
    expect(existsSync(join(copy.dir, 'data'))).toBe(false);
  });

  it('shows a text and a step as they were edited, and a mistake with its file and line', () => {
    const texts = 'locales/en/triage.night_vision.json';
    copy.edit(texts, 'Is the picture normal by day?', 'Is it fine at noon?');
    expect(preview(['night_vision'], 'no').stdout).toContain('Is it fine at noon?');
    copy.edit('dialogs/triage/night_vision.yaml', 'unknown: at_night', 'unknown: at_nigth');
    const line = copy.lineOf('dialogs/triage/night_vision.yaml', 'unknown: at_nigth');
    const { status, stdout, stderr } = preview(['night_vision']);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toBe(
      `dialogs/triage/night_vision.yaml:${line}: day_picture: the answer unknown leads to at_nigth, which does not exist; add that step or name another\n`,
    );
    copy.edit('dialogs/triage/night_vision.yaml', 'kind: ask', 'kind: tell');
    expect(preview(['audio']).stderr).toMatch(
      /^dialogs\/triage\/night_vision\.yaml:\d+: steps\.smell\.kind: takes one of ask, do; here: "tell"\n$/,
    );
  });
});
