import { randomUUID } from 'node:crypto';
import kafkajs from 'kafkajs';
import { addressOf, freeze, thaw } from '../../deploy/native/testing.mjs';
import { KafkaEventLog } from './event-log.kafka.js';
import type { LogRecord, PartitionBounds, PartitionHandler } from './event-log.js';
import { createKafka } from './kafka-client.js';
import { eventually } from '../../test/support/eventually.js';

const brokers = addressOf('KAFKA_BROKERS').split(',');
const GROUP = 'test';

function handlerOf(overrides: Partial<PartitionHandler>): PartitionHandler {
  return {
    assign: (_partition, bounds) => Promise.resolve(bounds.first),
    process: () => Promise.resolve(),
    revoke: () => undefined,
    ...overrides,
  };
}

describe('the log on Kafka, beyond its port', () => {
  const kafka = createKafka({ brokers, requestTimeout: 5_000 });
  let topic: string;
  let errors: string[];
  let log: KafkaEventLog;

  const open = async (options: { partitions?: number; epoch?: number } = {}): Promise<KafkaEventLog> => {
    const onError = (error: Error): unknown => errors.push(error.message);
    log = await KafkaEventLog.open({ brokers, topic, partitions: 2, onError, ...options });
    return log;
  };
  beforeEach(() => {
    topic = `test-${randomUUID()}`;
    errors = [];
  });

  it('refuses a topic with another number of partitions, and takes them in the next epoch', async () => {
    await (await open()).close();
    await expect(open({ partitions: 3 })).rejects.toThrow('has 2 partitions, and 3 are configured');
    const next = await open({ partitions: 3, epoch: 2 });
    expect([next.epoch, next.partitions]).toEqual([2, 3]);
    expect(await next.ends()).toEqual([0, 0, 0]);
    await next.close();
  });

  it('refuses an epoch that has been left', async () => {
    await (await open({ epoch: 2 })).close();
    await expect(open({ epoch: 1 })).rejects.toThrow('is in epoch 2 already');
  });

  it('refuses a topic whose times are those of producers', async () => {
    const admin = kafka.admin();
    await admin.connect();
    await admin.createTopics({
      topics: [{ topic: `${topic}.1`, numPartitions: 2, configEntries: [{ name: 'message.timestamp.type', value: 'CreateTime' }] }],
    });
    await admin.disconnect();
    await expect(open()).rejects.toThrow('message.timestamp.type=CreateTime');
  });

  it('gives readers the time that the append was answered with', async () => {
    await open();
    const records: LogRecord[] = [];
    const appended = [];
    for (let i = 0; i < 10; i++) appended.push(await log.append(0, Buffer.from(String(i))));
    await log.subscribe(GROUP, handlerOf({ process: async (_partition, some) => void records.push(...some) }));
    await eventually(() => records.length === 10);
    expect(records.map(({ offset, at }) => ({ offset, at }))).toEqual(appended);
    await log.close();
  });

  it('gives every owner the same time, never less than before, where the clock of the broker has gone back', async () => {
    const future = Date.now() + 3_600_000;
    await makeTopicWithRecordOf(future);
    await open();
    const { offset } = await log.append(0, Buffer.from('x'));
    for (const from of [0, offset]) {
      const records: LogRecord[] = [];
      const handler = handlerOf({
        assign: (partition, bounds) => Promise.resolve(partition === 0 ? from : bounds.end),
        process: async (_partition, some) => void records.push(...some),
      });
      const subscription = await log.subscribe(GROUP, handler);
      await eventually(() => records.at(-1)?.offset === offset);
      expect(records.at(-1)?.at).toBe(future);
      await subscription.close();
    }
    await log.close();
  });

  async function makeTopicWithRecordOf(time: number): Promise<void> {
    const name = `${topic}.1`;
    const [admin, producer] = [kafka.admin(), kafka.producer({ createPartitioner: kafkajs.Partitioners.DefaultPartitioner })];
    await Promise.all([admin.connect(), producer.connect()]);
    const withTimesOf = (value: string): { name: string; value: string }[] => [{ name: 'message.timestamp.type', value }];
    const lenient = { name: 'message.timestamp.after.max.ms', value: '9223372036854775807' };
    await admin.createTopics({ topics: [{ topic: name, numPartitions: 2, configEntries: [...withTimesOf('CreateTime'), lenient] }] });
    await producer.send({ topic: name, messages: [{ partition: 0, value: 'early', timestamp: String(time) }] });
    await admin.alterConfigs({
      validateOnly: false,
      resources: [{ type: kafkajs.ConfigResourceTypes.TOPIC, name, configEntries: withTimesOf('LogAppendTime') }],
    });
    await Promise.all([admin.disconnect(), producer.disconnect()]);
  }

  it('offers a partition again that was refused', async () => {
    await open();
    let refusals = 0;
    const read: LogRecord[] = [];
    const assign = (_partition: number, bounds: PartitionBounds): Promise<number> => {
      return ++refusals <= 4 ? Promise.reject(new Error('not yet')) : Promise.resolve(bounds.first);
    };
    await log.subscribe(GROUP, handlerOf({ assign, process: async (_partition, some) => void read.push(...some) }));
    await log.append(1, Buffer.from('x'));
    await eventually(() => read.length === 1);
    expect(errors.filter((error) => error === 'not yet')).toHaveLength(4);
    await log.close();
  });

  it('refuses to read from where the log holds nothing', async () => {
    await open();
    await log.subscribe(GROUP, handlerOf({ assign: (_partition, { end }) => Promise.resolve(end + 7) }));
    await eventually(() => errors.some((error) => error.includes('is to be read from 7, but the log holds 0 to 0')));
    await log.close();
  });

  it('reads other partitions on while the handler of one is busy, and calls no handler twice at once', async () => {
    await open();
    let release: () => void = () => undefined;
    const busy = new Promise<void>((resolve) => (release = resolve));
    const read: number[][] = [[], []];
    let calls = 0;
    const handler = handlerOf({
      process: async (partition, records) => {
        read[partition]?.push(...records.map(({ offset }) => offset));
        if (partition === 1) return;
        expect(++calls).toBe(1);
        await busy;
        calls--;
      },
    });
    await log.subscribe(GROUP, handler);
    for (let i = 0; i < 10; i++) await Promise.all([log.append(0, Buffer.from('x')), log.append(1, Buffer.from('x'))]);
    await eventually(() => read[1]?.length === 10);
    // Longer than a session: back-pressure does not cost the membership.
    await new Promise((resolve) => setTimeout(resolve, 4_000));
    expect(read[0]?.length).toBeLessThan(10);
    release();
    await eventually(() => read[0]?.length === 10);
    expect(read[0]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    await log.close();
  });

  it('offers a partition with its new bounds when the log has lost what is read next', async () => {
    await open();
    let release: () => void = () => undefined;
    const busy = new Promise<void>((resolve) => (release = resolve));
    const [bounds, read, revoked]: [PartitionBounds[], number[], number[]] = [[], [], []];
    const subscription = await log.subscribe(
      GROUP,
      handlerOf({
        assign: (partition, found) => {
          if (partition === 0) bounds.push(found);
          return Promise.resolve(found.first);
        },
        process: async (_partition, records) => {
          read.push(...records.map(({ offset }) => offset));
          await busy;
        },
        revoke: (partition) => revoked.push(partition),
      }),
    );
    await log.append(0, Buffer.from('x'));
    await eventually(() => read.length === 1);
    for (let i = 1; i < 10; i++) await log.append(0, Buffer.from('x'));
    await subscription.commit(0, 8);
    await new Promise((resolve) => setTimeout(resolve, 20));
    await log.trim(GROUP, 1);
    release();
    await eventually(() => read.length === 3);
    expect(read).toEqual([0, 8, 9]);
    expect(revoked).toEqual([0]);
    expect(bounds[1]).toEqual({ first: 8, end: 10, committed: 8 });
    await log.close();
  });

  it('loses its partitions when the broker falls silent, and reads on when it answers again', async () => {
    await open();
    const [read, owned]: [number[], Set<number>] = [[], new Set()];
    const handler = handlerOf({
      assign: (partition, bounds) => {
        owned.add(partition);
        return Promise.resolve(partition === 0 ? Math.max(bounds.first, (read.at(-1) ?? -1) + 1) : bounds.end);
      },
      process: async (_partition, records) => void read.push(...records.map(({ offset }) => offset)),
      revoke: (partition) => owned.delete(partition),
    });
    await log.subscribe(GROUP, handler);
    await log.append(0, Buffer.from('x'));
    await eventually(() => read.length === 1);
    freeze('kafka');
    try {
      await eventually(() => owned.size === 0);
    } finally {
      thaw('kafka');
    }
    await eventually(() => owned.size === 2);
    await log.append(0, Buffer.from('y'));
    await eventually(() => read.length === 2);
    expect(read).toEqual([0, 1]);
    await log.close();
  });

  it('closes while the broker is silent', async () => {
    await open();
    await log.subscribe(GROUP, handlerOf({}));
    freeze('kafka');
    try {
      await log.close();
    } finally {
      thaw('kafka');
    }
  });

  it('refuses a commit for a partition of somebody else', async () => {
    await open();
    let lost = false;
    const subscription = await log.subscribe(GROUP, handlerOf({ revoke: () => (lost = true) }));
    const other = await KafkaEventLog.open({ brokers, topic, partitions: 2 });
    await other.subscribe(GROUP, handlerOf({}));
    await eventually(() => lost);
    await expect(subscription.commit(1, 1)).rejects.toThrow('not owned any more');
    await Promise.all([log.close(), other.close()]);
  });
});
