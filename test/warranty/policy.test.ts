import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadPolicy, parsePolicy } from '../../src/content/policy.ts';
import { ContentError } from '../../src/errors.ts';

const source = readFileSync('dialogs/warranty/policy.yaml', 'utf8');
const lineOf = (text: string, part: string) => text.slice(0, text.indexOf(part)).split('\n').length;

/** What is said of a policy in which one passage was changed. */
function complaint(from: string, to: string): { problems: readonly string[]; changed: string } {
  expect(source).toContain(from);
  const changed = source.replace(from, to);
  try {
    parsePolicy(changed, 'policy.yaml');
  } catch (error) {
    if (error instanceof ContentError) return { problems: error.problems, changed };
    throw error;
  }
  return { problems: [], changed };
}

describe('the warranty policy', () => {
  it('is read, with all ten exclusions in the order of the terms', () => {
    const ids = loadPolicy().clauses.map((clause) => clause.id);
    expect(ids).toEqual(['1', '2', '3', '4', '5', '6a', '6b', '6c', '6d', '6e']);
  });

  it('that is no file, or no YAML, is refused by name', () => {
    expect(() => loadPolicy('nowhere/policy.yaml')).toThrow(/nowhere\/policy\.yaml/);
    expect(() => parsePolicy('version: [1', 'broken.yaml')).toThrow(/broken\.yaml:1: /);
    expect(() => parsePolicy('', 'empty.yaml')).toThrow(ContentError);
  });

  it.each([
    [
      'a value that a fact does not take',
      '{ fact: source, is: [unauthorized] }',
      '{ fact: source, is: [stolen] }',
      'stolen',
    ],
    [
      'a fact that there is not',
      '{ fact: appearanceDamage, is: [yes] }',
      '{ fact: looks, is: [yes] }',
      'clauses.7.excludes',
    ],
    [
      'a need that no condition looks at',
      'needs: [serialLabel]',
      'needs: [serialLabel, source]',
      'serialLabel',
    ],
    [
      'a clause left without an effect',
      '    excludes: { fact: abnormalStress, is: [yes] }\n',
      '',
      'decides nothing',
    ],
    ['a number where a clause is named', "- id: '5'", '- id: 5', 'clauses.4.id'],
    [
      'a question only a technician can answer',
      'no: { appearanceDamage: no }',
      'no: { misuse: no }',
      'not for a customer',
    ],
    [
      'an answer that is no value',
      'intact: { serialLabel: intact }',
      'intact: { serialLabel: fine }',
      'takes intact',
    ],
    [
      'an example that comes out otherwise',
      'expect: { coverage: excluded, clauses: [6c] }',
      'expect: { coverage: covered }',
      'A cracked housing.',
    ],
    ['an unknown key', 'partsInWarranty: chargeable', 'partsInWarranty: chargeable\ncolour: red', 'colour'],
    ['a blameless value that is unknown', 'blameless: authorized', 'blameless: unknown', 'known value'],
  ])('with %s is refused, and the line is said', (_, from, to, said) => {
    const { problems } = complaint(from, to);
    expect(problems.length).toBeGreaterThan(0);
    expect(problems.join('\n')).toContain(said);
    expect(problems[0]).toMatch(/^policy\.yaml:\d+: /);
  });

  it('points at the line that is wrong', () => {
    const { problems, changed } = complaint(
      '{ fact: source, is: [unauthorized] }',
      '{ fact: source, is: [stolen] }',
    );
    expect(problems[0]).toContain(`policy.yaml:${lineOf(changed, '[stolen]')}: `);
  });

  it('without a clause of the terms is refused', () => {
    const { problems } = complaint('id: 6e', 'id: 6d');
    expect(problems.join('\n')).toContain('each once, in this order');
  });

  it('whose question leaves no way to say "I don’t know" is refused', () => {
    const { problems } = complaint('      unknown: { appearanceDamage: unknown }\n', '');
    expect(problems.join('\n')).toContain('unknown');
  });
});
