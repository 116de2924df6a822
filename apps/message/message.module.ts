import { Logger, Module, type BeforeApplicationShutdown, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { ServiceClients } from '#contracts';
import { MessagePath, NodeLinks } from '#conversation';
import { PostgresEventLog } from '#event-log';
import { PostgresHistory } from '#history';
import { PostgresUrl } from '#postgres';
import { Metrics, warnSeldom } from '#runtime';
import { Blocks } from './blocks.js';
import { DirectReaders } from './direct.readers.js';
import { DirectRules } from './direct.rules.js';
import { Intake } from './intake.js';
import { KnownUsers } from './known-users.js';
import { MessageInternalController } from './message-internal.controller.js';
import { MessageController } from './message.controller.js';
import { Typing } from './typing.js';

/**
 * Partitions of the embedded log. One, because batches form by themselves: measured with one message in flight for each of 100
 * clients, 16,600 messages/s with one partition, 14,800 with two, 12,200 with four; at 5,000/s p50 1.9, 2.4 and 2.9 ms.
 */
const PARTITIONS = 1;
const onError = warnSeldom(new Logger('MessageService'), 'Something that the message path needs failed; it is tried again.');

async function openPath({ value: url }: PostgresUrl, links: NodeLinks, clients: ServiceClients, metrics: Metrics): Promise<MessagePath> {
  return new MessagePath({
    service: 'message',
    log: await PostgresEventLog.open({ url, topic: 'message', partitions: PARTITIONS, onError }),
    history: await PostgresHistory.open({ url, schema: 'message_history', onError }),
    rules: new DirectRules(),
    readers: (path) => new DirectReaders(path),
    links,
    clients,
    metrics,
    onError,
  });
}

/** Direct messages. Needs `PostgresUrl`, `NodeLinks`, `ServiceClients` and `Metrics`. */
@Module({
  controllers: [MessageController, MessageInternalController],
  providers: [
    { provide: MessagePath, useFactory: openPath, inject: [PostgresUrl, NodeLinks, ServiceClients, Metrics] },
    KnownUsers,
    Intake,
    Blocks,
    Typing,
  ],
})
export class MessageModule implements OnApplicationBootstrap, BeforeApplicationShutdown, OnApplicationShutdown {
  constructor(private readonly path: MessagePath) {}

  onApplicationBootstrap(): Promise<void> {
    return this.path.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.path.finish();
  }

  onApplicationShutdown(): Promise<void> {
    return this.path.close();
  }
}
