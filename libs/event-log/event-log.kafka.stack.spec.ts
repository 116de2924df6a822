import { randomUUID } from 'node:crypto';
import { addressOf, crash, start } from '../../deploy/native/testing.mjs';
import { describeEventLog } from './event-log.contract.js';
import { KafkaEventLog } from './event-log.kafka.js';

const brokers = addressOf('KAFKA_BROKERS').split(',');

describe('the log on Kafka', () => {
  describeEventLog(() => {
    const topic = `test-${randomUUID()}`;
    return Promise.resolve({
      open: () => KafkaEventLog.open({ brokers, topic, partitions: 2 }),
      crashServer: async () => {
        await crash('kafka');
        await start('kafka');
      },
      close: () => Promise.resolve(),
    });
  });
});
