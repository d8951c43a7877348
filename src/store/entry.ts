import { toJson } from './frozen.ts';
import type { CaseListing, OutboxRow, Wake } from './port.ts';

/** A case's listing with its place in the order of creation. */
export interface ListedCase extends CaseListing {
  order: number;
}

export interface RecordChange {
  key: string;
  version: number;
  value: unknown;
  listing?: ListedCase;
}

export interface StreamRow {
  stream: string;
  seq: number;
  id?: string;
  row: unknown;
}

/** What one commit changes, as the journal holds it. Applying it needs nothing else. */
export interface Entry {
  writes?: RecordChange[];
  appends?: StreamRow[];
  outbox?: OutboxRow[];
  sent?: string[];
  woken?: string[];
  wakes?: Wake[];
  sequence?: { name: string; number: number };
}

/** JSON text of the parts that are kept apart from their entry, made once for the journal and for memory. */
export interface EntryTexts {
  values: string[];
  rows: string[];
}

/** Makes the texts first of all: a value that is no JSON throws here, before anything has changed. */
export function textsOf(commit: {
  writes?: readonly { key: string; value: unknown }[] | undefined;
  appends?: readonly { stream: string; row: unknown }[] | undefined;
}): EntryTexts {
  return {
    values: commit.writes?.map(({ key, value }) => toJson(value, key)) ?? [],
    rows: commit.appends?.map(({ stream, row }) => toJson(row, stream)) ?? [],
  };
}

const text = (value: unknown): string => JSON.stringify(value);

function writeText(change: RecordChange, value: string): string {
  const listing = change.listing === undefined ? '' : `,"listing":${text(change.listing)}`;
  return `{"key":${text(change.key)},"version":${change.version}${listing},"value":${value}}`;
}

function appendText({ stream, seq, id }: StreamRow, row: string): string {
  const named = id === undefined ? '' : `,"id":${text(id)}`;
  return `{"stream":${text(stream)},"seq":${seq}${named},"row":${row}}`;
}

/** The entry as JSON, put together from the texts so that no value is stringified twice. */
export function entryText(entry: Entry, texts: EntryTexts): string {
  const { writes, appends, ...small } = entry;
  let json = '{';
  // Joined by "+", the texts are copied but once, when the whole is written.
  const add = (name: string, value: string): void => {
    json += `${json === '{' ? '' : ','}"${name}":${value}`;
  };
  if (writes?.length) add('writes', listed(writes, texts.values, writeText));
  if (appends?.length) add('appends', listed(appends, texts.rows, appendText));
  for (const [name, value] of Object.entries(small))
    if (value !== undefined && !(Array.isArray(value) && value.length === 0)) add(name, text(value));
  return `${json}}`;
}

function listed<T>(
  items: readonly T[],
  texts: readonly string[],
  textOf: (item: T, text: string) => string,
): string {
  let list = '[';
  for (const [at, item] of items.entries()) list += (at === 0 ? '' : ',') + textOf(item, texts[at] ?? 'null');
  return `${list}]`;
}
