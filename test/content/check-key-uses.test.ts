import { describe, expect, it } from 'vitest';
import { checkKeyUses } from '../../src/content/check-key-uses.ts';
import { loadPolicy } from '../../src/content/policy.ts';
import type { Source } from '../../src/content/sources.ts';
import { sources, texts, withText } from './real.ts';

const policy = loadPolicy();

function said(among: readonly Source[], of = texts): string[] {
  return checkKeyUses(among, of, policy).map(({ file, step, problem }) => `${file}: ${step}: ${problem}`);
}

/** What is put into a template, which the code here writes as `<name>`. */
function written(text: string): string {
  return text.replaceAll(/<(\w+)>/g, (_, name: string) => `\${${name}}`);
}

function withCode(text: string): Source[] {
  return [...sources, { path: 'dialogs/states/new.ts', text: written(text) }];
}

/** The code with a piece of one file made otherwise. */
function changed(path: string, from: string, to: string): Source[] {
  const source = sources.find((one) => one.path === path);
  if (!source?.text.includes(written(from))) throw new Error(`${path} has no ${from}`);
  return sources.map((one) =>
    one === source ? { path, text: one.text.replaceAll(written(from), to) } : one,
  );
}

describe('the check of the texts against the code', () => {
  it('finds nothing in what ships', () => {
    expect(said(sources)).toEqual([]);
  });

  it('names a key in the code that no file has', () => {
    expect(said(withCode("say('common:nonsense.first')"))).toEqual([
      'locales/en/common.json: nonsense.first: the text is missing; dialogs/states/new.ts:1 says it, put it back',
    ]);
  });

  it('does not take a comment for a use', () => {
    expect(said(withCode("/** As in 'common:nonsense.first' and `common:nonsense.<one>`. */"))).toEqual([]);
  });

  it('names a text that nothing uses', () => {
    expect(said(sources, withText('en', 'case:forgotten', 'Nobody says this.'))).toEqual([
      'locales/en/case.json: forgotten: the text is used by nothing; take it out',
    ]);
  });

  it('names the text of a use that was taken out of the code', () => {
    expect(said(changed('dialogs/root.ts', "'common:back.none'", "'common:back.done'"))).toEqual([
      'locales/en/common.json: back.none: the text is used by nothing; take it out',
    ]);
  });

  it('names a missing text of a key that the code puts together', () => {
    expect(said(sources, withText('en', 'common:labels.audio', undefined))).toEqual([
      'locales/en/common.json: labels.audio: the text is missing; the code names it as common:labels.*, add it here',
    ]);
  });

  it('names a left-over text beside those that the code puts together', () => {
    expect(said(sources, withText('en', 'topics:weather', 'It is fine.'))).toEqual([
      'locales/en/topics.json: weather: the text is used by nothing; take it out',
    ]);
  });

  it('names a template that the table of computed keys does not know', () => {
    expect(said(withCode('say(`contact:<field>.thanks`)'))).toEqual([
      'dialogs/states/new.ts: contact:*.thanks: the keys that this makes are not listed in src/content/computed-keys.ts',
    ]);
  });

  it('names an entry of that table which the code no longer makes', () => {
    const problems = said(
      changed('dialogs/states/contact.ts', '`contact:<field>.why`', "'contact:phone.why'"),
    );
    expect(problems).toEqual([
      'src/content/computed-keys.ts: contact:*.why: is left over: no code makes such keys',
    ]);
  });

  it('holds the questions, clauses and facts of the policy to the warranty texts, both ways', () => {
    expect(said(sources, withText('en', 'warranty:topics.label.why', undefined))).toEqual([
      'locales/en/warranty.json: topics.label.why: the text is missing; the code names it as warranty:topics.*.why, add it here',
    ]);
    expect(said(sources, withText('en', 'warranty:clauses.1.title', 'a title'))).toEqual([
      'locales/en/warranty.json: clauses.1.title: the text is used by nothing; take it out',
    ]);
  });
});
