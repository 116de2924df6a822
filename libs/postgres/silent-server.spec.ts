import type { MigrationInterface, QueryRunner } from 'typeorm';
import { toParleyError, type ParleyError } from '#errors';
import { eventually } from '../../test/support/eventually.js';
import { TcpProxy } from '../../test/support/tcp-proxy.js';
import { Database, openDatabase } from './database.js';
import { openPool } from './pool.js';
import { startTestPostgres, type TestPostgres } from './testing.js';

const STATEMENT_MS = 1_000;
/** Until a server is given up that does not even cancel the statement, and as long again for a slow machine. */
const GIVEN_UP_MS = 2 * (STATEMENT_MS + 2_000);
/** Also for who waits for a connection first. */
const CONNECT_MS = 5_000;

/** What the ways to the database have in common. */
interface Way {
  query(sql: string): Promise<{ n: number }[]>;
  /** Inserts a number in a transaction that does `also` before it commits. */
  insert(n: number, also: () => Promise<void> | void): Promise<void>;
  close(): Promise<void>;
}

const SLOW_MIGRATION = 'SELECT pg_sleep(1.5); CREATE TABLE numbers (n int)';

class CreateNumbers1795230000001 implements MigrationInterface {
  name = 'CreateNumbers1795230000001';
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(SLOW_MIGRATION);
  }
  down(): Promise<void> {
    return Promise.reject(new Error('there is no way back'));
  }
}

async function viaPool(url: string): Promise<Way> {
  const options = { url, schema: 'by_pool', max: 2, statementMs: STATEMENT_MS };
  const pool = await openPool(options, [{ name: '0001', sql: SLOW_MIGRATION }]);
  return {
    query: async (sql) => (await pool.query<{ n: number }>(sql)).rows,
    insert: async (n, also) => {
      const client = await pool.connect();
      try {
        await client.query('BEGIN');
        await client.query('INSERT INTO numbers VALUES ($1)', [n]);
        await also();
        await client.query('COMMIT');
      } finally {
        client.release();
      }
    },
    close: () => pool.end(),
  };
}

async function viaDatabase(url: string): Promise<Way> {
  const migrations = [CreateNumbers1795230000001];
  const database = new Database(
    await openDatabase({ url, schema: 'by_typeorm', entities: [], migrations, max: 2, statementMs: STATEMENT_MS }),
  );
  return {
    query: (sql) => database.manager.query(sql),
    insert: (n, also) =>
      database.transaction(async (manager) => {
        await manager.query('INSERT INTO numbers VALUES ($1)', [n]);
        await also();
      }),
    close: () => database.onApplicationShutdown(),
  };
}

async function failure(work: Promise<unknown>): Promise<ParleyError> {
  const answer = await work.then(
    () => new Error('it was answered'),
    (error: unknown) => error,
  );
  return toParleyError(answer);
}

describe.each([
  ['a pool', viaPool],
  ['a database', viaDatabase],
])('%s on a server that falls silent', (_name, open) => {
  let server: TestPostgres;
  let proxy: TcpProxy;
  let way: Way;

  beforeAll(async () => {
    server = await startTestPostgres();
    proxy = await TcpProxy.to(new URL(server.url).host);
    const url = new URL(server.url);
    url.host = proxy.address;
    way = await open(url.href);
  });
  afterAll(async () => {
    server.wake();
    await way.close();
    proxy.close();
    await server.stop();
  });

  const select = (n: number) => way.query(`SELECT ${String(n)}::int AS n`);
  const warm = () => Promise.all([way.query('SELECT 1 AS n FROM pg_sleep(0.1)'), way.query('SELECT 2 AS n FROM pg_sleep(0.1)')]);
  async function answersRightly(): Promise<void> {
    await eventually(async () => (await select(0).catch(() => [])).length > 0);
    const numbers = Array.from({ length: 20 }, (_, n) => n);
    expect(await Promise.all(numbers.map(select))).toEqual(numbers.map((n) => [{ n }]));
  }

  it('fails what waits for an answer, and is right again when the server is back', async () => {
    await warm();
    server.silence();
    const began = performance.now();
    const errors = await Promise.all([1, 2, 3].map((n) => failure(select(n))));
    expect(performance.now() - began).toBeLessThan(CONNECT_MS + GIVEN_UP_MS);
    expect(errors.map(({ code }) => code)).toEqual(['unavailable', 'unavailable', 'unavailable']);
    server.wake();
    await answersRightly();
  });

  it('leaves nobody in the transaction whose commit had no answer', async () => {
    const began = performance.now();
    const error = await failure(way.insert(1, () => server.silence()));
    expect(performance.now() - began).toBeLessThan(GIVEN_UP_MS);
    server.wake();
    expect(error.code).toBe('unavailable');
    await answersRightly();
    const open = `SELECT count(*)::int AS n FROM pg_stat_activity WHERE state LIKE 'idle in transaction%' AND pid <> pg_backend_pid()`;
    expect(
      await eventually(
        () => way.query(open),
        ([row]) => row?.n === 0,
      ),
    ).toEqual([{ n: 0 }]);
    await way.insert(2, () => undefined);
    // The other may have been done, for all that anybody knows.
    expect(await way.query('SELECT n FROM numbers WHERE n <> 1')).toEqual([{ n: 2 }]);
  });

  it('goes on over new connections when those of before lead nowhere', async () => {
    await warm();
    proxy.strand();
    const began = performance.now();
    const errors = await Promise.all([1, 2].map((n) => failure(select(n))));
    expect(performance.now() - began).toBeLessThan(GIVEN_UP_MS);
    expect(errors.map(({ code }) => code)).toEqual(['unavailable', 'unavailable']);
    await answersRightly();
  });

  it('has the server cancel what takes too long', async () => {
    const asleep = failure(way.query('SELECT 1 AS n FROM pg_sleep(60)'));
    expect((await asleep).code).toBe('unavailable');
    const active = `SELECT count(*)::int AS n FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%pg_sleep(60)' AND pid <> pg_backend_pid()`;
    await eventually(
      () => way.query(active),
      ([row]) => row?.n === 0,
    );
  });
});
