-- Up Migration

-- As before, but each row is looked up by its key: a plan that joined a table as a whole, made while it was small, was
-- kept when it was large.
-- Writes a batch of commits, each of them wholly or not at all, in one transaction and one round trip.
-- No two commits of a batch touch the same record, case, wake or outbox row. "c" is a commit's place in the batch,
-- "at" the place of a part in its commit. Returns null where all were written, else for each commit with a conflict
-- [c, 'write', 'woken' or 'once', at] of the first part whose version had moved, whose wake was gone, or whose row
-- may come but once and was there.
-- A batch that was carried out before changes nothing and returns what it returned then; an older one is refused.
CREATE OR REPLACE FUNCTION wendy.commit_batch(
  p_instance integer, p_batch bigint,
  -- All names that the batch touches, as a list of strings: they are locked in one order, so that no two deadlock.
  p_locks json,
  p_long_names json,  -- [{name, full}]
  p_checks json,      -- [{c, at, key, version}]
  p_writes json,      -- [{c, key, version, value}], the version as written
  p_listings json,    -- [{c, at, id, status, assignee, queue, listing}]
  p_appends json,     -- [{c, at, stream, id, once, value}]
  p_outbox json,      -- [{c, at, id, conversation, time, value}]
  p_sent json,        -- [{c, id}]
  p_woken json,       -- [{c, at, id}]
  p_wakes json,       -- [{c, at, id, conversation, time, value}]
  p_changed json      -- [{c, payload}]: what other instances are told
) RETURNS json LANGUAGE plpgsql AS $$
DECLARE
  v_conflicts json;
  v_bad integer[] := '{}';
