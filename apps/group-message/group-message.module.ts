import { Logger, Module } from '@nestjs/common';
import { GroupMessageInternalService } from '#contracts';
import { MessagePath, Surroundings } from '#conversation';
import { EventLog, EventLogs } from '#event-log';
import { Histories, History } from '#history';
import { warnSeldom } from '#runtime';
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

function makePath(log: EventLog, history: History, surroundings: Surroundings): MessagePath {
  return new MessagePath({
    service: GroupMessageInternalService,
    log,
    history,
    rules: new GroupRules(),
    readers: (path) => new GroupReaders(history, path, new ReceiptCounts(history, path, onError)),
    surroundings,
    onError,
  });
}

/** Messages of groups. Needs `EventLogs`, `Histories`, `Surroundings` and `NodeLinks`. */
@Module({
  controllers: [GroupMessageController, GroupMessageInternalController],
  providers: [
    { provide: EventLog, useFactory: (logs: EventLogs) => logs.open('group-message', onError), inject: [EventLogs] },
    { provide: History, useFactory: (histories: Histories) => histories.open('group-message', onError), inject: [Histories] },
    { provide: MessagePath, useFactory: makePath, inject: [EventLog, History, Surroundings] },
    GroupIntake,
    GroupChanges,
    GroupTyping,
    Memberships,
    WhoHasRead,
  ],
})
export class GroupMessageModule {}
