import { Metadata } from '@grpc/grpc-js';
import type { Pool } from 'pg';
import { setCaller } from '#contracts';
import { createPool, migrate } from '#postgres';
import { startTestPostgres, type TestPostgres } from '../../libs/postgres/testing.js';
import { PointerStore, RELAY_MIGRATIONS } from './pointer.store.js';
import { RelayInternalController } from './relay-internal.controller.js';
import { RelayController } from './relay.controller.js';

describe('the relay', () => {
  let server: TestPostgres;
  let pool: Pool;
  let relay: RelayController;
  beforeAll(async () => {
    server = await startTestPostgres();
    pool = createPool({ url: server.url, schema: 'relay', max: 2 });
    await migrate(pool, 'relay', RELAY_MIGRATIONS);
    const store = new PointerStore(pool);
    relay = new RelayController(store);
    const pointers = Array.from({ length: 7 }, (_, n) => ({
      user: 'alice',
      conversation: `c${String(n)}`,
      head: 2,
      received: n === 3 ? 2 : 0,
    }));
    await new RelayInternalController(store).advance({
      pointers: [...pointers, { user: 'bob', conversation: 'c9', head: 1, received: 0 }],
    });
  });
  afterAll(async () => {
    await pool.end();
    await server.stop();
  });

  it('pages through what its caller has not received, each conversation once, and nothing of others', async () => {
    const pages: string[][] = [];
    let pageToken: string | undefined;
    do {
      const page = await relay.listBehind({ pageToken, limit: 2 }, as('alice'));
      pages.push(page.conversations.map(({ conversation }) => conversation));
      pageToken = page.nextPageToken;
    } while (pageToken !== '');
    expect(pages).toEqual([
      ['c0', 'c1'],
      ['c2', 'c4'],
      ['c5', 'c6'],
    ]);
  });

  it('answers everything on one page if there is little, and nothing to who is not behind', async () => {
    expect(await relay.listBehind({}, as('bob'))).toEqual({
      conversations: [{ conversation: 'c9', head: 1, received: 0 }],
      nextPageToken: '',
    });
    expect(await relay.listBehind({}, as('carol'))).toEqual({ conversations: [], nextPageToken: '' });
  });

  it.each(['not base64!', 'AA', 'gA'])('refuses a page token that it did not give: %s', async (pageToken) => {
    await expect(relay.listBehind({ pageToken }, as('alice'))).rejects.toMatchObject({ code: 'invalid', field: 'pageToken' });
  });

  it('answers nobody who is not signed in', async () => {
    await expect(relay.listBehind({}, new Metadata())).rejects.toMatchObject({ code: 'unauthenticated' });
  });
});

function as(user: string): Metadata {
  const metadata = new Metadata();
  setCaller(metadata, { user, device: 'd' });
  return metadata;
}
