import type { Claim, OutboxRow, Wake } from '../port.ts';
import type { Database } from './database.ts';
import { nameOf } from './names.ts';

/** The advisory locks by which instances are known to be alive have this first number. */
export const ALIVE_CLASS = 0x77_65_6e;

/** Instances whose listening connection stands: what others had claimed is free again as soon as they are gone. */
const ALIVE = `alive AS MATERIALIZED (
  SELECT objid::bigint AS id FROM pg_locks
  WHERE locktype = 'advisory' AND classid = ${ALIVE_CLASS} AND objsubid = 2 AND granted
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))`;

/** A claim that a crash of PostgreSQL forgets does no harm: nobody waits for the disk. */
export const RELAXED = `relaxed AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true) AS on)`;

const free = (row: string): string => `(${row}.leased_until IS NULL OR ${row}.leased_until <= $1
  OR ${row}.leased_by NOT IN (SELECT id FROM alive))`;

const outboxText = (which: string, limit: string): string => `WITH ${ALIVE}, ${RELAXED}, free AS (
    SELECT o.id_name FROM wendy.outbox o
    WHERE o.not_before <= $1 AND ${free('o')} AND ${which} AND NOT EXISTS (
      SELECT FROM wendy.outbox b WHERE b.conversation_name = o.conversation_name AND b.place < o.place)
    ORDER BY o.place ${limit} FOR UPDATE OF o SKIP LOCKED)
  UPDATE wendy.outbox o SET leased_until = $2, leased_by = $3 FROM free, relaxed WHERE o.id_name = free.id_name
  RETURNING o.place::float8, o.conversation_name, o.value`;

const CLAIM_OUTBOX = { name: 'claim outbox', text: outboxText('true', 'LIMIT $4') };
const CLAIM_OUTBOX_OF = { name: 'claim outbox of', text: outboxText('o.conversation_name = ANY ($4)', '') };

const CLAIM_WAKES = {
  name: 'claim wakes',
  text: `WITH ${ALIVE}, ${RELAXED}, free AS (
      SELECT w.id_name FROM wendy.wakes w WHERE w.due_at <= $1 AND ${free('w')}
      ORDER BY w.due_at, w.place LIMIT $3 FOR UPDATE OF w SKIP LOCKED)
    UPDATE wendy.wakes w SET leased_until = $2, leased_by = $4 FROM free, relaxed WHERE w.id_name = free.id_name
    RETURNING w.due_at AS due, w.place::float8, w.value`,
};

/** A claim of the first row of one conversation. */
export type ClaimOfOne = Required<Omit<Claim, 'limit'>>;

interface Claimed {
  place: number;
  value: string;
}

/** The first outbox row of each conversation that may go and that nobody has claimed; now it is this instance's. */
export async function claimOutbox(
  database: Database,
  instance: number,
  { now, until, limit }: Omit<Claim, 'conversation'>,
): Promise<OutboxRow[]> {
  const rows = await database.query<Claimed>(CLAIM_OUTBOX, [now, until, instance, limit]);
  return rows.sort((a, b) => a.place - b.place).map(({ value }) => JSON.parse(value) as OutboxRow);
}

/** As `claimOutbox`, of several conversations in one round trip; of each its row, or none. */
export async function claimOutboxOf(
  database: Database,
  instance: number,
  claims: readonly ClaimOfOne[],
): Promise<OutboxRow[][]> {
  const now = Math.max(...claims.map((claim) => claim.now));
  const until = Math.max(...claims.map((claim) => claim.until));
  const names = claims.map(({ conversation }) => nameOf(conversation));
  const rows = await database.query<Claimed & { conversation_name: string }>(CLAIM_OUTBOX_OF, [
    ...[now, until, instance],
    [...new Set(names)],
  ]);
  const left = new Map(rows.map(({ conversation_name: name, value }) => [name, value]));
  // Where the same one was asked for twice, the first has it.
  return names.map((name) => {
    const value = left.get(name);
    left.delete(name);
    return value === undefined ? [] : [JSON.parse(value) as OutboxRow];
  });
}

/** Due wakes that nobody has claimed, earliest first; now they are this instance's. */
export async function claimWakes(database: Database, instance: number, claim: Claim): Promise<Wake[]> {
  const { now, until, limit } = claim;
  const rows = await database.query<Claimed & { due: number }>(CLAIM_WAKES, [now, until, limit, instance]);
  return rows
    .sort((a, b) => a.due - b.due || a.place - b.place)
    .map(({ value }) => JSON.parse(value) as Wake);
}
