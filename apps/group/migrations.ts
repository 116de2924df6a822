import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Ids and keys compare byte by byte, so that keyset paging can use the index in any locale. */
const CREATE = `
-- A deleted group keeps its row, and so its version.
CREATE TABLE groups (
  id text COLLATE "C" PRIMARY KEY,
  name text NOT NULL,
  name_key text COLLATE "C" NOT NULL,
  words text COLLATE "C" NOT NULL,
  description text NOT NULL,
  picture text NOT NULL,
  visibility text NOT NULL,
  history text NOT NULL,
  created_at bigint NOT NULL,
  version bigint NOT NULL,
  owners integer NOT NULL,
  members integer NOT NULL,
  deleted boolean NOT NULL
) WITH (fillfactor = 70);
CREATE UNIQUE INDEX groups_public_names ON groups (name_key) WHERE visibility = 'public' AND NOT deleted;

CREATE TABLE members (
  group_id text COLLATE "C" NOT NULL REFERENCES groups,
  user_id text COLLATE "C" NOT NULL,
  rank smallint NOT NULL,
  joined_at bigint NOT NULL,
  -- By rank, then by the time of joining: a millisecond since the epoch has thirteen digits until the year 2286.
  place bigint NOT NULL GENERATED ALWAYS AS (rank * 10000000000000 + joined_at) STORED,
  PRIMARY KEY (group_id, user_id)
);
CREATE INDEX members_by_user ON members (user_id, group_id);
CREATE INDEX members_by_place ON members (group_id, place, user_id);

CREATE TABLE invites (
  code text COLLATE "C" PRIMARY KEY,
  group_id text COLLATE "C" NOT NULL REFERENCES groups,
  created_by text NOT NULL,
  created_at bigint NOT NULL,
  expires_at bigint,
  max_uses integer,
  uses integer NOT NULL DEFAULT 0
);
CREATE INDEX invites_by_group ON invites (group_id, created_at DESC, code);

CREATE TABLE outbox (
  group_id text COLLATE "C" NOT NULL,
  version bigint NOT NULL,
  event text NOT NULL,
  actor text NOT NULL,
  members jsonb NOT NULL,
  text text NOT NULL,
  from_start boolean NOT NULL,
  attempts integer NOT NULL DEFAULT 0,
  due_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (group_id, version)
);
`;

class CreateGroups1795240000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(CREATE);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE outbox, invites, members, groups');
  }
}

export const MIGRATIONS = [CreateGroups1795240000000];
