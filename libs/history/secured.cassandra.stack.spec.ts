import { Health, Waiting, type EngineTls } from '#runtime';
import { addressOf, certificateOf } from '../../deploy/native/testing.mjs';
import { CassandraHistory } from './history.cassandra.js';
import { CassandraSession } from './session.cassandra.js';
import { TestKeyspaces } from './testing.cassandra.js';

describe('the history on a Cassandra that is reached by TLS', () => {
  const keyspaces = new TestKeyspaces();
  const contactPoints = [addressOf('CASSANDRA_CONTACT_POINTS')];
  const options = { contactPoints, localDataCenter: 'datacenter1', keyspace: keyspaces.make() };
  let ours: Required<EngineTls>;
  let strangers: Required<EngineTls>;
  beforeAll(async () => {
    [ours, strangers] = await Promise.all([certificateOf('stack'), certificateOf('stranger')]);
  });
  afterAll(() => keyspaces.drop());

  /** What a process that starts says before it ends; while it only waits, there is nothing. */
  const refusal = async (tls: EngineTls): Promise<string> => {
    const open = (): Promise<CassandraHistory> => CassandraHistory.open({ ...options, tls });
    const dependency = { name: 'Cassandra', where: contactPoints.join() };
    const error: unknown = await new Waiting(new Health()).untilThere(dependency, open).catch((reason: unknown) => reason);
    if (!(error instanceof Error)) throw new Error('It was let in.');
    return error.message;
  };

  it('writes and reads', async () => {
    const history = await CassandraHistory.open({ ...options, tls: { ca: ours.ca } });
    await history.commit(0, { epoch: 1, offset: 7 });
    expect(await history.committed(0)).toEqual({ epoch: 1, offset: 7 });
    await history.close();
  });

  it('has connections that are encrypted', async () => {
    const session = await CassandraSession.open({ ...options, tls: ours });
    expect(await session.select('SELECT ssl_enabled FROM system_views.clients', [])).toContainEqual({ ssl_enabled: true });
    await session.close();
  });

  it.each([
    ['an authority that did not sign it', () => ({ ca: strangers.ca })],
    ['the authorities that everybody knows', () => ({})],
  ])('does not trust its certificate by %s', async (_by, tlsOf) => {
    expect(await refusal(tlsOf())).toMatch(/^Cassandra \(127.* cannot be used: .*(signature|certificate)/);
  });
});
