import { describe, expect, it } from 'vitest';
import { kept, rendered } from './golden/files.ts';

const COMMAND = 'node test/channels/golden/files.ts';

describe('every kind of message', async () => {
  const now = rendered();
  const before = await kept();

  it(`has its files; where it should, \`${COMMAND}\` writes them anew`, () => {
    expect([...now.keys()].sort()).toEqual([...before.keys()].sort());
  });

  it.each([...now])('is shown as %s says', (name, text) => {
    expect(text).toBe(before.get(name));
  });
});
