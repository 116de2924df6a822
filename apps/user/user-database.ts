import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { ENTITIES } from './entities.js';
import { MIGRATIONS } from './migrations.js';

const SCHEMA = 'users';

/** Everything this service keeps: the schema `users`, brought up to date when it is opened. */
@Injectable()
export class UserDatabase implements OnApplicationShutdown {
  private constructor(private readonly source: DataSource) {}

  /** Several processes may open it at once. */
  static async open(url: string): Promise<UserDatabase> {
    const source = new DataSource({
      type: 'postgres',
      url,
      schema: SCHEMA,
      entities: ENTITIES,
      migrations: MIGRATIONS,
      migrationsTransactionMode: 'all',
      installExtensions: false,
      synchronize: false,
      logging: false,
      // A connection that breaks while idle is replaced; unheard, its error would end the process.
      poolErrorHandler: () => undefined,
      extra: { max: 16, connectionTimeoutMillis: 5_000, statement_timeout: 30_000, options: `-c search_path=${SCHEMA}` },
    });
    await source.initialize();
    await migrateAlone(source);
    return new UserDatabase(source);
  }

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
