import pg from 'pg';
import { startTestPostgres, type TestPostgres } from './testing.js';

describe('the embedded Postgres', () => {
  let server: TestPostgres;
  beforeAll(async () => {
    server = await startTestPostgres();
  });
  afterAll(() => server.stop());

  it('is durable at commit and speaks UTF-8', async () => {
    const client = new pg.Client(server.url);
    await client.connect();
    const settings = await client.query<{ name: string; setting: string }>(
      `SELECT name, setting FROM pg_settings WHERE name IN ('fsync', 'synchronous_commit', 'server_encoding') ORDER BY name`,
    );
    await client.end();
    expect(settings.rows.map((row) => `${row.name}=${row.setting}`)).toEqual(['fsync=on', 'server_encoding=UTF8', 'synchronous_commit=on']);
  });
});
