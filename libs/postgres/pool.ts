import pg from 'pg';
import { MIGRATION_MS, connectionOptions } from './connection.js';
import { migrate, type Migration } from './migrate.js';

export interface PoolOptions {
  url: string;
  /** Schema that holds everything this pool touches; made if absent. */
  schema: string;
  /** Greatest number of connections. */
  max: number;
  /** How long a statement may take, in milliseconds; 10,000 if absent. A server that stays silent for 2,000 more is given up. */
  statementMs?: number | undefined;
  /** Called when an idle connection breaks, which is no reason to end the process. */
  onError?: (error: Error) => void;
}

/**
 * A pool whose connections may break, or fall silent, and be made again while the process lives; whether a statement that had no answer
 * was carried out is unknown. Identifiers resolve in `schema` alone.
 */
export function createPool({ url, schema, max, statementMs, onError = () => undefined }: PoolOptions): pg.Pool {
  const pool = new pg.Pool({ ...connectionOptions(schema, statementMs), connectionString: url, max, idleTimeoutMillis: 0 });
  // pg-pool hangs the whole client on the error, which nobody wants in a log.
  pool.on('error', (error) => onError(Object.assign(error, { client: undefined })));
  // node-postgres emits `error` on a client that is checked out when its connection breaks; unheard, it ends the process.
  pool.on('connect', (client) => client.on('error', onError));
  return pool;
}

/** A pool on a schema that is up to date. */
export async function openPool(options: PoolOptions, migrations: readonly Migration[]): Promise<pg.Pool> {
  const migrating = createPool({ ...options, max: 1, statementMs: MIGRATION_MS });
  try {
    await migrate(migrating, options.schema, migrations);
  } finally {
    await migrating.end();
  }
  return createPool(options);
}
