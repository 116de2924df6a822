import pg from 'pg';
import { migrate, type Migration } from './migrate.js';

export interface PoolOptions {
  url: string;
  /** Schema that holds everything this pool touches; made if absent. */
  schema: string;
  /** Greatest number of connections. */
  max: number;
  /** Called when an idle connection breaks, which is no reason to end the process. */
  onError?: (error: Error) => void;
}

/** A pool whose connections may break and be made again while the process lives. Identifiers resolve in `schema` alone. */
export function createPool({ url, schema, max, onError = () => undefined }: PoolOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    options: `-c search_path=${schema}`,
    connectionTimeoutMillis: 5_000,
    statement_timeout: 30_000,
    idleTimeoutMillis: 0,
  });
  // pg-pool hangs the whole client on the error, which nobody wants in a log.
  pool.on('error', (error) => onError(Object.assign(error, { client: undefined })));
  // node-postgres emits `error` on a client that is checked out when its connection breaks; unheard, it ends the process.
  pool.on('connect', (client) => client.on('error', onError));
  return pool;
}

/** A pool on a schema that is up to date. If that cannot be, nothing of it stays. */
export async function openPool(options: PoolOptions, migrations: readonly Migration[]): Promise<pg.Pool> {
  const pool = createPool(options);
  try {
    await migrate(pool, options.schema, migrations);
    return pool;
  } catch (error) {
    await pool.end();
    throw error;
  }
}
