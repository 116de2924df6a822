import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Ids and keys compare byte by byte, so that keyset paging and prefix search can use the index in any locale. */
const CREATE = `
CREATE TABLE accounts (
  id text COLLATE "C" PRIMARY KEY,
  username text COLLATE "C" NOT NULL UNIQUE,
  display_name text NOT NULL,
  display_key text COLLATE "C" NOT NULL,
  password_hash text NOT NULL,
  created_at bigint NOT NULL
);
CREATE INDEX accounts_by_display_key ON accounts (display_key, username);

CREATE TABLE devices (
  id text COLLATE "C" PRIMARY KEY,
  user_id text COLLATE "C" NOT NULL REFERENCES accounts ON DELETE CASCADE,
  name text NOT NULL,
  created_at bigint NOT NULL,
  last_used_at bigint NOT NULL,
  expires_at bigint NOT NULL,
  family_hash text COLLATE "C" NOT NULL UNIQUE,
  current_hashes text[] NOT NULL,
  exchanged_hash text,
  exchanged_at bigint
);
CREATE INDEX devices_by_user ON devices (user_id, created_at DESC, id);
CREATE INDEX devices_by_expiry ON devices (expires_at);

-- One row. Whoever revokes raises it and so holds its lock until commit: positions become visible in their own order.
CREATE TABLE revocation_head (position bigint NOT NULL);
INSERT INTO revocation_head VALUES (1);
CREATE TABLE revocations (
  position bigint PRIMARY KEY,
  device_id text NOT NULL,
  revoked_at bigint NOT NULL
);
CREATE INDEX revocations_by_time ON revocations (revoked_at);

CREATE TABLE signing_keys (
  kid text PRIMARY KEY,
  public_jwk jsonb NOT NULL,
  private_key bytea NOT NULL,
  active_at bigint NOT NULL
);

CREATE TABLE blocks (
  blocker text COLLATE "C" NOT NULL REFERENCES accounts ON DELETE CASCADE,
  blocked text COLLATE "C" NOT NULL REFERENCES accounts ON DELETE CASCADE,
  active boolean NOT NULL,
  version bigint NOT NULL,
  changed_at bigint NOT NULL,
  PRIMARY KEY (blocker, blocked)
);
CREATE INDEX blocks_by_blocked ON blocks (blocked, blocker) WHERE active;
CREATE INDEX blocks_by_change ON blocks (blocker, changed_at DESC, blocked) WHERE active;

-- No foreign keys: what was said must be delivered even if the account is gone by then.
CREATE TABLE block_outbox (
  blocker text COLLATE "C" NOT NULL,
  blocked text COLLATE "C" NOT NULL,
  version bigint NOT NULL,
  active boolean NOT NULL,
  attempts integer NOT NULL DEFAULT 0,
  due_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (blocker, blocked, version)
);
CREATE INDEX block_outbox_by_due ON block_outbox (due_at);
`;

class CreateAccounts1795230000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(CREATE);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE block_outbox, blocks, signing_keys, revocations, revocation_head, devices, accounts');
  }
}

const CREATE_INVITES = `
CREATE TABLE invites (
  code text COLLATE "C" PRIMARY KEY,
  created_by text COLLATE "C" NOT NULL REFERENCES accounts ON DELETE CASCADE,
  created_at bigint NOT NULL,
  expires_at bigint NOT NULL,
  max_uses integer NOT NULL,
  uses integer NOT NULL DEFAULT 0
);
CREATE INDEX invites_by_user ON invites (created_by, created_at DESC, code);
CREATE INDEX invites_by_expiry ON invites (expires_at);
`;

class CreateInvites1795240000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(CREATE_INVITES);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE invites');
  }
}

export const MIGRATIONS = [CreateAccounts1795230000000, CreateInvites1795240000000];
