/** The statements of `history.postgres`. Lists travel as arrays, one per column. */

/**
 * One statement, so one round trip and one transaction. The inbox row is written with the first version of a head only: it
 * never changes. Cursors are ordered, so that two writers of the same ones cannot wait for each other in a circle.
 */
export const WRITE = `
  WITH written_entries AS (
    INSERT INTO entries (conversation, seq, ordinal, kind, id, sender, at, body, target, reply_to, position)
    SELECT * FROM unnest($1::text[], $2::bigint[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::bigint[], $8::text[],
      $9::bigint[], $10::bigint[], $11::bigint[])
    ON CONFLICT (conversation, seq) DO UPDATE SET
      ordinal = EXCLUDED.ordinal, kind = EXCLUDED.kind, id = EXCLUDED.id, sender = EXCLUDED.sender, at = EXCLUDED.at,
      body = EXCLUDED.body, target = EXCLUDED.target, reply_to = EXCLUDED.reply_to, position = EXCLUDED.position
    WHERE entries.position < EXCLUDED.position
  ), written_heads AS (
    INSERT INTO heads (conversation, partition, participants, seq, ordinal, at, position)
    SELECT conversation, partition, string_to_array(participants, ','), seq, ordinal, at, position
    FROM unnest($12::text[], $13::int[], $14::text[], $15::bigint[], $16::bigint[], $17::bigint[], $18::bigint[])
      AS t(conversation, partition, participants, seq, ordinal, at, position)
    ON CONFLICT (conversation) DO UPDATE SET seq = EXCLUDED.seq, ordinal = EXCLUDED.ordinal, at = EXCLUDED.at, position = EXCLUDED.position
    WHERE heads.position < EXCLUDED.position
    RETURNING conversation, participants, xmax = 0 AS fresh
  ), written_inbox AS (
    INSERT INTO inbox (user_id, conversation)
    SELECT participant, conversation FROM written_heads, unnest(participants) AS participant WHERE fresh
    ON CONFLICT DO NOTHING
  ), written_cursors AS (
    INSERT INTO cursors (conversation, user_id, received, read, read_ordinal)
    SELECT * FROM unnest($19::text[], $20::text[], $21::bigint[], $22::bigint[], $23::bigint[]) AS t(conversation, user_id, received, read, read_ordinal)
    ORDER BY conversation, user_id
    ON CONFLICT (conversation, user_id) DO UPDATE SET
      received = GREATEST(cursors.received, EXCLUDED.received),
      read = GREATEST(cursors.read, EXCLUDED.read),
      read_ordinal = GREATEST(cursors.read_ordinal, EXCLUDED.read_ordinal)
    WHERE cursors.received < EXCLUDED.received OR cursors.read < EXCLUDED.read
  )
  INSERT INTO blocks (conversation, blocker, position, blocked, version)
  SELECT * FROM unnest($24::text[], $25::text[], $26::bigint[], $27::boolean[], $28::bigint[])
  ON CONFLICT DO NOTHING`;

export const LOAD_HEADS = `
  SELECT COALESCE(last.seq, 0) AS seq, COALESCE(last.ordinal, 0) AS ordinal, COALESCE(last.at, 0) AS at,
    (SELECT json_agg(json_build_object('blocker', b.blocker, 'blocked', b.blocked, 'version', b.version))
     FROM (SELECT DISTINCT ON (blocker) blocker, blocked, version FROM blocks
           WHERE blocks.conversation = r.conversation AND position < r.below ORDER BY blocker, position DESC) b) AS blocks
  FROM unnest($1::text[], $2::bigint[]) WITH ORDINALITY AS r(conversation, below, n)
  LEFT JOIN LATERAL (
    SELECT seq, ordinal, at FROM entries WHERE entries.conversation = r.conversation AND position < r.below ORDER BY seq DESC LIMIT 1
  ) last ON true
  ORDER BY r.n`;

export const LOAD_IDS = `
  SELECT id, sender, seq, at FROM entries WHERE conversation = $1 AND seq < $2 AND position < $3 ORDER BY seq DESC LIMIT $4`;

