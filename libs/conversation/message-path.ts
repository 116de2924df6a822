import { Logger } from '@nestjs/common';
import { Counter } from 'prom-client';
import { RelayInternalService, SessionService, type ServiceClients } from '#contracts';
import type { EventLog } from '#event-log';
import type { History } from '#history';
import type { Metrics } from '#runtime';
import { AnswerDesk } from './answer-desk.js';
import { Appender } from './appender.js';
import { Backlog } from './backlog.js';
import type { ConversationRules } from './conversation-rules.js';
import { Conversations } from './conversations.js';
import { Cursors } from './cursors.js';
import { Deliverer, type LookupSessions } from './deliverer.js';
import type { NodeLinks } from './node-links.js';
import { ReadFence } from './read-fence.js';
import type { Readers } from './readers.js';
import { RelayWriter, type AdvanceRelay } from './relay-writer.js';
import { Sequencer } from './sequencer.js';
import { Sync } from './sync.js';

const GROUP = 'sequencer';
/** Bytes of messages that may be on their way before senders are told `overloaded`. */
const BACKLOG_BYTES = 64 * 1024 * 1024;
/** How long the log keeps what is committed, which bounds how long erased content exists at all. */
const RETENTION_MS = 24 * 60 * 60 * 1_000;
const TRIM_INTERVAL_MS = 10 * 60 * 1_000;
/** Users who are looked up in one call. */
const MAX_LOOKUP = 10_000;
/** How long work in hand may take at the end. */
const FINISH_MS = 5_000;

export interface MessagePathOptions {
  /** The service, as operators know it. */
  service: string;
  log: EventLog;
  history: History;
  rules: ConversationRules;
  /** Made when there is a path, by which it tells readers. */
  readers: (path: Pick<MessagePath, 'deliverer' | 'relay'>) => Readers;
  links: NodeLinks;
  clients: ServiceClients;
  metrics: Metrics;
  onError: (error: unknown) => void;
}

/** Everything that a service of messages is made of, direct or of groups: from the intake of a message to what is read of it. */
export class MessagePath {
  readonly appender: Appender;
  readonly deliverer: Deliverer;
  readonly relay: RelayWriter;
  readonly fence: ReadFence;
  readonly desk: AnswerDesk;
  readonly conversations: Conversations;
  readonly cursors: Cursors;
  readonly sync: Sync;
  private readonly sequencer: Sequencer;
  private trimming: NodeJS.Timeout | undefined;

  constructor(private readonly options: MessagePathOptions) {
    const { service, log, history, rules, links, clients, onError } = options;
    const backlog = new Backlog(BACKLOG_BYTES);
    this.deliverer = new Deliverer({ links, lookup: lookupSessions(clients), onError });
    this.relay = new RelayWriter(advanceRelay(clients), onError);
    this.appender = new Appender({ log, backlog, onError });
    this.sequencer = this.makeSequencer(backlog);
    this.fence = new ReadFence(log, this.sequencer);
    this.desk = new AnswerDesk(service);
    const readers = options.readers(this);
    this.conversations = new Conversations({ log, history, fence: this.fence, rules, readers });
    this.cursors = new Cursors({ history, fence: this.fence, readers });
    this.sync = new Sync({ log, history, fence: this.fence, rules });
  }

  async start(): Promise<void> {
    const { desk } = this;
    this.options.links.connect(desk.node, (deliveries) => {
      desk.deliver(deliveries);
      return Promise.resolve();
    });
    await this.sequencer.start();
    this.trimming = setInterval(() => {
      this.options.log.trim(GROUP, RETENTION_MS).catch(this.options.onError);
    }, TRIM_INTERVAL_MS);
  }

  /** Those of the partitions owned here that are stored up to `ends`, after at most `waitMs`. */
  async awaitStored(ends: readonly number[], waitMs: number): Promise<{ partitions: number[] }> {
    const partitions: number[] = [];
    const passing = ends.map(async (end, partition) => {
      const passed = end > 0 ? this.sequencer.stored(partition, end) : undefined;
      if (passed === undefined) return;
      await passed;
      partitions.push(partition);
    });
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise((resolve) => (timer = setTimeout(resolve, waitMs)));
    await Promise.race([Promise.all(passing), late]);
    clearTimeout(timer);
    return { partitions: [...partitions] };
  }

  /** Takes nothing more, and finishes what is in hand; the services that the path needs still answer. */
  async finish(): Promise<void> {
    clearInterval(this.trimming);
    await this.appender.close(FINISH_MS);
    await this.sequencer.close(FINISH_MS);
  }

  async close(): Promise<void> {
    await this.options.log.close();
    await this.options.history.close();
  }

  private makeSequencer(backlog: Backlog): Sequencer {
    const { service, log, history, rules, metrics, onError } = this.options;
    const logger = new Logger(service);
    const poison = new Counter({
      name: `parley_${service.replace('-', '_')}_undecodable_records_total`,
      help: 'Records of the log that could not be decoded and were passed over.',
      registers: [metrics.registry],
    });
    return new Sequencer({
      log,
      history,
      rules,
      deliverer: this.deliverer,
      relay: this.relay,
      backlog,
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

function lookupSessions(clients: ServiceClients): LookupSessions {
  return async (users) => {
    const found = new Map<string, readonly string[]>();
    for (let start = 0; start < users.length; start += MAX_LOOKUP) {
      const answer = await clients.client(SessionService).lookup({ users: users.slice(start, start + MAX_LOOKUP) });
      for (const { user, nodes } of answer.users) found.set(user, nodes);
    }
    return found;
  };
}

function advanceRelay(clients: ServiceClients): AdvanceRelay {
  return async (pointers) => {
    await clients.client(RelayInternalService).advance({ pointers });
  };
}
