/** The statements of `history.postgres`. Lists travel as arrays, one per column. */

/**
 * One statement, so one round trip and one transaction. The inbox rows of a direct conversation are written with the first version
 * of its head only: they never change. Cursors and inbox rows are ordered, so that two writers of the same ones cannot wait for
 * each other in a circle.
 */
export const WRITE = `
  WITH written_entries AS (
    INSERT INTO entries (conversation, seq, ordinal, kind, id, sender, at, body, target, reply_to, mentions, system, position)
    SELECT * FROM unnest($1::text[], $2::bigint[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::bigint[], $8::text[],
      $9::bigint[], $10::bigint[], $11::text[], $12::text[], $13::bigint[])
    ON CONFLICT (conversation, seq) DO UPDATE SET
      ordinal = EXCLUDED.ordinal, kind = EXCLUDED.kind, id = EXCLUDED.id, sender = EXCLUDED.sender, at = EXCLUDED.at,
      body = EXCLUDED.body, target = EXCLUDED.target, reply_to = EXCLUDED.reply_to, mentions = EXCLUDED.mentions,
      system = EXCLUDED.system, position = EXCLUDED.position
    WHERE entries.position < EXCLUDED.position
  ), written_heads AS (
    INSERT INTO heads (conversation, partition, participants, members, seq, ordinal, message_seq, at, position)
    SELECT conversation, partition, string_to_array(participants, ','), members, seq, ordinal, message_seq, at, position
    FROM unnest($14::text[], $15::int[], $16::text[], $17::int[], $18::bigint[], $19::bigint[], $20::bigint[], $21::bigint[], $22::bigint[])
      AS t(conversation, partition, participants, members, seq, ordinal, message_seq, at, position)
    ON CONFLICT (conversation) DO UPDATE SET seq = EXCLUDED.seq, ordinal = EXCLUDED.ordinal, members = EXCLUDED.members,
      message_seq = GREATEST(heads.message_seq, EXCLUDED.message_seq), at = GREATEST(heads.at, EXCLUDED.at), position = EXCLUDED.position
    WHERE heads.position < EXCLUDED.position
    RETURNING conversation, participants, xmax = 0 AS fresh
  ), written_inbox AS (
    INSERT INTO inbox (user_id, conversation)
    SELECT participant, conversation FROM written_heads, unnest(participants) AS participant WHERE fresh
    ON CONFLICT DO NOTHING
  ), written_cursors AS (
    INSERT INTO cursors (conversation, user_id, received, read, read_ordinal)
    SELECT * FROM unnest($23::text[], $24::text[], $25::bigint[], $26::bigint[], $27::bigint[]) AS t(conversation, user_id, received, read, read_ordinal)
    ORDER BY conversation, user_id
    ON CONFLICT (conversation, user_id) DO UPDATE SET
      received = GREATEST(cursors.received, EXCLUDED.received),
      read = GREATEST(cursors.read, EXCLUDED.read),
      read_ordinal = GREATEST(cursors.read_ordinal, EXCLUDED.read_ordinal)
    WHERE cursors.received < EXCLUDED.received OR cursors.read < EXCLUDED.read
  )
  INSERT INTO blocks (conversation, blocker, position, blocked, version)
  SELECT * FROM unnest($28::text[], $29::text[], $30::bigint[], $31::boolean[], $32::bigint[])
  ON CONFLICT DO NOTHING`;

/** Before `WRITE`, and seldom needed: nobody who was removed may see an entry that came after, however short the while. */
export const WRITE_MEMBERS = `
  WITH changes AS (
    SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[])
      AS t(conversation, user_id, role, first_seq, seq, joined_at, position)
  ), written_members AS (
    INSERT INTO members (conversation, user_id, position, role, first_seq, joined_at)
    SELECT conversation, user_id, position, role, first_seq, joined_at FROM changes
    ON CONFLICT DO NOTHING
  )
  INSERT INTO inbox (user_id, conversation, role, first_seq, last_seq, seq, joined_at, position)
  SELECT DISTINCT ON (user_id, conversation) user_id, conversation, role, first_seq, CASE WHEN role = '' THEN seq END, seq, joined_at, position
  FROM changes ORDER BY user_id, conversation, position DESC
  ON CONFLICT (user_id, conversation) DO UPDATE SET role = EXCLUDED.role, first_seq = EXCLUDED.first_seq, last_seq = EXCLUDED.last_seq,
    seq = EXCLUDED.seq, joined_at = EXCLUDED.joined_at, position = EXCLUDED.position
  WHERE inbox.position < EXCLUDED.position`;

