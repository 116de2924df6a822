import fc from 'fast-check';
import type { Pool } from 'pg';
import { createPool, migrate } from '#postgres';
import { startTestPostgres, type TestPostgres } from '../../libs/postgres/testing.js';
import { PointerStore, RELAY_MIGRATIONS } from './pointer.store.js';

interface Pointer {
  user: string;
  conversation: string;
  head: number;
  received: number;
}

describe('pointers', () => {
  let server: TestPostgres;
  let pool: Pool;
  let pointers: PointerStore;
  beforeAll(async () => {
    server = await startTestPostgres();
    pool = createPool({ url: server.url, schema: 'relay', max: 4 });
    await migrate(pool, 'relay', RELAY_MIGRATIONS);
  });
  beforeEach(async () => {
    await pool.query('TRUNCATE pointers');
    pointers = new PointerStore(pool);
  });
  afterAll(async () => {
    await pool.end();
    await server.stop();
  });

  const behind = (user: string, after = '', limit = 1_000) => pointers.listBehind(user, { after, limit });

  it('say who is behind until the head is received', async () => {
    await pointers.advance([at('a', 'x', 3, 0), at('b', 'x', 3, 3)]);
    expect(await behind('a')).toEqual([{ conversation: 'x', head: 3, received: 0 }]);
    expect(await behind('b')).toEqual([]);
    await pointers.advance([at('a', 'x', 0, 2)]);
    expect(await behind('a')).toEqual([{ conversation: 'x', head: 3, received: 2 }]);
    await pointers.advance([at('a', 'x', 0, 3)]);
    expect(await behind('a')).toEqual([]);
  });

  it('do not come back when an older head arrives after it was received', async () => {
    await pointers.advance([at('a', 'x', 0, 9)]);
    await pointers.advance([at('a', 'x', 4, 0)]);
    await pointers.advance([at('a', 'x', 9, 0)]);
    expect(await behind('a')).toEqual([]);
    await pointers.advance([at('a', 'x', 10, 0)]);
    expect(await behind('a')).toEqual([{ conversation: 'x', head: 10, received: 9 }]);
  });

  it('keep numbers beyond 32 bits', async () => {
    await pointers.advance([at('a', 'x', 2 ** 53 - 1, 2 ** 40)]);
    expect(await behind('a')).toEqual([{ conversation: 'x', head: 2 ** 53 - 1, received: 2 ** 40 }]);
  });

  it('end at the maximum, whatever the order, the batches, the repetitions and the number of writers', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(anyPointer(), { maxLength: 6 }), { maxLength: 30 }), async (batches) => {
        await pool.query('TRUNCATE pointers');
        const writers = [pointers, new PointerStore(pool)];
        await Promise.all(batches.map((batch, n) => writers[n % 2]!.advance(batch)));
        for (const user of USERS) expect(await behind(user)).toEqual(expectedBehind(user, batches.flat()));
      }),
      { numRuns: 60 },
    );
  });

  it('are written in few statements when many ask at once, and all of them are durable when answered', async () => {
    await pool.query('SELECT count(*) FROM pointers');
    const statements = countStatements(pool);
    await Promise.all(Array.from({ length: 500 }, (_, n) => pointers.advance([at('a', `c${String(n)}`, 1, 0)])));
    expect(statements()).toBeLessThan(10);
    await server.crash();
    expect(await behind('a')).toHaveLength(500);
  });

  it('tell everybody in a batch when it failed, and go on with the next', async () => {
    await pool.query('ALTER TABLE pointers RENAME TO gone');
    const outcomes = await Promise.allSettled([pointers.advance([at('a', 'x', 1, 0)]), pointers.advance([at('a', 'y', 1, 0)])]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await pool.query('ALTER TABLE gone RENAME TO pointers');
    await pointers.advance([at('a', 'z', 1, 0)]);
    expect(await behind('a')).toEqual([{ conversation: 'z', head: 1, received: 0 }]);
  });

  it('ask callers to slow down instead of filling the memory while the store does not answer', async () => {
    const silent = new PointerStore({ query: () => new Promise(() => undefined) } as unknown as Pool);
    const many = (n: number) => Array.from({ length: 20_000 }, (_, index) => at(String(n), String(index), 1, 0));
    for (let n = 0; n < 12; n++) silent.advance(many(n)).catch(() => undefined);
    await expect(silent.advance(many(12))).rejects.toMatchObject({ code: 'overloaded', retryAfterMs: 500 });
  });
});

const USERS = ['a', 'b'];

function at(user: string, conversation: string, head: number, received: number): Pointer {
  return { user, conversation, head, received };
}

function anyPointer() {
  const seq = fc.nat({ max: 12 });
  return fc.record({ user: fc.constantFrom(...USERS), conversation: fc.constantFrom('x', 'y', 'é'), head: seq, received: seq });
}

function expectedBehind(user: string, all: Pointer[]) {
  return ['x', 'y', 'é']
    .map((conversation) => {
      const own = all.filter((pointer) => pointer.user === user && pointer.conversation === conversation);
      return {
        conversation,
        head: Math.max(0, ...own.map(({ head }) => head)),
        received: Math.max(0, ...own.map(({ received }) => received)),
      };
    })
    .filter(({ head, received }) => head > received);
}

function countStatements(pool: Pool): () => number {
  let count = 0;
  const query = pool.query.bind(pool);
  pool.query = ((...args: Parameters<typeof query>) => {
    count++;
    return query(...args);
  }) as typeof pool.query;
  return () => {
    pool.query = query;
    return count;
  };
}
