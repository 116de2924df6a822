import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { Health, Waiting, type EngineTls, type KafkaSasl } from '#runtime';
import { addressOf, certificateOf, classPath, securedBroker } from '../../deploy/native/testing.mjs';
import { eventually } from '../../test/support/eventually.js';
import { KafkaEventLog } from './event-log.kafka.js';
import type { KafkaAccess } from './kafka-client.js';

const GROUP = 'test';
/** Of its users, Kafka takes those of SCRAM while it runs; that of PLAIN stands in its configuration. */
const scram = (mechanism: KafkaSasl['mechanism']): KafkaSasl => ({ mechanism, username: `test-${randomUUID()}`, password: 'a=secret' });
const [SCRAM_256, SCRAM] = [scram('scram-sha-256'), scram('scram-sha-512')];
const PLAIN: KafkaSasl = { mechanism: 'plain', username: 'parley', password: 'parley' };

async function makeUser({ mechanism, username, password }: KafkaSasl): Promise<void> {
  const secret = `${mechanism.toUpperCase()}=[iterations=4096,password=${password}]`;
  const args = ['--alter', '--entity-type', 'users', '--entity-name', username, '--add-config', secret];
  const tool = ['-cp', await classPath('kafka'), 'kafka.admin.ConfigCommand', '--bootstrap-server', addressOf('KAFKA_BROKERS')];
  await promisify(execFile)('java', [...tool, ...args]);
}

describe('the log on a Kafka that asks for TLS and a user', () => {
  const brokers = [securedBroker()];
  let ours: Required<EngineTls>;
  let strangers: Required<EngineTls>;
  let tls: EngineTls;
  beforeAll(async () => {
    [ours, strangers] = await Promise.all([certificateOf('stack'), certificateOf('stranger')]);
    tls = { ca: ours.ca };
    await Promise.all([SCRAM_256, SCRAM].map(makeUser));
    // The broker hears of them a moment after they were made.
    await Promise.all([SCRAM_256, SCRAM].map((sasl) => eventually(() => isLetIn(sasl))));
  });

  const open = (access: Partial<KafkaAccess>): Promise<KafkaEventLog> =>
    KafkaEventLog.open({ brokers, tls, topic: `test-${randomUUID()}`, partitions: 1, ...access });
  const isLetIn = (sasl: KafkaSasl): Promise<boolean> =>
    open({ sasl })
      .then((log) => log.close())
      .then(
        () => true,
        () => false,
      );
  /** What a process that starts says before it ends; while it only waits, there is nothing. */
  const refusal = async (access: Partial<KafkaAccess>): Promise<string> => {
    const dependency = { name: 'Kafka', where: (access.brokers ?? brokers).join() };
    const error: unknown = await new Waiting(new Health()).untilThere(dependency, () => open(access)).catch((reason: unknown) => reason);
    if (!(error instanceof Error)) throw new Error('It was let in.');
    return error.message;
  };

  it.each([PLAIN, SCRAM_256, SCRAM])('appends and reads: $mechanism', async (sasl) => {
    const log = await open({ sasl });
    const read: string[] = [];
    const subscription = await log.subscribe(GROUP, {
      assign: (_partition, { first }) => Promise.resolve(first),
      process: (_partition, records) => Promise.resolve(void read.push(...records.map(({ payload }) => Buffer.from(payload).toString()))),
      revoke: () => undefined,
    });
    for (const text of ['one', 'two', 'three']) await log.append(0, Buffer.from(text));
    await eventually(
      () => read,
      ({ length }) => length === 3,
    );
    expect(read).toEqual(['one', 'two', 'three']);
    await subscription.commit(0, 3);
    await log.close();
  });

  it('shows its own certificate to a Kafka that looks at it', async () => {
    await (await open({ sasl: PLAIN, tls: ours })).close();
    expect(await refusal({ sasl: PLAIN, tls: { ...strangers, ca: ours.ca } })).toMatch(/^Kafka .* cannot be used: .*certificate/);
  });

  it.each([PLAIN, SCRAM])('refuses a wrong password: $mechanism', async (sasl) => {
    const said = await refusal({ sasl: { ...sasl, password: 'wrong-secret' } });
    expect(said).toMatch(/^Kafka \(127\.0\.0\.1:\d+\) cannot be used: SASL .* authentication failed/);
    expect(said).not.toContain('secret');
  });

  it.each([
    ['an authority that did not sign it', () => ({ ca: strangers.ca })],
    ['the authorities that everybody knows', () => ({})],
  ])('does not trust its certificate by %s', async (_by, tlsOf) => {
    expect(await refusal({ sasl: SCRAM, tls: tlsOf() })).toMatch(/^Kafka .* cannot be used: .*(signature|certificate)/);
  });

  it('does not take its certificate for that of another name', async () => {
    const localhost = securedBroker().replace('127.0.0.1', 'localhost');
    expect(await refusal({ brokers: [localhost], sasl: SCRAM })).toMatch(/^Kafka \(localhost.* cannot be used: .*altnames/);
  });

  it('is refused in plain text', async () => {
    expect(await refusal({ sasl: SCRAM, tls: undefined })).toMatch(/^Kafka .* cannot be used: .*KAFKA_TLS/);
  });
});
