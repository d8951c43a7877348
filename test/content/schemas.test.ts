import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { editorSchemas } from '../../src/content/schemas.ts';
import { LOCALES } from '../../src/texts/texts.ts';
import { FILES } from '../../src/understanding/phrases.ts';
import { everyTree } from '../triage/content.ts';
import { root } from './real.ts';

const schemas = editorSchemas(FILES);
const edited = [
  ...everyTree.map(({ family }) => `dialogs/triage/${family}.yaml`),
  'dialogs/warranty/policy.yaml',
  'dialogs/company/company.yaml',
  'dialogs/company/staff.yaml',
  ...LOCALES.flatMap((lng) => Object.keys(FILES).map((name) => `locales/${lng}/phrases/${name}.yaml`)),
];

describe('the schemas for an editor', () => {
  it.each([...schemas])('%s is made from the one that the files are read by', (file, text) => {
    expect(readFileSync(join(root, file), 'utf8')).toBe(text);
  });

  it.each(edited)('%s names its schema in its first line', (file) => {
    const [first = ''] = readFileSync(join(root, file), 'utf8').split('\n');
    const schema = /^# yaml-language-server: \$schema=(\S+\.schema\.json)$/.exec(first)?.[1] ?? 'none';
    const path = join(dirname(file), schema);
    expect(existsSync(join(root, path)), `${file} names ${schema}`).toBe(true);
    expect([...schemas.keys()]).toContain(path);
  });

  it('take words that YAML alone reads as numbers or as true, as phrases do', () => {
    const items = JSON.parse(schemas.get('locales/schemas/topics.schema.json') ?? '{}').properties.freight
      .items;
    expect(items.type).toEqual(['string', 'number', 'boolean']);
  });
});
