import type { Pool } from 'pg';

/** One step of a schema's history; never changed once released. */
export interface Migration {
  name: string;
  sql: string;
}

/** Brings `schema` up to date. Several processes may run it at once; each step is applied once, wholly or not at all. */
export async function migrate(pool: Pool, schema: string, migrations: readonly Migration[]): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await client.query('SELECT pg_advisory_xact_lock(hashtext($1))', [`parley.migrate.${schema}`]);
    await client.query(`CREATE SCHEMA IF NOT EXISTS ${schema}`);
    await client.query(
      `CREATE TABLE IF NOT EXISTS ${schema}.migrations (name text PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now())`,
    );
    const applied = await client.query<{ name: string }>(`SELECT name FROM ${schema}.migrations`);
    const done = new Set(applied.rows.map((row) => row.name));
    for (const migration of migrations) {
      if (done.has(migration.name)) continue;
      await client.query(migration.sql);
      await client.query(`INSERT INTO ${schema}.migrations (name) VALUES ($1)`, [migration.name]);
    }
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  } finally {
    client.release();
  }
}
