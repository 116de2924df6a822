import { Metadata } from '@grpc/grpc-js';
import type { Pool } from 'pg';
import { setCaller, type ServiceClients } from '#contracts';
import type { ListBehindRequest, ListBehindResponse } from '#contracts/gen/parley/group_message/internal/v1/group_message_internal.js';
import { createPool, migrate } from '#postgres';
import { startTestPostgres, type TestPostgres } from '../../libs/postgres/testing.js';
import { PointerStore, RELAY_MIGRATIONS } from './pointer.store.js';
import { RelayInternalController } from './relay-internal.controller.js';
import { RelayController } from './relay.controller.js';

/** The groups in which alice is behind. */
const groups = {
  listBehind: ({ user, after, limit }: ListBehindRequest): Promise<ListBehindResponse> => {
    const all = user === 'alice' ? ['c1x', 'g1', 'g2'].filter((conversation) => conversation > after) : [];
    return Promise.resolve({ conversations: all.slice(0, limit).map((conversation) => ({ conversation, head: 9, received: 1 })) });
  },
};

describe('the relay', () => {
  let server: TestPostgres;
  let pool: Pool;
  let relay: RelayController;
  beforeAll(async () => {
    server = await startTestPostgres();
    pool = createPool({ url: server.url, schema: 'relay', max: 2 });
    await migrate(pool, 'relay', RELAY_MIGRATIONS);
    const store = new PointerStore(pool);
    relay = new RelayController(store, { client: () => groups } as unknown as ServiceClients);
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

  it('pages through what its caller has not received, in direct conversations and in groups, each conversation once, and nothing of others', async () => {
    const pages: string[][] = [];
    let pageToken: string | undefined;
    do {
      const page = await relay.listBehind({ pageToken, limit: 2 }, as('alice'));
      pages.push(page.conversations.map(({ conversation }) => conversation));
      pageToken = page.nextPageToken;
    } while (pageToken !== '');
    expect(pages).toEqual([['c0', 'c1'], ['c1x', 'c2'], ['c4', 'c5'], ['c6', 'g1'], ['g2']]);
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
