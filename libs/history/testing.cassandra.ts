import { randomBytes } from 'node:crypto';
import cassandra from 'cassandra-driver';
import { Health, Waiting } from '#runtime';
import { addressOf } from '../../deploy/native/testing.mjs';
import { CassandraHistory } from './history.cassandra.js';

const LOCAL_DATA_CENTER = 'datacenter1';

/** Keyspaces for specs, dropped in the end: the server's data outlives a run. */
export class TestKeyspaces {
  private readonly names: string[] = [];
  private readonly contactPoints = addressOf('CASSANDRA_CONTACT_POINTS').split(',');

  make(): string {
    const name = `history_${randomBytes(6).toString('hex')}`;
    this.names.push(name);
    return name;
  }

  /** As a process that starts does it, which waits while Cassandra is away. */
  open(keyspace = this.make()): Promise<CassandraHistory> {
    const dependency = { name: 'Cassandra', where: this.contactPoints.join() };
    return new Waiting(new Health()).untilThere(dependency, () => this.tryToOpen(keyspace));
  }

  tryToOpen(keyspace = this.make(), requestTimeoutMs = 30_000): Promise<CassandraHistory> {
    return CassandraHistory.open({ contactPoints: this.contactPoints, localDataCenter: LOCAL_DATA_CENTER, keyspace, requestTimeoutMs });
  }

  async drop(): Promise<void> {
    const client = new cassandra.Client({
      contactPoints: this.contactPoints,
      localDataCenter: LOCAL_DATA_CENTER,
      socketOptions: { readTimeout: 30_000 },
    });
    for (const name of this.names) await client.execute(`DROP KEYSPACE IF EXISTS ${name}`);
    await client.shutdown();
  }
}
