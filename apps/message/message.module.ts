import { Logger, Module } from '@nestjs/common';
import { MessageInternalService } from '#contracts';
import { MessagePath, Surroundings } from '#conversation';
import { EventLog, EventLogs } from '#event-log';
import { Histories, History } from '#history';
import { warnSeldom } from '#runtime';
import { Blocks } from './blocks.js';
import { DirectReaders } from './direct.readers.js';
import { DirectRules } from './direct.rules.js';
import { Intake } from './intake.js';
import { KnownUsers } from './known-users.js';
import { MessageInternalController } from './message-internal.controller.js';
import { MessageController } from './message.controller.js';
import { Typing } from './typing.js';

const onError = warnSeldom(new Logger('MessageService'), 'Something that the message path needs failed; it is tried again.');

function makePath(log: EventLog, history: History, surroundings: Surroundings): MessagePath {
  return new MessagePath({
    service: MessageInternalService,
    log,
    history,
    rules: new DirectRules(),
    readers: (path) => new DirectReaders(path),
    surroundings,
    onError,
  });
}

/** Direct messages. Needs `EventLogs`, `Histories`, `Surroundings` and `ServiceClients`. */
@Module({
  controllers: [MessageController, MessageInternalController],
  providers: [
    { provide: EventLog, useFactory: (logs: EventLogs) => logs.open('message', onError), inject: [EventLogs] },
    { provide: History, useFactory: (histories: Histories) => histories.open('message', onError), inject: [Histories] },
    { provide: MessagePath, useFactory: makePath, inject: [EventLog, History, Surroundings] },
    KnownUsers,
    Intake,
    Blocks,
    Typing,
  ],
})
export class MessageModule {}