BEGIN
  INSERT INTO wendy.instances AS i (id, batch) VALUES (p_instance, p_batch)
  ON CONFLICT (id) DO UPDATE SET batch = excluded.batch, conflicts = NULL WHERE i.batch < excluded.batch;
  IF NOT FOUND THEN
    SELECT i.conflicts INTO STRICT v_conflicts FROM wendy.instances i WHERE i.id = p_instance AND i.batch = p_batch;
    RETURN v_conflicts;
  END IF;

  PERFORM pg_advisory_xact_lock(h) FROM (
    SELECT DISTINCT hashtextextended(n, 0) AS h FROM json_array_elements_text(p_locks) AS n ORDER BY h
  ) AS locks;

  IF p_checks IS NOT NULL OR p_woken IS NOT NULL OR p_appends IS NOT NULL THEN
    SELECT array_agg(b.c), json_agg(json_build_array(b.c, b.kind, b.at)) INTO v_bad, v_conflicts
    FROM (
      SELECT DISTINCT ON (f.c) f.c, f.kind, f.at
      FROM (
        SELECT k.c, 'write' AS kind, k.at, 0 AS part
        FROM json_to_recordset(p_checks) AS k (c integer, at integer, key text, version bigint)
        WHERE coalesce((SELECT r.version FROM wendy.records r WHERE r.key_name = k.key), 0) <> k.version
        UNION ALL
        SELECT k.c, 'woken', k.at, 1
        FROM json_to_recordset(p_woken) AS k (c integer, at integer, id text)
        WHERE (SELECT true FROM wendy.wakes w WHERE w.id_name = k.id) IS NULL
        UNION ALL
        SELECT a.c, 'once', a.at, 2
        FROM json_to_recordset(p_appends) AS a (c integer, at integer, stream text, id text, once boolean)
        WHERE a.once
          AND (SELECT true FROM wendy.stream_rows s WHERE s.stream_name = a.stream AND s.id_name = a.id LIMIT 1)
      ) AS f
      ORDER BY f.c, f.part, f.at
    ) AS b;
    IF v_conflicts IS NOT NULL THEN
      UPDATE wendy.instances SET conflicts = v_conflicts WHERE id = p_instance;
    ELSE
      v_bad := '{}';
    END IF;
  END IF;

  IF p_long_names IS NOT NULL THEN
    INSERT INTO wendy.long_names (name, full_json)
    SELECT DISTINCT l.name, l."full" FROM json_to_recordset(p_long_names) AS l (name text, "full" text)
    ORDER BY l.name
    ON CONFLICT DO NOTHING;
  END IF;

  IF p_writes IS NOT NULL THEN
    INSERT INTO wendy.records (key_name, version, value)
    SELECT w.key, w.version, w.value
    FROM json_to_recordset(p_writes) AS w (c integer, key text, version bigint, value text)
    WHERE w.c <> ALL (v_bad)
    ON CONFLICT (key_name) DO UPDATE SET version = excluded.version, value = excluded.value;
  END IF;

  IF p_listings IS NOT NULL THEN
    PERFORM wendy.list_cases(p_listings, v_bad);
  END IF;

  IF p_appends IS NOT NULL THEN
    INSERT INTO wendy.stream_rows (stream_name, seq, id_name, value)
    SELECT a.stream,
      coalesce((SELECT max(s.seq) FROM wendy.stream_rows s WHERE s.stream_name = a.stream), 0)
        + row_number() OVER (PARTITION BY a.stream ORDER BY a.c, a.at),
      a.id, a.value
    FROM json_to_recordset(p_appends) AS a (c integer, at integer, stream text, id text, value text)
    WHERE a.c <> ALL (v_bad);
  END IF;

  IF p_outbox IS NOT NULL THEN
    INSERT INTO wendy.outbox AS o (id_name, place, conversation_name, not_before, value)
    SELECT n.id, nextval('wendy.outbox_places'), n.conversation, n."time", n.value
    FROM (
      SELECT * FROM json_to_recordset(p_outbox)
        AS r (c integer, at integer, id text, conversation text, "time" double precision, value text)
      WHERE r.c <> ALL (v_bad)
      ORDER BY r.c, r.at
    ) AS n
    ON CONFLICT (id_name) DO UPDATE SET
      place = CASE WHEN o.conversation_name = excluded.conversation_name THEN o.place ELSE excluded.place END,
      conversation_name = excluded.conversation_name, not_before = excluded.not_before, value = excluded.value,
      leased_until = NULL, leased_by = NULL;
  END IF;

  IF p_sent IS NOT NULL THEN
    DELETE FROM wendy.outbox
    WHERE id_name = ANY (ARRAY(
      SELECT s.id FROM json_to_recordset(p_sent) AS s (c integer, id text) WHERE s.c <> ALL (v_bad)
    ));
  END IF;

  IF p_woken IS NOT NULL THEN
    DELETE FROM wendy.wakes
    WHERE id_name = ANY (ARRAY(
      SELECT k.id FROM json_to_recordset(p_woken) AS k (c integer, at integer, id text) WHERE k.c <> ALL (v_bad)
    ));
  END IF;

  IF p_wakes IS NOT NULL THEN
    INSERT INTO wendy.wakes (id_name, place, conversation_name, due_at, value)
    SELECT n.id, nextval('wendy.wake_places'), n.conversation, n."time", n.value
    FROM (
      SELECT * FROM json_to_recordset(p_wakes)
        AS r (c integer, at integer, id text, conversation text, "time" double precision, value text)
      WHERE r.c <> ALL (v_bad)
      ORDER BY r.c, r.at
    ) AS n
    ON CONFLICT (id_name) DO UPDATE SET
      place = excluded.place, conversation_name = excluded.conversation_name, due_at = excluded.due_at,
      value = excluded.value, leased_until = NULL, leased_by = NULL;
  END IF;

  IF p_changed IS NOT NULL THEN
    PERFORM pg_notify('wendy_changed', n.payload)
    FROM json_to_recordset(p_changed) AS n (c integer, payload text)
    WHERE n.c <> ALL (v_bad);
  END IF;

  RETURN v_conflicts;
END
$$;

-- Puts new cases at the end of the list, in the order of commit over all instances, and changes known ones in place.
CREATE OR REPLACE FUNCTION wendy.list_cases(p_listings json, p_bad integer[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  v_last bigint := 0;
BEGIN
  IF EXISTS (
    SELECT FROM json_to_recordset(p_listings) AS l (id text)
    WHERE (SELECT true FROM wendy.cases k WHERE k.id_name = l.id) IS NULL
  ) THEN
    PERFORM pg_advisory_xact_lock(hashtextextended('new cases', 1));
    SELECT coalesce(max(place), 0) INTO v_last FROM wendy.cases;
  END IF;
  INSERT INTO wendy.cases (id_name, place, status_name, assignee_name, queue_name, listing)
  SELECT l.id,
    coalesce(
      (SELECT k.place FROM wendy.cases k WHERE k.id_name = l.id),
      v_last + row_number() OVER (ORDER BY l.c, l.at)
    ),
    l.status, l.assignee, l.queue, l.listing
  FROM json_to_recordset(p_listings)
    AS l (c integer, at integer, id text, status text, assignee text, queue text, listing text)
  WHERE l.c <> ALL (p_bad)
  ON CONFLICT (id_name) DO UPDATE SET
    status_name = excluded.status_name, assignee_name = excluded.assignee_name,
    queue_name = excluded.queue_name, listing = excluded.listing;
END
$$;