/** Before `WRITE` too: whoever sees a message is counted its mention. */
export const WRITE_MENTIONS = `
  INSERT INTO mentions (user_id, conversation, seq) SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[]) ON CONFLICT DO NOTHING`;

export const LOAD_HEADS = `
  SELECT COALESCE(last.seq, 0) AS seq, COALESCE(last.ordinal, 0) AS ordinal, COALESCE(last.at, 0) AS at,
    (SELECT json_agg(json_build_object('blocker', b.blocker, 'blocked', b.blocked, 'version', b.version))
     FROM (SELECT DISTINCT ON (blocker) blocker, blocked, version FROM blocks
           WHERE blocks.conversation = r.conversation AND position < r.below ORDER BY blocker, position DESC) b) AS blocks,
    (SELECT json_agg(json_build_object('user', m.user_id, 'role', m.role, 'from', m.first_seq, 'joinedAt', m.joined_at))
     FROM (SELECT DISTINCT ON (user_id) user_id, role, first_seq, joined_at FROM members
           WHERE members.conversation = r.conversation AND position < r.below ORDER BY user_id, position DESC) m WHERE m.role <> '') AS members,
    (SELECT id FROM entries e WHERE e.conversation = r.conversation AND e.kind = 'system' AND e.position < r.below
     ORDER BY e.seq DESC LIMIT 1) AS last_change
  FROM unnest($1::text[], $2::bigint[]) WITH ORDINALITY AS r(conversation, below, n)
  LEFT JOIN LATERAL (
    SELECT seq, ordinal, at FROM entries WHERE entries.conversation = r.conversation AND position < r.below ORDER BY seq DESC LIMIT 1
  ) last ON true
  ORDER BY r.n`;

export const LOAD_IDS = `
  SELECT id, sender, seq, at FROM entries WHERE conversation = $1 AND seq < $2 AND position < $3 ORDER BY seq DESC LIMIT $4`;

const ENTRY = 'seq, ordinal, kind, id, sender, at, body, target, reply_to, mentions, system';

export const PAGE_BEFORE = `SELECT ${ENTRY} FROM entries WHERE conversation = $1 AND seq > $2 AND seq < $3 ORDER BY seq DESC LIMIT $4`;
export const PAGE_AFTER = `SELECT ${ENTRY} FROM entries WHERE conversation = $1 AND seq > $2 AND seq < $3 ORDER BY seq LIMIT $4`;
export const NEWEST = `
  SELECT ${ENTRY}, position FROM entries WHERE conversation = $1 AND seq >= $2 AND seq <= $3 ORDER BY seq DESC LIMIT $4`;

/** What a list shows of a conversation; `h` is the head and `i` the inbox row. */
const SUMMARY = `
  SELECT h.conversation, h.participants, h.seq AS head, GREATEST(h.at, i.joined_at) AS at, h.ordinal, COALESCE(own.read, 0) AS read,
    COALESCE(own.read_ordinal, 0) AS read_ordinal, row_to_json(last) AS last, i.first_seq, i.last_seq,
    (SELECT count(*) FROM mentions m WHERE m.user_id = i.user_id AND m.conversation = i.conversation
       AND m.seq > COALESCE(own.read, 0) AND m.seq >= i.first_seq) AS mentions,
    CASE WHEN cardinality(h.participants) > 0 THEN
      (SELECT json_agg(json_build_object('conversation', c.conversation, 'user', c.user_id, 'received', c.received, 'read', c.read))
       FROM cursors c WHERE c.conversation = h.conversation) END AS receipts
  FROM inbox i
  JOIN heads h ON h.conversation = i.conversation
  LEFT JOIN cursors own ON own.conversation = h.conversation AND own.user_id = i.user_id
  LEFT JOIN LATERAL (
    SELECT ${ENTRY} FROM entries e WHERE e.conversation = h.conversation AND e.seq = h.message_seq AND e.seq >= i.first_seq
  ) last ON true`;

