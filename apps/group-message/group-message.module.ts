import { Logger, Module, type BeforeApplicationShutdown, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { ServiceClients } from '#contracts';
import { MessagePath, NodeLinks } from '#conversation';
import { EventLog, EventLogs } from '#event-log';
import { Histories, History } from '#history';
import { Metrics, warnSeldom } from '#runtime';
import { GroupChanges } from './group-changes.js';
import { GroupIntake } from './group-intake.js';
import { GroupMessageInternalController } from './group-message-internal.controller.js';
import { GroupMessageController } from './group-message.controller.js';
import { GroupReaders } from './group.readers.js';
import { GroupRules } from './group.rules.js';
import { GroupTyping } from './group-typing.js';
import { Memberships } from './memberships.js';
import { ReceiptCounts } from './receipt-counts.js';
import { WhoHasRead } from './who-has-read.js';

const onError = warnSeldom(new Logger('GroupMessageService'), 'Something that the message path needs failed; it is tried again.');

function makePath(log: EventLog, history: History, links: NodeLinks, clients: ServiceClients, metrics: Metrics): MessagePath {
  return new MessagePath({
    service: 'group-message',
    log,
    history,
    rules: new GroupRules(),
    readers: (path) => new GroupReaders(history, path, new ReceiptCounts(history, path, onError)),
    links,
    clients,
    metrics,
    onError,
  });
}

/** Messages of groups. Needs `EventLogs`, `Histories`, `NodeLinks`, `ServiceClients` and `Metrics`. */
@Module({
  controllers: [GroupMessageController, GroupMessageInternalController],
  providers: [
    { provide: EventLog, useFactory: (logs: EventLogs) => logs.open('group-message', onError), inject: [EventLogs] },
    { provide: History, useFactory: (histories: Histories) => histories.open('group-message', onError), inject: [Histories] },
    { provide: MessagePath, useFactory: makePath, inject: [EventLog, History, NodeLinks, ServiceClients, Metrics] },
    GroupIntake,
    GroupChanges,
    GroupTyping,
    Memberships,
    WhoHasRead,
  ],
})
export class GroupMessageModule implements OnApplicationBootstrap, BeforeApplicationShutdown, OnApplicationShutdown {
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
