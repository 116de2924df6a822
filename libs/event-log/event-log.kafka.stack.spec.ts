import { randomUUID } from 'node:crypto';
import { Health, Waiting } from '#runtime';
import { addressOf, crash, start } from '../../deploy/native/testing.mjs';
import { describeEventLog } from './event-log.contract.js';
import { KafkaEventLog } from './event-log.kafka.js';

const brokers = addressOf('KAFKA_BROKERS').split(',');

describe('the log on Kafka', () => {
  describeEventLog(() => {
    const topic = `test-${randomUUID()}`;
    const dependency = { name: 'Kafka', where: brokers.join() };
    return Promise.resolve({
      // As a process that starts: a broker that is young, or slow, is not there yet.
      open: () => new Waiting(new Health()).untilThere(dependency, () => KafkaEventLog.open({ brokers, topic, partitions: 2 })),
      crashServer: async () => {
        await crash('kafka');
        await start('kafka');
      },
      close: () => Promise.resolve(),
    });
  });
});
