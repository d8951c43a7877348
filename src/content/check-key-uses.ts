import type { Policy } from '../../dialogs/warranty/policy.ts';
import type { ContentProblem, LocaleTexts } from './check-tree-texts.ts';
import { computedKeys } from './computed-keys.ts';
import { entriesOf, fileOf } from './locale-texts.ts';
import type { Source } from './sources.ts';

const TABLE = 'src/content/computed-keys.ts';
const LITERAL = /(['"`])([a-z]+:[A-Za-z_][\w.]*)\1/g;
const TEMPLATE = /`([a-z]+:(?:[\w.]|\$\{[^{}`]*\})+)`/g;
/** A line of a comment: it may speak of keys, and uses none. */
const COMMENT = /^[ \t]*(?:\/\*|\*|\/\/).*$/gm;

interface Use {
  key: string;
  source: string;
  line: number;
}

/**
 * The texts against the code: a key that the code names and no file has, a text that nothing names, and a key put
 * together in a way that the table of computed keys does not know. What the trees name is theirs to check.
 */
export function checkKeyUses(
  sources: readonly Source[],
  texts: LocaleTexts,
  policy: Policy,
  main = 'en',
): ContentProblem[] {
  const files = texts[main] ?? {};
  const there = new Set(Object.entries(files).flatMap(([space, value]) => basesOf(space, value)));
  const isKey = ({ key }: Use) => Object.hasOwn(files, spaceOf(key));
  const literals = sources.flatMap((source) => literalKeys(source)).filter(isKey);
  const templates = sources
    .flatMap((source) => templateKeys(source))
    .filter((use) => isKey(use) && !isTree(use));
  const computed = computedKeys(policy);
  const patterns = new Set(templates.map(({ key }) => key));
  const named = new Set([...literals.map(({ key }) => key), ...[...computed.values()].flat()]);
  return [
    ...literals
      .filter(({ key }) => !there.has(key))
      .map(({ key, source, line }) =>
        inFile(main, key, `the text is missing; ${source}:${line} says it, put it back`),
      ),
    ...templates
      .filter(({ key }) => !computed.has(key))
      .map(({ key, source, line }) => ({
        file: source,
        line,
        step: key,
        problem: `the keys that this makes are not listed in ${TABLE}`,
      })),
    ...[...computed.keys()]
      .filter((pattern) => !patterns.has(pattern))
      .map((pattern) => ({
        file: TABLE,
        line: lineOfPattern(sources, pattern),
        step: pattern,
        problem: 'is left over: no code makes such keys',
      })),
    ...[...computed].flatMap(([pattern, keys]) =>
      keys
        .filter((key) => !there.has(key))
        .map((key) => inFile(main, key, `the text is missing; the code names it as ${pattern}, add it here`)),
    ),
    ...[...there]
      .filter((key) => !named.has(key) && !isTree({ key }))
      .map((key) => inFile(main, key, 'the text is used by nothing; take it out')),
  ];
}

function inFile(language: string, key: string, problem: string): ContentProblem {
  return { file: fileOf(language, key), step: key.slice(key.indexOf(':') + 1), problem };
}

function basesOf(space: string, value: unknown): string[] {
  return entriesOf(space, value).map(({ base }) => base);
}

function spaceOf(key: string): string {
  return key.slice(0, key.indexOf(':'));
}

/** The line of the table's entry. */
function lineOfPattern(sources: readonly Source[], pattern: string): number {
  const { text } = sources.find(({ path }) => path === TABLE) ?? { text: '' };
  return lineAt(text, text.indexOf(`'${pattern}'`));
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, Math.max(0, offset)).split('\n').length;
}

function isTree({ key }: Pick<Use, 'key'>): boolean {
  return key.startsWith('triage');
}

function literalKeys({ path, text }: Source): Use[] {
  const code = text.replaceAll(COMMENT, '');
  return [...code.matchAll(LITERAL)].flatMap(({ index, 2: key }) =>
    key ? [{ key, source: path, line: lineAt(code, index) }] : [],
  );
}

/** `contact:${field}.ask` as `contact:*.ask`. */
function templateKeys({ path, text }: Source): Use[] {
  const code = text.replaceAll(COMMENT, '');
  return [...code.matchAll(TEMPLATE)].flatMap(({ index, 1: template }) =>
    template?.includes('$')
      ? [{ key: template.replaceAll(/\$\{[^{}]*\}/g, '*'), source: path, line: lineAt(code, index) }]
      : [],
  );
}
