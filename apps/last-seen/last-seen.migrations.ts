import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateUsers1795230000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE users (
      user_id text COLLATE "C" PRIMARY KEY,
      seen_at bigint NOT NULL,
      online boolean NOT NULL
    ) WITH (fillfactor = 70)`);
    await runner.query('CREATE INDEX users_online ON users (user_id) WHERE online');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE users');
  }
}
