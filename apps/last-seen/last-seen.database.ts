import { DataSource } from 'typeorm';
import { LastSeenEntity } from './last-seen.entity.js';
import { CreateUsers1795230000000 } from './last-seen.migrations.js';

const SCHEMA = 'last_seen';

/** Opens the schema `last_seen`, brought up to date; several processes may do so at once. */
export async function openLastSeenDatabase(url: string): Promise<DataSource> {
  const source = new DataSource({
    type: 'postgres',
    url,
    schema: SCHEMA,
    entities: [LastSeenEntity],
    migrations: [CreateUsers1795230000000],
    migrationsTransactionMode: 'all',
    installExtensions: false,
    synchronize: false,
    logging: false,
    // A connection that breaks while idle is replaced; unheard, its error would end the process.
    poolErrorHandler: () => undefined,
    extra: { max: 4, connectionTimeoutMillis: 5_000, statement_timeout: 30_000, options: `-c search_path=${SCHEMA}` },
  });
  await source.initialize();
  await migrateAlone(source);
  return source;
}

/** TypeORM takes no lock around migrations: two processes that start at once would both create the table. */
async function migrateAlone(source: DataSource): Promise<void> {
  const runner = source.createQueryRunner();
  const lock = `hashtext('parley.migrate.${SCHEMA}')`;
  try {
    await runner.query(`SELECT pg_advisory_lock(${lock})`);
    await runner.query(`CREATE SCHEMA IF NOT EXISTS ${SCHEMA}`);
    await source.runMigrations();
    await runner.query(`SELECT pg_advisory_unlock(${lock})`);
  } catch (error) {
    await source.destroy();
    throw error;
  } finally {
    await runner.release();
  }
}
