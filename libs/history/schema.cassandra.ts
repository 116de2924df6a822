/** Every replica of a keyspace, by data centre. */
export type Replication = Readonly<Record<string, number>>;

/**
 * Entries in one partition of `conversations`: with 16 KiB in every one of them it stays below the 100 MB that Cassandra and ScyllaDB
 * handle well, and with ordinary texts most conversations are one partition of a megabyte or two.
 */
export const BUCKET_ENTRIES = 5_000;

/** Which partition of its conversation an entry lies in. */
export function bucketOf(seq: number): number {
  return Math.floor(seq / BUCKET_ENTRIES);
}

/**
 * The one source of the schema; the same for Cassandra and ScyllaDB. Every statement may be repeated.
 */
export function schemaOf(keyspace: string, replication: Replication): { keyspace: string; tables: ReadonlyMap<string, string> } {
  const replicas = Object.entries(replication).map(([dataCenter, count]) => `, '${dataCenter}': ${String(count)}`);
  return {
    keyspace: `CREATE KEYSPACE IF NOT EXISTS ${keyspace} WITH replication = {'class': 'NetworkTopologyStrategy'${replicas.join('')}}`,
    tables: new Map(TABLES.map((table) => [table.slice(0, table.indexOf(' ')), `CREATE TABLE IF NOT EXISTS ${keyspace}.${table}`])),
  };
}

const TABLES = [
  // A conversation: its head is static in bucket 0, so entries and head of most conversations are one mutation. Participants of a
  // direct conversation have their cursors there too, by user; there are two of them.
  `conversations (
    conversation text, bucket int, seq bigint,
    ordinal bigint, kind text, id text, sender text, at bigint, body text, details text, position bigint,
    head_seq bigint static, head_ordinal bigint static, head_position bigint static, log_partition int static,
    participants frozen<list<text>> static, member_count int static, message_seq bigint static, message_at bigint static,
    change_id text static, change_position bigint static,
    received map<text, bigint> static, read map<text, bigint> static, read_ordinal map<text, bigint> static,
    PRIMARY KEY ((conversation, bucket), seq)
  ) WITH CLUSTERING ORDER BY (seq DESC)`,
  // What members are now, and their cursors; who left keeps a row. One partition for each group: 100,000 members make about 15 MB.
  `members (
    conversation text, user_id text,
    role text, first_seq bigint, seq bigint, joined_at bigint, position bigint,
    received bigint, read bigint, read_ordinal bigint,
    PRIMARY KEY (conversation, user_id)
  )`,
  // What members were before, for heads as of a position; read by single slices only. A row for each change of a member.
  `member_changes (
    conversation text, user_id text, position bigint, role text, first_seq bigint, joined_at bigint,
    PRIMARY KEY (conversation, user_id, position)
  ) WITH CLUSTERING ORDER BY (user_id ASC, position DESC)`,
  // The ids of system entries, for the same; about 50 bytes each.
  `changes (
    conversation text, position bigint, id text, PRIMARY KEY (conversation, position)
  ) WITH CLUSTERING ORDER BY (position DESC)`,
  `blocks (
    conversation text, blocker text, position bigint, blocked boolean, version bigint,
    PRIMARY KEY (conversation, blocker, position)
  ) WITH CLUSTERING ORDER BY (blocker ASC, position DESC)`,
  // A user's conversations: one partition for each user.
  `inbox (
    user_id text, conversation text,
    role text, first_seq bigint, last_seq bigint, seq bigint, joined_at bigint, position bigint,
    PRIMARY KEY (user_id, conversation)
  )`,
  `mentions (user_id text, conversation text, seq bigint, PRIMARY KEY ((user_id, conversation), seq))`,
  `commits (log_partition int PRIMARY KEY, log_epoch int, log_offset bigint)`,
];
