import { Global, Module, type DynamicModule } from '@nestjs/common';
import { PostgresModule, PostgresUrl } from '#postgres';
import { Config, Waiting } from '#runtime';
import { KafkaEventLog } from './event-log.kafka.js';
import { PostgresEventLog } from './event-log.postgres.js';
import { EventLogs } from './event-logs.js';

/** Chooses the adapter of `EventLog` for the process. */
@Global()
@Module({})
export class EventLogModule {
  static forRoot({ eventLog }: Config): DynamicModule {
    if (eventLog === 'postgres')
      return {
        module: EventLogModule,
        imports: [PostgresModule],
        providers: [{ provide: EventLogs, useFactory: inPostgres, inject: [Config, PostgresUrl] }],
        exports: [EventLogs],
      };
    return {
      module: EventLogModule,
      providers: [{ provide: EventLogs, useFactory: onKafka, inject: [Config, Waiting] }],
      exports: [EventLogs],
    };
  }
}

function inPostgres({ logPartitions: partitions }: Config, postgres: PostgresUrl): EventLogs {
  return new EventLogs((topic, onError) => postgres.open((url) => PostgresEventLog.open({ url, topic, partitions, onError })));
}

function onKafka({ kafka: { prefix, ...access }, logPartitions: partitions, logEpoch: epoch }: Config, waiting: Waiting): EventLogs {
  const dependency = { name: 'Kafka', where: access.brokers.join(',') };
  return new EventLogs((name, onError) => {
    const topic = `${prefix}${name}`;
    return waiting.untilThere(dependency, () => KafkaEventLog.open({ ...access, topic, partitions, epoch, onError }));
  });
}
