import pg from 'pg';

/** Longer than anybody waits for what one statement is to do, in milliseconds. */
const STATEMENT_MS = 10_000;
/** What has no answer by so much after the server should have cancelled it gets none, in milliseconds. */
const SLACK_MS = 2_000;
/** One step of a migration, or the wait for another process that migrates, in milliseconds. */
export const MIGRATION_MS = 600_000;

/** By these the server finds out within half a minute that the machine of a client is gone, and gives its locks to others. */
const SERVER_KEEPALIVE = '-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3';

/**
 * A connection that ends when an answer is overdue. The answer may come yet: whoever used the connection next would wait for it, in a
 * transaction of somebody else.
 */
class BoundedClient extends pg.Client {
  // The pool's own queries, which pass a callback, end the connection themselves.
  override query(...args: unknown[]): never {
    const result: unknown = super.query(...(args as Parameters<pg.Client['query']>));
    if (result instanceof Promise) {
      result.catch((error: unknown) => {
        if (isOverdue(error)) void this.end();
      });
    }
    return result as never;
  }
}

function isOverdue(error: unknown): boolean {
  return error instanceof Error && error.message === 'Query read timeout';
}

/**
 * How a pool connects. A statement that takes longer than `statementMs` is cancelled; a server that does not even say so is given up, with
 * the connection. Either is `unavailable`, and whether the statement was carried out is unknown: a server that stood still goes on with it.
 */
export function connectionOptions(schema: string, statementMs = STATEMENT_MS): pg.PoolConfig {
  return {
    Client: BoundedClient,
    options: `-c search_path=${schema} ${SERVER_KEEPALIVE}`,
    connectionTimeoutMillis: 5_000,
    statement_timeout: statementMs,
    query_timeout: statementMs + SLACK_MS,
    // Nobody waits longer for the locks of a process that stands still in the middle of a transaction.
    idle_in_transaction_session_timeout: statementMs,
    // A machine that is gone is noticed also while nothing is asked: an idle connection may hold the locks of partitions.
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
  };
}
