import { startTestPostgres } from '../postgres/testing.js';
import { describeHistory } from './history.contract.js';
import { PostgresHistory } from './history.postgres.js';

describe('the history on Postgres', () => {
  describeHistory(async () => {
    const server = await startTestPostgres();
    const history = await PostgresHistory.open({ url: server.url, schema: 'history' });
    return {
      history,
      crashServer: () => server.crash(),
      close: async () => {
        await history.close();
        await server.stop();
      },
    };
  });
});
