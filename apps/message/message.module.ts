import { Logger, Module, type BeforeApplicationShutdown, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { ServiceClients } from '#contracts';
import { MessagePath, NodeLinks } from '#conversation';
import { EventLog, EventLogs } from '#event-log';
import { Histories, History } from '#history';
import { Metrics, warnSeldom } from '#runtime';
import { Blocks } from './blocks.js';
import { DirectReaders } from './direct.readers.js';
import { DirectRules } from './direct.rules.js';
import { Intake } from './intake.js';
import { KnownUsers } from './known-users.js';
import { MessageInternalController } from './message-internal.controller.js';
import { MessageController } from './message.controller.js';
import { Typing } from './typing.js';

const onError = warnSeldom(new Logger('MessageService'), 'Something that the message path needs failed; it is tried again.');

function makePath(log: EventLog, history: History, links: NodeLinks, clients: ServiceClients, metrics: Metrics): MessagePath {
  return new MessagePath({
    service: 'message',
    log,
    history,
    rules: new DirectRules(),
    readers: (path) => new DirectReaders(path),
    links,
    clients,
    metrics,
    onError,
  });
}

/** Direct messages. Needs `EventLogs`, `Histories`, `NodeLinks`, `ServiceClients` and `Metrics`. */
@Module({
  controllers: [MessageController, MessageInternalController],
  providers: [
    { provide: EventLog, useFactory: (logs: EventLogs) => logs.open('message', onError), inject: [EventLogs] },
    { provide: History, useFactory: (histories: Histories) => histories.open('message', onError), inject: [Histories] },
    { provide: MessagePath, useFactory: makePath, inject: [EventLog, History, NodeLinks, ServiceClients, Metrics] },
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
