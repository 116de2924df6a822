import {
  Logger,
  Module,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
  type Provider,
} from '@nestjs/common';
import { Counter } from 'prom-client';
import { RelayInternalService, ServiceClients, SessionService } from '#contracts';
import {
  Appender,
  Backlog,
  ConversationRules,
  Deliverer,
  NodeLinks,
  ReadFence,
  RelayWriter,
  Sequencer,
  type LookupSessions,
} from '#conversation';
import { EventLog, PostgresEventLog } from '#event-log';
import { History, PostgresHistory } from '#history';
import { PostgresUrl } from '#postgres';
import { Metrics, warnSeldom } from '#runtime';
import { AnswerDesk } from './answer-desk.js';
import { Blocks } from './blocks.js';
import { Conversations } from './conversations.js';
import { Cursors } from './cursors.js';
import { DirectRules } from './direct.rules.js';
import { Intake } from './intake.js';
import { KnownUsers } from './known-users.js';
import { MessageInternalController } from './message-internal.controller.js';
import { MessageController } from './message.controller.js';
import { Sync } from './sync.js';
import { Typing } from './typing.js';

const GROUP = 'sequencer';
/**
 * Partitions of the embedded log. One, because batches form by themselves: measured with one message in flight for each of 100
 * clients, 16,600 messages/s with one partition, 14,800 with two, 12,200 with four; at 5,000/s p50 1.9, 2.4 and 2.9 ms.
 */
const PARTITIONS = 1;
/** Bytes of messages that may be on their way before senders are told `overloaded`. */
const BACKLOG_BYTES = 64 * 1024 * 1024;
/** How long the log keeps what is committed, which bounds how long erased content exists at all. */
const RETENTION_MS = 24 * 60 * 60 * 1_000;
const TRIM_INTERVAL_MS = 10 * 60 * 1_000;
/** How long work in hand may take at the end. */
const FINISH_MS = 5_000;

const logger = new Logger('MessageService');
const onError = warnSeldom(logger, 'Something that the message path needs failed; it is tried again.');

function lookupSessions(clients: ServiceClients): LookupSessions {
  return async (users) => {
    const { users: found } = await clients.client(SessionService).lookup({ users });
    return new Map(found.map(({ user, nodes }) => [user, nodes]));
  };
}

function makeRelayWriter(clients: ServiceClients): RelayWriter {
  const advance = async (pointers: Parameters<ConstructorParameters<typeof RelayWriter>[0]>[0]): Promise<void> => {
    await clients.client(RelayInternalService).advance({ pointers });
  };
  return new RelayWriter(advance, onError);
}

/** What the sequencer and the intake are made of. */
const PATH: Provider[] = [
  {
    provide: EventLog,
    useFactory: ({ value: url }: PostgresUrl) => PostgresEventLog.open({ url, topic: 'message', partitions: PARTITIONS, onError }),
    inject: [PostgresUrl],
  },
  {
    provide: History,
    useFactory: ({ value: url }: PostgresUrl) => PostgresHistory.open({ url, schema: 'message_history', onError }),
    inject: [PostgresUrl],
  },
  { provide: ConversationRules, useClass: DirectRules },
  { provide: Backlog, useFactory: () => new Backlog(BACKLOG_BYTES) },
  {
    provide: Deliverer,
    useFactory: (links: NodeLinks, clients: ServiceClients) => new Deliverer({ links, lookup: lookupSessions(clients), onError }),
    inject: [NodeLinks, ServiceClients],
  },
  { provide: RelayWriter, useFactory: makeRelayWriter, inject: [ServiceClients] },
  {
    provide: Appender,
    useFactory: (log: EventLog, backlog: Backlog) => new Appender({ log, backlog, onError }),
    inject: [EventLog, Backlog],
  },
  {
    provide: Sequencer,
    useFactory: (
      log: EventLog,
      history: History,
      rules: ConversationRules,
      deliverer: Deliverer,
      relay: RelayWriter,
      backlog: Backlog,
      metrics: Metrics,
    ) => makeSequencer({ log, history, rules, deliverer, relay, backlog }, metrics),
    inject: [EventLog, History, ConversationRules, Deliverer, RelayWriter, Backlog, Metrics],
  },
  { provide: ReadFence, useFactory: (log: EventLog, sequencer: Sequencer) => new ReadFence(log, sequencer), inject: [EventLog, Sequencer] },
];

type Parts = Pick<ConstructorParameters<typeof Sequencer>[0], 'log' | 'history' | 'rules' | 'deliverer' | 'relay' | 'backlog'>;

function makeSequencer(parts: Parts, metrics: Metrics): Sequencer {
  const poison = new Counter({
    name: 'parley_message_undecodable_records_total',
    help: 'Records of the log that could not be decoded and were passed over.',
    registers: [metrics.registry],
  });
  return new Sequencer({
    ...parts,
    group: GROUP,
    onError,
    onPoison: ({ partition, offset }) => {
      poison.inc();
      logger.error({ partition, offset }, 'A record of the log cannot be decoded; it is passed over.');
    },
    onContradiction: (sentence) => {
      process.stderr.write(`${sentence}\n`);
      process.exit(1);
    },
  });
}

/** What the controllers call. */
const RULES: Provider[] = [
  AnswerDesk,
  { provide: KnownUsers, useFactory: (clients: ServiceClients) => new KnownUsers(clients), inject: [ServiceClients] },
  { provide: Intake, useFactory: (appender: Appender, users: KnownUsers) => new Intake(appender, users), inject: [Appender, KnownUsers] },
  { provide: Blocks, useFactory: (appender: Appender) => new Blocks(appender), inject: [Appender] },
  {
    provide: Typing,
    useFactory: (deliverer: Deliverer, clients: ServiceClients) => new Typing(deliverer, clients),
    inject: [Deliverer, ServiceClients],
  },
  {
    provide: Conversations,
    useFactory: (log: EventLog, history: History, fence: ReadFence) => new Conversations({ log, history, fence }),
    inject: [EventLog, History, ReadFence],
  },
  {
    provide: Sync,
    useFactory: (log: EventLog, history: History, fence: ReadFence) => new Sync({ log, history, fence }),
    inject: [EventLog, History, ReadFence],
  },
  {
    provide: Cursors,
    useFactory: (history: History, fence: ReadFence, relay: RelayWriter, deliverer: Deliverer) =>
      new Cursors({ history, fence, relay, deliverer }),
    inject: [History, ReadFence, RelayWriter, Deliverer],
  },
];

/** Direct messages. Needs `PostgresUrl`, `NodeLinks`, `ServiceClients` and `Metrics`. */
@Module({ controllers: [MessageController, MessageInternalController], providers: [...PATH, ...RULES] })
export class MessageModule implements OnApplicationBootstrap, BeforeApplicationShutdown, OnApplicationShutdown {
  private trimming: NodeJS.Timeout | undefined;

  constructor(
    private readonly log: EventLog,
    private readonly history: History,
    private readonly sequencer: Sequencer,
    private readonly appender: Appender,
    private readonly desk: AnswerDesk,
    private readonly links: NodeLinks,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    this.links.connect(this.desk.node, (deliveries) => {
      this.desk.deliver(deliveries);
      return Promise.resolve();
    });
    await this.sequencer.start();
    this.trimming = setInterval(() => {
      this.log.trim(GROUP, RETENTION_MS).catch(onError);
    }, TRIM_INTERVAL_MS);
  }

  /** While the services that the path needs still answer. */
  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.trimming);
    await this.appender.close(FINISH_MS);
    await this.sequencer.close(FINISH_MS);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.log.close();
    await this.history.close();
  }
}
