import { Logger, Module, type BeforeApplicationShutdown, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { ServiceClients } from '#contracts';
import { MessagePath, NodeLinks } from '#conversation';
import { PostgresEventLog } from '#event-log';
import { History, PostgresHistory } from '#history';
import { PostgresUrl } from '#postgres';
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

/** Partitions of the embedded log: as for direct messages, one is fastest. */
const PARTITIONS = 1;
const onError = warnSeldom(new Logger('GroupMessageService'), 'Something that the message path needs failed; it is tried again.');

function openHistory({ value: url }: PostgresUrl): Promise<History> {
  return PostgresHistory.open({ url, schema: 'group_message_history', onError });
}

async function openPath(
  { value: url }: PostgresUrl,
  history: History,
  links: NodeLinks,
  clients: ServiceClients,
  metrics: Metrics,
): Promise<MessagePath> {
  return new MessagePath({
    service: 'group-message',
    log: await PostgresEventLog.open({ url, topic: 'group-message', partitions: PARTITIONS, onError }),
    history,
    rules: new GroupRules(),
    readers: (path) => new GroupReaders(history, path, new ReceiptCounts(history, path, onError)),
    links,
    clients,
    metrics,
    onError,
  });
}

/** Messages of groups. Needs `PostgresUrl`, `NodeLinks`, `ServiceClients` and `Metrics`. */
@Module({
  controllers: [GroupMessageController, GroupMessageInternalController],
  providers: [
    { provide: History, useFactory: openHistory, inject: [PostgresUrl] },
    { provide: MessagePath, useFactory: openPath, inject: [PostgresUrl, History, NodeLinks, ServiceClients, Metrics] },
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
