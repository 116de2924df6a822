import { startTestPostgres, type TestPostgres } from '../postgres/testing.js';
import { describeEventLog } from './event-log.contract.js';
import { PostgresEventLog } from './event-log.postgres.js';

describe('the log on Postgres', () => {
  let server: TestPostgres;
  let topics = 0;
  beforeAll(async () => {
    server = await startTestPostgres();
  });
  afterAll(() => server.stop());

  describeEventLog(() => {
    const topic = `topic-${String(++topics)}`;
    return Promise.resolve({
      open: () => PostgresEventLog.open({ url: server.url, topic, partitions: 2 }),
      crashServer: () => server.crash(),
      close: () => Promise.resolve(),
    });
  });
});
