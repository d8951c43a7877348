-- Up Migration

-- Columns called *_name hold what names.ts makes of a key or an id: the text itself where it is short and plain,
-- else a digest of it, whose full text stands in long_names. Values are JSON text exactly as the program wrote it:
-- jsonb would lose the order of keys and refuses U+0000. Instants are epoch ms of the program's clock.

CREATE TABLE wendy.records (
  key_name text COLLATE "C" PRIMARY KEY,
  version bigint NOT NULL,
  value text NOT NULL
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05);

CREATE TABLE wendy.long_names (
  name text COLLATE "C" PRIMARY KEY,
  full_json text NOT NULL
);

CREATE TABLE wendy.cases (
  id_name text COLLATE "C" PRIMARY KEY,
  place bigint NOT NULL UNIQUE,
  status_name text COLLATE "C" NOT NULL,
  assignee_name text COLLATE "C",
  queue_name text COLLATE "C",
  listing text NOT NULL
);
CREATE INDEX cases_by_status ON wendy.cases (status_name, place);
CREATE INDEX cases_by_assignee ON wendy.cases (assignee_name, place);
CREATE INDEX cases_by_queue ON wendy.cases (queue_name, place);

CREATE TABLE wendy.stream_rows (
  stream_name text COLLATE "C" NOT NULL,
  seq bigint NOT NULL,
  id_name text COLLATE "C",
  value text NOT NULL,
  PRIMARY KEY (stream_name, seq)
);
CREATE INDEX stream_rows_by_id ON wendy.stream_rows (stream_name, id_name, seq) WHERE id_name IS NOT NULL;

CREATE SEQUENCE wendy.outbox_places;
CREATE TABLE wendy.outbox (
  id_name text COLLATE "C" PRIMARY KEY,
  place bigint NOT NULL UNIQUE,
  conversation_name text COLLATE "C" NOT NULL,
  not_before double precision NOT NULL,
  value text NOT NULL,
  leased_until double precision,
  leased_by integer
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05);
CREATE INDEX outbox_by_conversation ON wendy.outbox (conversation_name, place);
CREATE INDEX outbox_by_time ON wendy.outbox (not_before);
CREATE INDEX outbox_leased ON wendy.outbox (leased_until) WHERE leased_until IS NOT NULL;

CREATE SEQUENCE wendy.wake_places;
CREATE TABLE wendy.wakes (
  id_name text COLLATE "C" PRIMARY KEY,
  place bigint NOT NULL,
  conversation_name text COLLATE "C" NOT NULL,
  due_at double precision NOT NULL,
  value text NOT NULL,
  leased_until double precision,
  leased_by integer
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05);
CREATE INDEX wakes_by_conversation ON wendy.wakes (conversation_name, place);
CREATE INDEX wakes_by_time ON wendy.wakes (due_at, place);
CREATE INDEX wakes_leased ON wendy.wakes (leased_until) WHERE leased_until IS NOT NULL;

CREATE TABLE wendy.sequences (
  name text COLLATE "C" PRIMARY KEY,
  last bigint NOT NULL
);

-- One row an instance: the number of its last batch of commits, by which an unknown outcome is looked up.
CREATE SEQUENCE wendy.instance_ids AS integer;
CREATE TABLE wendy.instances (
  id integer PRIMARY KEY,
  batch bigint NOT NULL,
  conflicts json,
  opened_at timestamptz NOT NULL DEFAULT now()
) WITH (fillfactor = 10);