export const LIST = `${SUMMARY}
  WHERE i.user_id = $1 AND i.last_seq IS NULL
    AND (GREATEST(h.at, i.joined_at) < $2 OR (GREATEST(h.at, i.joined_at) = $2 AND h.conversation > $3))
  ORDER BY GREATEST(h.at, i.joined_at) DESC, h.conversation LIMIT $4`;

export const CHANGED_SINCE = `${SUMMARY}
  JOIN unnest($2::int[], $3::bigint[]) AS since(partition, position) ON since.partition = h.partition
  WHERE i.user_id = $1 AND CASE WHEN i.last_seq IS NULL THEN h.position ELSE i.position END >= since.position ORDER BY h.at, h.conversation`;

const MEMBERSHIP = `
  SELECT i.user_id, i.conversation, i.first_seq, i.seq, h.seq AS head, h.members FROM inbox i JOIN heads h ON h.conversation = i.conversation
  WHERE i.role <> ''`;

export const MEMBERSHIPS = `${MEMBERSHIP} AND i.user_id = ANY ($1)`;
export const MEMBERSHIP_OF = `${MEMBERSHIP} AND i.conversation = $1 AND i.user_id = $2`;

export const BEHIND = `
  SELECT h.conversation, h.seq::float8 AS head, COALESCE(c.received, 0)::float8 AS received
  FROM inbox i
  JOIN heads h ON h.conversation = i.conversation
  LEFT JOIN cursors c ON c.conversation = i.conversation AND c.user_id = i.user_id
  WHERE i.user_id = $1 AND i.role <> '' AND i.conversation > $2 AND h.seq > COALESCE(c.received, 0)
  ORDER BY i.conversation LIMIT $3`;

export const RECEIPTS = `
  SELECT c.conversation, c.user_id AS user, c.received::float8 AS received, c.read::float8 AS read
  FROM cursors c JOIN inbox i ON i.user_id = c.user_id AND i.conversation = c.conversation AND i.role <> ''
  WHERE c.conversation = $1 AND c.received >= $2 AND c.user_id > $3 ORDER BY c.user_id LIMIT $4`;

export const COUNT_RECEIPTS = `
  SELECT e.seq::float8 AS seq, count(*) FILTER (WHERE c.received >= e.seq)::int AS received, count(*) FILTER (WHERE c.read >= e.seq)::int AS read
  FROM unnest($2::bigint[], $3::text[]) AS e(seq, sender)
  LEFT JOIN (cursors c JOIN inbox i ON i.user_id = c.user_id AND i.conversation = c.conversation AND i.role <> '')
    ON c.conversation = $1 AND c.user_id <> e.sender AND i.first_seq <= e.seq
  GROUP BY e.seq`;

/** Moves that do not move anything touch no row; the ordinal follows from the entry that was read. */
export const MOVE_CURSORS = `
  WITH moves AS (
    SELECT t.n, t.conversation, t.user_id, LEAST(t.received, h.seq) AS received, LEAST(t.read, h.seq) AS read, h.members
    FROM unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[]) WITH ORDINALITY AS t(conversation, user_id, received, read, n)
    JOIN heads h ON h.conversation = t.conversation
    JOIN inbox i ON i.user_id = t.user_id AND i.conversation = t.conversation AND i.last_seq IS NULL
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
  SELECT m.conversation, m.user_id, COALESCE(w.received, c.received, 0) AS received, COALESCE(w.read, c.read, 0) AS read,
    w.user_id IS NOT NULL AS moved, m.members
  FROM moves m
  LEFT JOIN written w USING (conversation, user_id)
  LEFT JOIN cursors c USING (conversation, user_id)
  ORDER BY m.n`;

export const COMMIT = `
  INSERT INTO commits (partition, epoch, "offset") VALUES ($1, $2, $3)
  ON CONFLICT (partition) DO UPDATE SET epoch = EXCLUDED.epoch, "offset" = EXCLUDED."offset"
  WHERE (commits.epoch, commits."offset") < (EXCLUDED.epoch, EXCLUDED."offset")`;
