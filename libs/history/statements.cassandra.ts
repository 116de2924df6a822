/**
 * The statements of `history.cassandra`. Whatever a replay may write again carries its version as timestamp: positions, which
 * lie far beyond the microseconds of any clock, and for cursors the cursor itself. So no statement may leave the timestamp out,
 * and none binds null, which would be a deletion.
 */
export const ENTRY = `
  INSERT INTO conversations (conversation, bucket, seq, ordinal, kind, id, sender, at, body, details, position)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) USING TIMESTAMP ?`;
const SET_HEAD = 'SET head_seq = ?, head_ordinal = ?, head_position = ?, log_partition = ?, participants = ?, member_count = ?';
const OF_HEAD = 'WHERE conversation = ? AND bucket = 0';
export const HEAD = `UPDATE conversations USING TIMESTAMP ? ${SET_HEAD} ${OF_HEAD}`;
export const HEAD_AND_MESSAGE = `UPDATE conversations USING TIMESTAMP ? ${SET_HEAD}, message_seq = ?, message_at = ? ${OF_HEAD}`;
export const HEAD_CHANGE = `UPDATE conversations USING TIMESTAMP ? SET change_id = ?, change_position = ? ${OF_HEAD}`;
/** Cursors, one by one and both at once, which is most often so. */
export const DIRECT_CURSOR = {
  received: `UPDATE conversations USING TIMESTAMP ? SET received[?] = ? ${OF_HEAD}`,
  read: `UPDATE conversations USING TIMESTAMP ? SET read[?] = ?, read_ordinal[?] = ? ${OF_HEAD}`,
  both: `UPDATE conversations USING TIMESTAMP ? SET received[?] = ?, read[?] = ?, read_ordinal[?] = ? ${OF_HEAD}`,
};
const OF_MEMBER = 'WHERE conversation = ? AND user_id = ?';
export const GROUP_CURSOR = {
  received: `UPDATE members USING TIMESTAMP ? SET received = ? ${OF_MEMBER}`,
  read: `UPDATE members USING TIMESTAMP ? SET read = ?, read_ordinal = ? ${OF_MEMBER}`,
  both: `UPDATE members USING TIMESTAMP ? SET received = ?, read = ?, read_ordinal = ? ${OF_MEMBER}`,
};

export const CHANGE = `INSERT INTO changes (conversation, position, id) VALUES (?, ?, ?) USING TIMESTAMP ?`;
export const BLOCK = `INSERT INTO blocks (conversation, blocker, position, blocked, version) VALUES (?, ?, ?, ?, ?) USING TIMESTAMP ?`;
export const MEMBER = `
  INSERT INTO members (conversation, user_id, role, first_seq, seq, joined_at, position) VALUES (?, ?, ?, ?, ?, ?, ?) USING TIMESTAMP ?`;
export const MEMBER_CHANGE = `
  INSERT INTO member_changes (conversation, user_id, position, role, first_seq, joined_at) VALUES (?, ?, ?, ?, ?, ?) USING TIMESTAMP ?`;
export const INBOX_DIRECT = `INSERT INTO inbox (user_id, conversation) VALUES (?, ?) USING TIMESTAMP ?`;
export const INBOX_GROUP = `
  INSERT INTO inbox (user_id, conversation, role, first_seq, last_seq, seq, joined_at, position)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?) USING TIMESTAMP ?`;
export const MENTION = `INSERT INTO mentions (user_id, conversation, seq) VALUES (?, ?, ?) USING TIMESTAMP ?`;
export const COMMIT = `INSERT INTO commits (log_partition, log_epoch, log_offset) VALUES (?, ?, ?) USING TIMESTAMP ?`;

const HEAD_COLUMNS = `
  head_seq, head_ordinal, head_position, log_partition, participants, member_count, message_seq, message_at,
  change_id, change_position, received, read, read_ordinal`;
const ENTRY_COLUMNS = 'seq, ordinal, kind, id, sender, at, body, details, position';

export const SELECT_HEAD = `SELECT DISTINCT ${HEAD_COLUMNS} FROM conversations WHERE conversation = ? AND bucket = 0`;
export const SELECT_HEAD_AND_NEWEST = `
  SELECT ${HEAD_COLUMNS}, seq, ordinal, id, sender, at, position FROM conversations WHERE conversation = ? AND bucket = 0 LIMIT 1`;
export const ENTRIES_DOWN = `
  SELECT head_seq, ${ENTRY_COLUMNS} FROM conversations WHERE conversation = ? AND bucket = ? AND seq >= ? AND seq <= ? ORDER BY seq DESC LIMIT ?`;
export const ENTRIES_UP = `
  SELECT head_seq, ${ENTRY_COLUMNS} FROM conversations WHERE conversation = ? AND bucket = ? AND seq >= ? AND seq <= ? ORDER BY seq ASC LIMIT ?`;
export const IDS_DOWN = `
  SELECT seq, ordinal, id, sender, at, position FROM conversations
  WHERE conversation = ? AND bucket = ? AND seq >= ? AND seq <= ? ORDER BY seq DESC LIMIT ?`;

export const SELECT_BLOCKS = `SELECT blocker, position, blocked, version FROM blocks WHERE conversation = ?`;
export const SELECT_CHANGE = `SELECT id FROM changes WHERE conversation = ? AND position < ? LIMIT 1`;
export const SELECT_MEMBERS = `
  SELECT user_id, role, first_seq, joined_at, position FROM members WHERE conversation = ?`;
export const SELECT_MEMBER_BEFORE = `
  SELECT role, first_seq, joined_at FROM member_changes WHERE conversation = ? AND user_id = ? AND position < ? LIMIT 1`;
export const SELECT_MEMBER = `
  SELECT role, first_seq, seq, received, read, read_ordinal FROM members WHERE conversation = ? AND user_id = ?`;
export const SELECT_CURSORS = `
  SELECT user_id, role, first_seq, received, read FROM members WHERE conversation = ? AND user_id > ?`;
export const SELECT_ALL_CURSORS = `SELECT user_id, role, first_seq, received, read FROM members WHERE conversation = ?`;
export const SELECT_INBOX = `
  SELECT conversation, role, first_seq, last_seq, seq, joined_at, position FROM inbox WHERE user_id = ?`;
export const COUNT_MENTIONS = `SELECT count(*) AS count FROM mentions WHERE user_id = ? AND conversation = ? AND seq > ?`;
export const SELECT_COMMIT = `SELECT log_epoch, log_offset FROM commits WHERE log_partition = ?`;
