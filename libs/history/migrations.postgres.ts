import type { Migration } from '#postgres';

export const MIGRATIONS: readonly Migration[] = [
  {
    name: '0001-history',
    sql: `
      CREATE TABLE entries (
        conversation text COLLATE "C" NOT NULL, seq bigint NOT NULL, ordinal bigint NOT NULL, kind text NOT NULL, id text NOT NULL,
        sender text NOT NULL, at bigint NOT NULL, body text NOT NULL, target bigint, reply_to bigint, position bigint NOT NULL,
        PRIMARY KEY (conversation, seq)
      );
      CREATE TABLE heads (
        conversation text COLLATE "C" PRIMARY KEY, partition int NOT NULL, participants text[] NOT NULL,
        seq bigint NOT NULL, ordinal bigint NOT NULL, at bigint NOT NULL, position bigint NOT NULL
      ) WITH (fillfactor = 40);
      CREATE TABLE inbox (
        user_id text COLLATE "C" NOT NULL, conversation text COLLATE "C" NOT NULL, PRIMARY KEY (user_id, conversation)
      );
      CREATE TABLE cursors (
        conversation text COLLATE "C" NOT NULL, user_id text COLLATE "C" NOT NULL,
        received bigint NOT NULL, read bigint NOT NULL, read_ordinal bigint NOT NULL,
        PRIMARY KEY (conversation, user_id)
      ) WITH (fillfactor = 40);
      CREATE TABLE blocks (
        conversation text COLLATE "C" NOT NULL, blocker text NOT NULL, position bigint NOT NULL, blocked boolean NOT NULL, version bigint NOT NULL,
        PRIMARY KEY (conversation, blocker, position)
      );
      CREATE TABLE commits (partition int PRIMARY KEY, epoch int NOT NULL, "offset" bigint NOT NULL) WITH (fillfactor = 20);`,
  },
  {
    name: '0002-groups',
    sql: `
      ALTER TABLE entries ADD COLUMN mentions text, ADD COLUMN system text;
      CREATE INDEX entries_system ON entries (conversation, seq) WHERE kind = 'system';
      ALTER TABLE heads ADD COLUMN members int NOT NULL DEFAULT 0, ADD COLUMN message_seq bigint NOT NULL DEFAULT 0;
      UPDATE heads SET message_seq = seq;
      ALTER TABLE inbox ADD COLUMN role text NOT NULL DEFAULT '', ADD COLUMN first_seq bigint NOT NULL DEFAULT 1, ADD COLUMN last_seq bigint,
        ADD COLUMN seq bigint NOT NULL DEFAULT 0, ADD COLUMN joined_at bigint NOT NULL DEFAULT 0, ADD COLUMN position bigint NOT NULL DEFAULT 0;
      CREATE INDEX inbox_members ON inbox (conversation, user_id) WHERE role <> '';
      CREATE TABLE members (
        conversation text COLLATE "C" NOT NULL, user_id text COLLATE "C" NOT NULL, position bigint NOT NULL,
        role text NOT NULL, first_seq bigint NOT NULL, joined_at bigint NOT NULL,
        PRIMARY KEY (conversation, user_id, position)
      );
      CREATE TABLE mentions (
        user_id text COLLATE "C" NOT NULL, conversation text COLLATE "C" NOT NULL, seq bigint NOT NULL, PRIMARY KEY (user_id, conversation, seq)
      );`,
  },
];
