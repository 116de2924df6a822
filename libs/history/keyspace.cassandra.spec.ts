import { requireSync } from './keyspace.cassandra.js';

describe('the durability that Cassandra has to have', () => {
  it('refuses a commit log that is synced from time to time, if there are too few replicas to make up for it', () => {
    for (const replicas of [1, 2]) {
      expect(() => requireSync('periodic', replicas)).toThrow(/commitlog_sync: group.*loses acknowledged messages/);
      expect(() => requireSync('unknown', replicas)).toThrow();
      for (const sync of ['group', 'batch']) expect(() => requireSync(sync, replicas)).not.toThrow();
    }
    expect(() => requireSync('periodic', 3)).not.toThrow();
  });
});