const ENTRY = 'seq, ordinal, kind, id, sender, at, body, target, reply_to';

export const PAGE_BEFORE = `SELECT ${ENTRY} FROM entries WHERE conversation = $1 AND seq < $2 AND seq > $3 ORDER BY seq DESC LIMIT $4`;
export const PAGE_AFTER = `SELECT ${ENTRY} FROM entries WHERE conversation = $1 AND seq > $2 AND seq > $3 ORDER BY seq LIMIT $4`;
export const NEWEST = `SELECT ${ENTRY}, position FROM entries WHERE conversation = $1 ORDER BY seq DESC LIMIT $2`;

/** What a list shows of a conversation; `h` is the head and `i` the inbox row. */
const SUMMARY = `
  SELECT h.conversation, h.participants, h.seq AS head, h.at, h.ordinal, COALESCE(own.read, 0) AS read,
    COALESCE(own.read_ordinal, 0) AS read_ordinal, row_to_json(last) AS last,
    (SELECT json_agg(json_build_object('conversation', c.conversation, 'user', c.user_id, 'received', c.received, 'read', c.read))
     FROM cursors c WHERE c.conversation = h.conversation) AS receipts
  FROM inbox i
  JOIN heads h ON h.conversation = i.conversation
  LEFT JOIN cursors own ON own.conversation = h.conversation AND own.user_id = i.user_id
  LEFT JOIN LATERAL (
    SELECT ${ENTRY} FROM entries e WHERE e.conversation = h.conversation AND e.kind = 'message' ORDER BY e.seq DESC LIMIT 1
  ) last ON true`;

export const LIST = `${SUMMARY}
  WHERE i.user_id = $1 AND (h.at < $2 OR (h.at = $2 AND h.conversation > $3)) ORDER BY h.at DESC, h.conversation LIMIT $4`;

export const CHANGED_SINCE = `${SUMMARY}
  JOIN unnest($2::int[], $3::bigint[]) AS since(partition, position) ON since.partition = h.partition
  WHERE i.user_id = $1 AND h.position >= since.position ORDER BY h.at, h.conversation`;

/** Moves that do not move anything touch no row; the ordinal follows from the entry that was read. */
export const MOVE_CURSORS = `
  WITH moves AS (
    SELECT t.n, t.conversation, t.user_id, LEAST(t.received, h.seq) AS received, LEAST(t.read, h.seq) AS read
    FROM unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[]) WITH ORDINALITY AS t(conversation, user_id, received, read, n)
    JOIN heads h ON h.conversation = t.conversation
  ), written AS (
    INSERT INTO cursors (conversation, user_id, received, read, read_ordinal)
    SELECT m.conversation, m.user_id, GREATEST(m.received, m.read), m.read,
      COALESCE((SELECT ordinal FROM entries e WHERE e.conversation = m.conversation AND e.seq = m.read), 0)
    FROM moves m ORDER BY m.conversation, m.user_id
    ON CONFLICT (conversation, user_id) DO UPDATE SET
      received = GREATEST(cursors.received, EXCLUDED.received),
      read = GREATEST(cursors.read, EXCLUDED.read),
      read_ordinal = GREATEST(cursors.read_ordinal, EXCLUDED.read_ordinal)
    WHERE cursors.received < EXCLUDED.received OR cursors.read < EXCLUDED.read
    RETURNING conversation, user_id, received, read
  )
  SELECT m.conversation, m.user_id, COALESCE(w.received, c.received, 0) AS received, COALESCE(w.read, c.read, 0) AS read, w.user_id IS NOT NULL AS moved
  FROM moves m
  LEFT JOIN written w USING (conversation, user_id)
  LEFT JOIN cursors c USING (conversation, user_id)
  ORDER BY m.n`;

export const COMMIT = `
  INSERT INTO commits (partition, epoch, "offset") VALUES ($1, $2, $3)
  ON CONFLICT (partition) DO UPDATE SET epoch = EXCLUDED.epoch, "offset" = EXCLUDED."offset"
  WHERE (commits.epoch, commits."offset") < (EXCLUDED.epoch, EXCLUDED."offset")`;
