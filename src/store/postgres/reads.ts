import type { CaseListing, CaseQuery, CasesOf, OutboxRow, Stored, Wake } from '../port.ts';
import { Batcher } from './batcher.ts';
import type { Database } from './database.ts';
import { nameOf } from './names.ts';

interface Value {
  value: string;
}

const parse = <T>({ value }: Value): T => JSON.parse(value) as T;

/** What can be asked of the store, one SQL statement each; what many ask at once goes in one round trip. */
export class Reads {
  readonly #database: Database;
  readonly #records = new Batcher((keys: string[]) => this.#getAll(keys));
  readonly #rowsById = new Batcher((asked: { stream: string; id: string }[]) => this.#rowAll(asked));
  readonly #wakes = new Batcher((asked: { conversation: string; now: number }[]) => this.#wakesOfAll(asked));
  readonly #outbox = new Batcher((conversations: string[]) => this.#outboxOfAll(conversations));

  readonly #counts = new Batcher((asked: CasesOf[]) => this.#countAll(asked));

  readonly #due = new Batcher(async (asked: 'due'[]) => {
    const due = await this.#nextDue();
    return asked.map(() => due);
  });

  constructor(database: Database) {
    this.#database = database;
  }

  async get<T>(key: string): Promise<Stored<T> | undefined> {
    const found = await this.#records.ask(nameOf(key));
    return found && { version: found.version, value: parse<T>(found) };
  }

  async #getAll(keys: string[]): Promise<(({ version: number } & Value) | undefined)[]> {
    const text = 'SELECT key_name, version::float8, value FROM wendy.records WHERE key_name = ANY ($1)';
    const rows = await this.#database.query<{ key_name: string; version: number } & Value>(
      { name: 'get', text },
      [[...new Set(keys)]],
    );
    const byKey = new Map(rows.map((row) => [row.key_name, row]));
    return keys.map((key) => byKey.get(key));
  }

  async row<T>(stream: string, id: string): Promise<T | undefined> {
    const found = await this.#rowsById.ask({ stream: nameOf(stream), id: nameOf(id) });
    return found && parse<T>(found);
  }

  async #rowAll(asked: { stream: string; id: string }[]): Promise<(Value | undefined)[]> {
    const text = `SELECT asked.at::float8, found.value
      FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS asked (stream, id, at), LATERAL (
        SELECT r.value FROM wendy.stream_rows r WHERE r.stream_name = asked.stream AND r.id_name = asked.id
        ORDER BY r.seq DESC LIMIT 1) AS found`;
    const values = [asked.map(({ stream }) => stream), asked.map(({ id }) => id)];
    const rows = await this.#database.query<{ at: number } & Value>({ name: 'row', text }, values);
    const byPlace = new Map(rows.map((row) => [row.at - 1, row]));
    return asked.map((_, at) => byPlace.get(at));
  }

  async rows<T>(stream: string, after: number, limit: number): Promise<{ seq: number; row: T }[]> {
    const text = `SELECT seq::float8, value FROM wendy.stream_rows WHERE stream_name = $1 AND seq > $2::float8
      ORDER BY seq LIMIT $3`;
    const rows = await this.#database.query<{ seq: number } & Value>({ name: 'rows', text }, [
      nameOf(stream),
      after,
      limitOf(limit),
    ]);
    return rows.map((found) => ({ seq: found.seq, row: parse<T>(found) }));
  }

  async cases(query: CaseQuery): Promise<{ ids: string[]; next: string | null }> {
    const { limit, after } = query;
    const filters = [
      ['status_name', query.status],
      ['assignee_name', query.assignee],
      ['queue_name', query.queue],
    ] as const;
    const given = filters.filter(([, value]) => value !== undefined);
    const conditions = given.map(([column], at) => `${column} = $${at + 2}`);
    if (after !== undefined)
      conditions.push(`place > (SELECT place FROM wendy.cases WHERE id_name = $${given.length + 2})`);
    const where = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
    const name = ['cases', ...given.map(([column]) => column), after === undefined ? '' : 'after'].join(' ');
    const text = `SELECT listing AS value FROM wendy.cases ${where} ORDER BY place LIMIT $1`;
    const values = [limit + 1, ...given.map(([, value]) => nameOf(value ?? ''))];
    if (after !== undefined) values.push(nameOf(after));
    const rows = await this.#database.query<Value>({ name, text }, values);
    const ids = rows.slice(0, limit).map((row) => parse<CaseListing>(row).id);
    return { ids, next: rows.length > limit ? (ids.at(-1) ?? null) : null };
  }

  async caseCounts(of: CasesOf): Promise<ReadonlyMap<string, number>> {
    return this.#counts.ask(of);
  }

  /** One count for all who are asked about. */
  async #countAll(asked: CasesOf[]): Promise<ReadonlyMap<string, number>[]> {
    const text = `SELECT assignee_name AS name, status_name AS status, count(*)::float8 AS count FROM wendy.cases
      WHERE assignee_name = ANY ($1) AND status_name = ANY ($2) GROUP BY assignee_name, status_name`;
    const names = (pick: (of: CasesOf) => readonly string[]) => [...new Set(asked.flatMap(pick).map(nameOf))];
    const rows = await this.#database.query<{ name: string; status: string; count: number }>(
      { name: 'case counts', text },
      [names(({ assignees }) => assignees), names(({ statuses }) => statuses)],
    );
    return asked.map(({ assignees, statuses }) => {
      const wanted = new Set(statuses.map(nameOf));
      const counts = assignees.map((assignee): [string, number] => {
        const own = rows.filter(({ name, status }) => name === nameOf(assignee) && wanted.has(status));
        return [assignee, own.reduce((sum, { count }) => sum + count, 0)];
      });
      return new Map(counts.filter(([, count]) => count > 0));
    });
  }

  async outbox(now: number, limit: number): Promise<OutboxRow[]> {
    const text = `SELECT o.value FROM wendy.outbox o WHERE o.not_before <= $1 AND NOT EXISTS (
        SELECT FROM wendy.outbox b
        WHERE b.conversation_name = o.conversation_name AND b.place < o.place AND b.not_before > $1)
      ORDER BY o.place LIMIT $2`;
    const rows = await this.#database.query<Value>({ name: 'outbox', text }, [now, limitOf(limit)]);
    return rows.map(parse<OutboxRow>);
  }

  async outboxOf(conversation: string): Promise<OutboxRow[]> {
    return (await this.#outbox.ask(nameOf(conversation))).map(parse<OutboxRow>);
  }

  async #outboxOfAll(conversations: string[]): Promise<Value[][]> {
    const text = `SELECT conversation_name, value FROM wendy.outbox WHERE conversation_name = ANY ($1) ORDER BY place`;
    const rows = await this.#database.query<{ conversation_name: string } & Value>(
      { name: 'outbox of', text },
      [[...new Set(conversations)]],
    );
    const byName = Map.groupBy(rows, (row) => row.conversation_name);
    return conversations.map((name) => byName.get(name) ?? []);
  }

  async wakes(now: number, limit: number): Promise<Wake[]> {
    const text = 'SELECT value FROM wendy.wakes WHERE due_at <= $1 ORDER BY due_at, place LIMIT $2';
    const rows = await this.#database.query<Value>({ name: 'wakes', text }, [now, limitOf(limit)]);
    return rows.map(parse<Wake>);
  }

  async wakesOf(conversation: string, now: number): Promise<Wake[]> {
    return (await this.#wakes.ask({ conversation: nameOf(conversation), now })).map(parse<Wake>);
  }

  async #wakesOfAll(asked: { conversation: string; now: number }[]): Promise<Value[][]> {
    const text = `SELECT asked.at::float8, w.value
      FROM unnest($1::text[], $2::float8[]) WITH ORDINALITY AS asked (conversation, now, at)
      JOIN wendy.wakes w ON w.conversation_name = asked.conversation AND w.due_at <= asked.now
      ORDER BY w.place`;
    const values = [asked.map(({ conversation }) => conversation), asked.map(({ now }) => now)];
    const rows = await this.#database.query<{ at: number } & Value>({ name: 'wakes of', text }, values);
    const byPlace = Map.groupBy(rows, (row) => row.at - 1);
    return asked.map((_, at) => byPlace.get(at) ?? []);
  }

  nextDue(): Promise<number | undefined> {
    return this.#due.ask('due');
  }

  async #nextDue(): Promise<number | undefined> {
    const text = `SELECT least(
      (SELECT due_at FROM wendy.wakes WHERE leased_until IS NULL ORDER BY due_at LIMIT 1),
      (SELECT min(leased_until) FROM wendy.wakes WHERE leased_until IS NOT NULL),
      (SELECT o.not_before FROM wendy.outbox o WHERE o.leased_until IS NULL AND NOT EXISTS (
         SELECT FROM wendy.outbox b WHERE b.conversation_name = o.conversation_name AND b.place < o.place)
       ORDER BY o.not_before LIMIT 1),
      (SELECT min(leased_until) FROM wendy.outbox WHERE leased_until IS NOT NULL)) AS due`;
    const rows = await this.#database.query<{ due: number | null }>({ name: 'next due', text });
    return rows[0]?.due ?? undefined;
  }
}

/** PostgreSQL's word for no limit is null. */
const limitOf = (limit: number): number | null => (Number.isFinite(limit) ? limit : null);
