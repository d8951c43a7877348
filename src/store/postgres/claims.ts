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
const RELAXED = `relaxed AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true) AS on)`;

const free = (row: string): string => `(${row}.leased_until IS NULL OR ${row}.leased_until <= $1
  OR ${row}.leased_by NOT IN (SELECT id FROM alive))`;

const outboxText = (which: string): string => `WITH ${ALIVE}, ${RELAXED}, free AS (
    SELECT o.id_name FROM wendy.outbox o
    WHERE o.not_before <= $1 AND ${free('o')} AND ${which} AND NOT EXISTS (
      SELECT FROM wendy.outbox b WHERE b.conversation_name = o.conversation_name AND b.place < o.place)
    ORDER BY o.place LIMIT $3 FOR UPDATE OF o SKIP LOCKED)
  UPDATE wendy.outbox o SET leased_until = $2, leased_by = $4 FROM free, relaxed WHERE o.id_name = free.id_name
  RETURNING o.place::float8, o.value`;

const CLAIM_OUTBOX = { name: 'claim outbox', text: outboxText('true') };
const CLAIM_OUTBOX_OF = { name: 'claim outbox of', text: outboxText('o.conversation_name = $5') };

const CLAIM_WAKES = {
  name: 'claim wakes',
  text: `WITH ${ALIVE}, ${RELAXED}, free AS (
      SELECT w.id_name FROM wendy.wakes w WHERE w.due_at <= $1 AND ${free('w')}
      ORDER BY w.due_at, w.place LIMIT $3 FOR UPDATE OF w SKIP LOCKED)
    UPDATE wendy.wakes w SET leased_until = $2, leased_by = $4 FROM free, relaxed WHERE w.id_name = free.id_name
    RETURNING w.due_at AS due, w.place::float8, w.value`,
};

interface Claimed {
  place: number;
  value: string;
}

/** The first outbox row of each conversation that may go and that nobody has claimed; now it is this instance's. */
export async function claimOutbox(database: Database, instance: number, claim: Claim): Promise<OutboxRow[]> {
  const { now, until, limit, conversation } = claim;
  const values: unknown[] = [now, until, limit, instance];
  const one = conversation !== undefined;
  if (one) values.push(nameOf(conversation));
  const rows = await database.query<Claimed>(one ? CLAIM_OUTBOX_OF : CLAIM_OUTBOX, values);
  return rows.sort((a, b) => a.place - b.place).map(({ value }) => JSON.parse(value) as OutboxRow);
}

/** Due wakes that nobody has claimed, earliest first; now they are this instance's. */
export async function claimWakes(database: Database, instance: number, claim: Claim): Promise<Wake[]> {
  const { now, until, limit } = claim;
  const rows = await database.query<Claimed & { due: number }>(CLAIM_WAKES, [now, until, limit, instance]);
  return rows
    .sort((a, b) => a.due - b.due || a.place - b.place)
    .map(({ value }) => JSON.parse(value) as Wake);
}
