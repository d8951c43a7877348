import { expect } from 'vitest';
import { keysOf } from '../../dialogs/triage/interpret.ts';
import type { Position } from '../../dialogs/triage/tree.ts';
import { LANGUAGES, stepIn, textOf, trees, triageTexts } from './content.ts';

type Family = Position['family'];

/** What a step says, in both languages. */
export function said(family: Family, step: string): string[] {
  const keys = keysOf(stepIn(family, step), { family, step });
  return LANGUAGES.map((language) => textOf(language, keys.text));
}

/** Both languages say all of these; a pair is what English and what Chinese say. */
export function expectSaid(
  family: Family,
  step: string,
  ...parts: (string | readonly [string | RegExp, string | RegExp])[]
): void {
  const texts = said(family, step);
  for (const part of parts) {
    texts.forEach((text, language) => {
      const wanted = typeof part === 'string' ? part : part[language];
      expect(text, `${family}.${step}`).toMatch(
        wanted instanceof RegExp ? wanted : new RegExp(literal(wanted ?? '')),
      );
    });
  }
}

function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** The sentences of every text of a language, with their keys. */
export function sentences(language: string): { key: string; text: string }[] {
  return triageTexts(language).flatMap(({ key, text }) =>
    text.split(/(?<=[.?!])\s+|(?<=[。？！；])|\n+/).map((sentence) => ({ key, text: sentence })),
  );
}

/** Every step passed on any way from a place to an end, one list a way. */
export function ways(family: Family, step: string): { steps: string[]; end: string }[] {
  return Object.values(stepIn(family, step).answers).flatMap((target) => {
    const here = `${family}.${step}`;
    if ('end' in target) return [{ steps: [here], end: target.end }];
    if ('stop' in target) return [{ steps: [here], end: target.stop }];
    const next = 'family' in target ? target.family : family;
    const id = target.step ?? trees[next]?.start;
    if (!trees[next] || !id) return [{ steps: [here], end: 'bench' }];
    return ways(next, id).map((way) => ({ steps: [here, ...way.steps], end: way.end }));
  });
}
