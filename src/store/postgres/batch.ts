import type { Commit } from '../port.ts';
import { baseOf } from '../prepare.ts';
import type { Statement } from './database.ts';
import type { CommitTexts } from './texts.ts';

/** Commits in one transaction at most, and the characters of JSON at which no more join. */
const MOST_COMMITS = 64;
const MOST_TEXT = 4_000_000;

/** What `commit_batch` says of one commit with a conflict: its place, and which part it was. */
export type Conflict = [c: number, kind: 'write' | 'woken' | 'once', at: number];

export const COMMIT_BATCH: Statement = {
  name: 'commit',
  text: `SELECT wendy.commit_batch($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) AS conflicts`,
};

/** The names under which a commit changes something that a second one of the same batch must not touch. */
export function touchedBy(texts: CommitTexts): string[] {
  return [
    ...texts.checks.map(({ key }) => `r${key}`),
    ...texts.listings.map(({ id }) => `l${id}`),
    ...texts.outbox.map(({ id }) => `o${id}`),
    ...texts.sent.map(({ id }) => `o${id}`),
    ...texts.woken.map(({ id }) => `w${id}`),
    ...texts.wakes.map(({ id }) => `w${id}`),
    ...texts.appends.flatMap(({ once, stream, id }) => (once ? [`i${id} ${stream}`] : [])),
  ];
}

/** Besides, what must keep its order among commits of several instances. */
function orderedBy(texts: CommitTexts): string[] {
  return [
    ...texts.appends.map(({ stream }) => `s${stream}`),
    ...texts.outbox.map(({ conversation }) => `c${conversation}`),
    ...texts.wakes.map(({ conversation }) => `c${conversation}`),
  ];
}

const lengthOf = (texts: CommitTexts): number =>
  [...texts.writes, ...texts.appends, ...texts.outbox, ...texts.wakes].reduce(
    (length, { value }) => length + value.length,
    0,
  );

/** How many of the first waiting commits may share a transaction: none touches what another one does. */
export function batchSize(waiting: readonly { texts: CommitTexts }[]): number {
  const touched = new Set<string>();
  let length = 0;
  for (const [at, { texts }] of waiting.entries()) {
    const names = touchedBy(texts);
    length += lengthOf(texts);
    if (at > 0 && (at >= MOST_COMMITS || length > MOST_TEXT || names.some((name) => touched.has(name))))
      return at;
    for (const name of names) touched.add(name);
  }
  return waiting.length;
}

/** The parameters of `COMMIT_BATCH`. */
export function batchValues(instance: number, batch: number, commits: readonly CommitTexts[]): unknown[] {
  for (const [c, texts] of commits.entries())
    for (const parts of Object.values(texts)) for (const part of parts) if ('c' in part) part.c = c;
  const all = <K extends keyof CommitTexts>(section: K): string | null => {
    const parts = commits.flatMap((texts) => texts[section] as object[]);
    return parts.length === 0 ? null : JSON.stringify(parts);
  };
  const locks = new Set(commits.flatMap((texts) => [...touchedBy(texts), ...orderedBy(texts)]));
  return [
    instance,
    batch,
    JSON.stringify([...locks]),
    all('longNames'),
    all('checks'),
    all('writes'),
    all('listings'),
    all('appends'),
    all('outbox'),
    all('sent'),
    all('woken'),
    all('wakes'),
    all('changed'),
  ];
}

/** The key, wake id or stream that a conflict names. */
export function conflictName(commit: Commit, [, kind, at]: Conflict): string {
  if (kind === 'write') return baseOf(commit)[at]?.key ?? '';
  return (kind === 'woken' ? commit.woken?.[at] : commit.appends?.[at]?.stream) ?? '';
}

/** A record at a version, as one text. */
export const checkName = ({ key, version }: { key: string; version: number }): string => `${version} ${key}`;

/** The versions of records that are past, now that a commit was answered: those it rose, or the one it ran against. */
export function passedChecks({ checks }: CommitTexts, conflict: Conflict | undefined): string[] {
  if (conflict === undefined) return checks.filter(({ only }) => !only).map(checkName);
  const [, kind, at] = conflict;
  return checks.filter((check) => kind === 'write' && check.at === at).map(checkName);
}
