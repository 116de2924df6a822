import { Logger, type BeforeApplicationShutdown, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Counter } from 'prom-client';
import {
  kindOf,
  RelayInternalService,
  type GroupMessageInternalService,
  type MessageInternalService,
  type ServiceClients,
} from '#contracts';
import type { AwaitStoredRequest, AwaitStoredResponse } from '#contracts/gen/parley/conversation/internal/v1/message_path.js';
import type { EventLog } from '#event-log';
import type { History } from '#history';
import { Urgency } from '#runtime';
import { AnswerDesk } from './answer-desk.js';
import { Appender } from './appender.js';
import { Backlog } from './backlog.js';
import type { ConversationRules } from './conversation-rules.js';
import { Conversations } from './conversations.js';
import { Cursors } from './cursors.js';
import { Deliverer } from './deliverer.js';
import { ReadFence } from './read-fence.js';
import type { Readers } from './readers.js';
import { RelayWriter, type AdvanceRelay } from './relay-writer.js';
import { Sequencer } from './sequencer.js';
import { StoredElsewhere, type AwaitStored } from './stored-elsewhere.js';
import type { Surroundings } from './surroundings.js';
import { Sync } from './sync.js';

const GROUP = 'sequencer';
/** Bytes of messages that may be on their way before senders are told `overloaded`. */
const BACKLOG_BYTES = 64 * 1024 * 1024;
/** How long the log keeps what is committed, which bounds how long erased content exists at all. */
const RETENTION_MS = 24 * 60 * 60 * 1_000;
const TRIM_INTERVAL_MS = 10 * 60 * 1_000;
/** How long work in hand may take at the end. */
const FINISH_MS = 5_000;
/** How much longer than the wait that it asks for a call may take, in milliseconds. */
const CALL_MS = 500;

export interface MessagePathOptions {
  /** What instances of the service ask of each other. */
  service: typeof MessageInternalService | typeof GroupMessageInternalService;
  log: EventLog;
  history: History;
  rules: ConversationRules;
  /** Made when there is a path, by which it tells readers. */
  readers: (path: Pick<MessagePath, 'deliverer' | 'relay'>) => Readers;
  surroundings: Surroundings;
  onError: (error: unknown) => void;
}

/** Everything that a service of messages is made of, direct or of groups: from the intake of a message to what is read of it. */
export class MessagePath implements OnModuleInit, BeforeApplicationShutdown, OnApplicationShutdown {
  readonly appender: Appender;
  readonly deliverer: Deliverer;
  readonly relay: RelayWriter;
  readonly fence: ReadFence;
  readonly desk: AnswerDesk;
  readonly conversations: Conversations;
  readonly cursors: Cursors;
  readonly sync: Sync;
  private readonly urgency = new Urgency();
  private readonly kind: string;
  private readonly sequencer: Sequencer;
  private trimming: NodeJS.Timeout | undefined;

  constructor(private readonly options: MessagePathOptions) {
    const { service, log, history, rules, surroundings, onError } = options;
    const { links, clients, sessions } = surroundings;
    const backlog = new Backlog(BACKLOG_BYTES);
    this.kind = kindOf(service.name);
    this.deliverer = new Deliverer({ links, sessions, onError });
    this.relay = new RelayWriter(advanceRelay(clients), this.urgency, onError);
    this.appender = new Appender({ log, backlog, onError });
    this.sequencer = this.makeSequencer(backlog);
    this.fence = new ReadFence(log, this.sequencer, this.storedElsewhere());
    this.desk = new AnswerDesk(this.kind);
    const readers = options.readers(this);
    this.conversations = new Conversations({ log, history, fence: this.fence, rules, readers });
    this.cursors = new Cursors({ history, fence: this.fence, rules, readers });
    this.sync = new Sync({ log, history, fence: this.fence, rules });
  }

  /** Its work begins when it is known to the nodes that are there, and they to it: nothing is decided that one of them could miss. */
  onModuleInit(): void {
    const { desk, kind } = this;
    const { links, announcements, startup } = this.options.surroundings;
    links.connect(kind, desk.node, ({ deliveries }) => {
      desk.deliver(deliveries);
      return Promise.resolve();
    });
    announcements.add({ kind, id: desk.node });
    startup.add('work', () => this.start());
  }

  awaitStored(request: AwaitStoredRequest): Promise<AwaitStoredResponse> {
    return this.sequencer.awaitStored(request);
  }

  /** Takes nothing more, and finishes what is in hand; the services that the path needs still answer. */
  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.trimming);
    await this.appender.close(FINISH_MS);
    await this.sequencer.close(FINISH_MS);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.options.log.close();
    await this.options.history.close();
  }

  private async start(): Promise<void> {
    await this.sequencer.start();
    this.trimming = setInterval(() => {
      this.options.log.trim(GROUP, RETENTION_MS).catch(this.options.onError);
    }, TRIM_INTERVAL_MS);
  }

  private storedElsewhere(): StoredElsewhere {
    const { service, log, history, surroundings } = this.options;
    const { directory, clients } = surroundings;
    const peerOf =
      (instance: string): AwaitStored =>
      (request) =>
        clients.clientAt<typeof service>(service, instance).awaitStored(request, { deadlineMs: request.waitMs + CALL_MS });
    return new StoredElsewhere({ log, history, peers: () => directory.others(this.kind).map(({ id }) => peerOf(id)) });
  }

  private makeSequencer(backlog: Backlog): Sequencer {
    const { log, history, rules, surroundings, onError } = this.options;
    const logger = new Logger(this.kind);
    const poison = new Counter({
      name: `parley_${this.kind.replace('-', '_')}_undecodable_records_total`,
      help: 'Records of the log that could not be decoded and were passed over.',
      registers: [surroundings.metrics.registry],
    });
    return new Sequencer({
      log,
      history,
      rules,
      deliverer: this.deliverer,
      relay: this.relay,
      backlog,
      urgency: this.urgency,
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
}

function advanceRelay(clients: ServiceClients): AdvanceRelay {
  return async (pointers) => {
    await clients.client(RelayInternalService).advance({ pointers });
  };
}
