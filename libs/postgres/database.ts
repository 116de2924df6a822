import type { OnApplicationShutdown } from '@nestjs/common';
import { DataSource, type DataSourceOptions, type EntityManager } from 'typeorm';
import { MIGRATION_MS, connectionOptions } from './connection.js';

export interface DatabaseOptions {
  url: string;
  /** Schema that holds everything the service keeps; made if absent. */
  schema: string;
  entities: NonNullable<DataSourceOptions['entities']>;
  migrations: NonNullable<DataSourceOptions['migrations']>;
  /** Greatest number of connections. */
  max: number;
  /** As for a pool. */
  statementMs?: number | undefined;
}

/** Opens a schema for TypeORM, brought up to date. Several processes may do so at once. */
export async function openDatabase(options: DatabaseOptions): Promise<DataSource> {
  await migrateAlone(options);
  return connect(options);
}

/** A service's own database; a class derived from it is the token under which it is injected. */
export class Database implements OnApplicationShutdown {
  constructor(private readonly source: DataSource) {}

  /** For statements that need no transaction of their own. */
  get manager(): EntityManager {
    return this.source.manager;
  }

  /** Commits what `work` did, or nothing if it throws. */
  async transaction<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    return this.source.transaction(work);
  }

  async onApplicationShutdown(): Promise<void> {
    if (this.source.isInitialized) await this.source.destroy();
  }
}

/** TypeORM takes no lock around migrations: two processes that start at once would both create the tables. */
async function migrateAlone(options: DatabaseOptions): Promise<void> {
  const { schema } = options;
  const source = await connect({ ...options, entities: [], max: 2, statementMs: MIGRATION_MS });
  try {
    const runner = source.createQueryRunner();
    await runner.query(`SELECT pg_advisory_lock(hashtext('parley.migrate.${schema}'))`);
    await runner.query(`CREATE SCHEMA IF NOT EXISTS ${schema}`);
    await source.runMigrations();
  } finally {
    // The lock goes with its connection.
    await source.destroy();
  }
}

async function connect({ url, schema, entities, migrations, max, statementMs }: DatabaseOptions): Promise<DataSource> {
  const source = new DataSource({
    type: 'postgres',
    url,
    schema,
    entities,
    migrations,
    migrationsTransactionMode: 'all',
    installExtensions: false,
    synchronize: false,
    logging: false,
    // A connection that breaks while idle is replaced; unheard, its error would end the process.
    poolErrorHandler: () => undefined,
    extra: { ...connectionOptions(schema, statementMs), max },
  });
  return source.initialize();
}
