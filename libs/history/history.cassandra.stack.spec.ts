import { randomBytes } from 'node:crypto';
import { addressOf, crash, start } from '../../deploy/native/testing.mjs';
import { CassandraHistory } from './history.cassandra.js';
import { describeHistory } from './history.contract.js';

const open = (keyspace: string): Promise<CassandraHistory> =>
  CassandraHistory.open({
    contactPoints: addressOf('CASSANDRA_CONTACT_POINTS').split(','),
    localDataCenter: 'datacenter1',
    keyspace,
  });

const newKeyspace = (): string => `history_${randomBytes(6).toString('hex')}`;

describe('the history on Cassandra', () => {
  describeHistory(async () => {
    const history = await open(newKeyspace());
    return {
      history,
      crashServer: async () => {
        await crash('cassandra');
        await start('cassandra');
      },
      close: () => history.close(),
    };
  });
});
