import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CLAUSES, FACT_NAMES, FACT_TYPES } from '../../dialogs/warranty/claim.ts';
import { loadPolicy } from '../../src/content/policy.ts';

const policy = loadPolicy();
const COMMON = ['yes', 'no', 'unknown'];

/** All keys of a text file, with dots between. */
function flat(texts: object, prefix = ''): Map<string, string> {
  const entries = Object.entries(texts).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[prefix + key, value]] : [...flat(value, `${prefix}${key}.`)],
  );
  return new Map(entries);
}

describe.each(['en', 'zh'])('the warranty texts in %s', (language) => {
  const texts = flat(JSON.parse(readFileSync(`locales/${language}/warranty.json`, 'utf8')));

  it('have every question of the policy, why it is asked, and its own answers, and no other', () => {
    const wanted = policy.topics.flatMap(({ id, answers }) => [
      `topics.${id}.ask`,
      `topics.${id}.why`,
      ...Object.keys(answers)
        .filter((value) => !COMMON.includes(value))
        .map((value) => `topics.${id}.answers.${value}`),
    ]);
    expect([...texts.keys()].filter((key) => key.startsWith('topics.')).sort()).toEqual(wanted.sort());
  });

  it('name every clause with its reason', () => {
    const wanted = CLAUSES.flatMap((id) => [`clauses.${id}.name`, `clauses.${id}.because`]);
    expect([...texts.keys()].filter((key) => key.startsWith('clauses.')).sort()).toEqual(wanted.sort());
  });

  it('have a phrase for every known value of a fact', () => {
    for (const name of FACT_NAMES) {
      const values = typeof FACT_TYPES[name] === 'string' ? [] : [...FACT_TYPES[name]];
      const known = values.filter((value) => value !== 'unknown');
      for (const key of known) expect(texts.get(`facts.${name}.${key}`), `${name}.${key}`).toBeTruthy();
    }
  });

  it('never promise free work without saying who pays for parts', () => {
    for (const [key, text] of texts) {
      if (/\bfree\b|免费/.test(text)) expect(text, key).toMatch(/part|零件/);
    }
  });

  it('have short titles for buttons', () => {
    for (const [key, text] of texts)
      if (key.includes('.answers.')) expect(text.length, key).toBeLessThanOrEqual(34);
  });
});
