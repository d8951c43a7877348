import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { decide } from '../../dialogs/warranty/decide.ts';
import { loadPolicy } from '../../src/content/policy.ts';

const policy = loadPolicy();

/** Runs the command as a person would, with these bytes on its input. */
async function run(...input: (string | Buffer)[]) {
  const child = spawn(process.execPath, ['src/commands/warranty.ts'], { stdio: 'pipe' });
  const out: Buffer[] = [];
  let complaints = '';
  child.stdout.on('data', (chunk) => out.push(chunk));
  child.stderr.on('data', (chunk) => {
    complaints += chunk;
  });
  for (const part of input) if (!child.stdin.write(part)) await once(child.stdin, 'drain');
  child.stdin.end();
  const [code] = await once(child, 'close');
  const lines = Buffer.concat(out).toString().split('\n');
  expect(lines.pop()).toBe('');
  return { code, complaints, answers: lines.map((line) => JSON.parse(line)) };
}

describe('the warranty command', () => {
  it('answers line by line, passes over empty lines, and goes on after bad ones', async () => {
    const { code, complaints, answers } = await run(
      '{"tampered":"yes"}\r\n\n\r\n',
      'not json\n[]\nnull\n{"tampered":"perhaps"}\n',
      Buffer.from([0x7b, 0xff, 0xfe, 0x7d, 0x0a]),
      `{"a":${'['.repeat(50_000)}}\n`,
      ' {"source" : "unauthorized"} \n',
      '{"purchaseDate":"2024-02-29","reportedOn":"2025-03-01"}',
    );
    expect({ code, complaints }).toEqual({ code: 0, complaints: '' });
    const error = { error: expect.any(String) };
    expect(answers).toEqual([
      decide({ tampered: 'yes' }, policy),
      error,
      error,
      error,
      { error: 'tampered: takes yes, no, unknown' },
      error,
      error,
      decide({ source: 'unauthorized' }, policy),
      decide({ purchaseDate: '2024-02-29', reportedOn: '2025-03-01' }, policy),
    ]);
  });

  it('says nothing to an empty input', async () => {
    expect(await run('')).toEqual({ code: 0, complaints: '', answers: [] });
    expect(await run('\n \r\n\n')).toEqual({ code: 0, complaints: '', answers: [] });
  });

  it('keeps the order over many lines, however they are cut, and drops a line that is far too long', async () => {
    const many = Array.from({ length: 20_000 }, (_, n) => `{"warrantyMonths":${(n % 121) + 0}}\n`).join('');
    const cut = 7_777;
    const { code, answers } = await run(
      many.slice(0, cut),
      many.slice(cut),
      '"',
      ' '.repeat(3_000_000),
      '"\n{}\n',
    );
    expect(code).toBe(0);
    expect(answers).toHaveLength(20_002);
    expect(answers.every((answer, n) => n >= 20_000 || 'error' in answer === (n % 121 === 0))).toBe(true);
    expect(answers.slice(-2)).toEqual([{ error: expect.stringContaining('at most') }, decide({}, policy)]);
  });

  it('is quiet when its reader leaves early', async () => {
    const child = spawn(process.execPath, ['src/commands/warranty.ts'], { stdio: 'pipe' });
    let complaints = '';
    child.stderr.on('data', (chunk) => {
      complaints += chunk;
    });
    child.stdin.on('error', () => undefined);
    child.stdout.destroy();
    child.stdin.end('{}\n'.repeat(50_000));
    const [code] = await once(child, 'close');
    expect({ code, complaints }).toEqual({ code: 0, complaints: '' });
  });
});
