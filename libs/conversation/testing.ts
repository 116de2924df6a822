import type { Command } from '#contracts/gen/parley/conversation/internal/v1/command.js';
import { Directory, ServiceClients, type ClientOf, type ServiceContract } from '#contracts';
import type { DeliverRequest, Delivery } from '#contracts/gen/parley/chat/internal/v1/chat_internal.js';
import { EventLog, PostgresEventLog, type PartitionHandler, type Subscription } from '#event-log';
import { History, PostgresHistory, type HistoryWrite, type WriteSpacing } from '#history';
import { Urgency } from '#runtime';
import { Appender } from './appender.js';
import { Backlog } from './backlog.js';
import type { ConversationHead } from './conversation-head.js';
import { ConversationRules, type RefusalReason } from './conversation-rules.js';
import { Deliverer, type DelivererOptions } from './deliverer.js';
import { NodeLinks, type DeliverToNode } from './node-links.js';
import { PATIENCE, type Patience } from './node-queue.js';
import { ReadFence } from './read-fence.js';
import { RelayWriter, type RelayPointer } from './relay-writer.js';
import { Sequencer } from './sequencer.js';
import { StoredElsewhere, type AwaitStored } from './stored-elsewhere.js';

/** `a+b` is a direct conversation of those whom it names, in which a block by anyone refuses every message; other names are groups. */
export class TestRules extends ConversationRules {
  participants(conversation: string): readonly string[] {
    return conversation.includes('+') ? conversation.split('+') : [];
  }

  addressee(conversation: string): { group: string } {
    return { group: conversation };
  }

  refusal(head: ConversationHead, command: Command): RefusalReason | undefined {
    if (!head.includes(command.from)) return { code: 'not_found', message: 'not yours' };
    return [...head.blocks.values()].some((block) => block.blocked) ? { code: 'forbidden', message: 'blocked' } : undefined;
  }
}

/** What may go wrong with one call: nothing, it fails before it does anything, or it succeeds and the answer is lost. */
export type Fault = 'none' | 'before' | 'after';

/** A history whose writes fail and lag as a test wants it; what it holds is real. */
export class FaultyHistory extends History {
  /** Chooses what happens to the next call. */
  nextFault: () => Fault = () => 'none';
  /** Holds back every write until it resolves: the owner is paused. */
  gate: Promise<void> = Promise.resolve();

  constructor(private readonly real: History) {
    super();
  }

  get spacing(): WriteSpacing {
    return this.real.spacing;
  }

  async write(batch: HistoryWrite): Promise<void> {
    await this.gate;
    await withFault(this.nextFault(), () => this.real.write(batch));
  }
  async loadHeads(...args: Parameters<History['loadHeads']>): ReturnType<History['loadHeads']> {
    return withFault(this.nextFault(), () => this.real.loadHeads(...args));
  }
  async loadIds(...args: Parameters<History['loadIds']>): ReturnType<History['loadIds']> {
    return withFault(this.nextFault(), () => this.real.loadIds(...args));
  }
  async commit(...args: Parameters<History['commit']>): Promise<void> {
    await this.gate;
    await withFault(this.nextFault(), () => this.real.commit(...args));
  }
  committed = (...args: Parameters<History['committed']>): ReturnType<History['committed']> => this.real.committed(...args);
  page = (...args: Parameters<History['page']>): ReturnType<History['page']> => this.real.page(...args);
  list = (...args: Parameters<History['list']>): ReturnType<History['list']> => this.real.list(...args);
  changedSince = (...args: Parameters<History['changedSince']>): ReturnType<History['changedSince']> => this.real.changedSince(...args);
  entriesSince = (...args: Parameters<History['entriesSince']>): ReturnType<History['entriesSince']> => this.real.entriesSince(...args);
  memberships = (...args: Parameters<History['memberships']>): ReturnType<History['memberships']> => this.real.memberships(...args);
  membership = (...args: Parameters<History['membership']>): ReturnType<History['membership']> => this.real.membership(...args);
  behind = (...args: Parameters<History['behind']>): ReturnType<History['behind']> => this.real.behind(...args);
  receipts = (...args: Parameters<History['receipts']>): ReturnType<History['receipts']> => this.real.receipts(...args);
  countReceipts = (...args: Parameters<History['countReceipts']>): ReturnType<History['countReceipts']> => this.real.countReceipts(...args);
  moveCursors = (...args: Parameters<History['moveCursors']>): ReturnType<History['moveCursors']> => this.real.moveCursors(...args);
  close = (): Promise<void> => this.real.close();
}

/** A log whose appends may fail, also after they have happened. */
export class FaultyLog extends EventLog {
  nextFault: () => Fault = () => 'none';

  constructor(private readonly real: EventLog) {
    super();
  }

  get epoch(): number {
    return this.real.epoch;
  }
  get partitions(): number {
    return this.real.partitions;
  }
  append = (partition: number, payload: Uint8Array): Promise<{ offset: number; at: number }> =>
    withFault(this.nextFault(), () => this.real.append(partition, payload));
  ends = (): Promise<readonly number[]> => this.real.ends();
  subscribe = (group: string, handler: PartitionHandler): Promise<Subscription> => this.real.subscribe(group, handler);
  trim = (group: string, olderThanMs: number): Promise<void> => this.real.trim(group, olderThanMs);
  close = (): Promise<void> => this.real.close();
}

async function withFault<T>(fault: Fault, action: () => Promise<T>): Promise<T> {
  if (fault === 'before') throw new Error('injected: failed before');
  const result = await action();
  if (fault === 'after') throw new Error('injected: the answer was lost');
  return result;
}

/** Clients of nodes of other processes, each of which is a function of the test. */
export class FakeNodes extends ServiceClients {
  private readonly nodes = new Map<string, DeliverToNode>();

  put(node: string, deliver: DeliverToNode): void {
    this.nodes.set(node, deliver);
  }

  client<S extends ServiceContract>(): ClientOf<S> {
    throw new Error('there is nobody in general');
  }

  clientAt<S extends ServiceContract>(_service: S, instance: string): ClientOf<S> {
    const call: DeliverToNode = (batch) => this.nodes.get(instance)?.(batch) ?? Promise.reject(new Error(`${instance} is not reached`));
    return { deliver: call, answer: call } as unknown as ClientOf<S>;
  }
}

/** The nodes that a directory lists, of which some can be reached. */
export class FakeSuite {
  readonly directory = new Directory();
  readonly nodes = new FakeNodes();
  readonly links = new NodeLinks(this.directory, this.nodes);

  list(kind: string, ...ids: string[]): void {
    this.directory.update(
      kind,
      ids.map((id) => ({ id, address: '', zone: '' })),
    );
  }
}

/** Where everybody has sessions on these nodes. */
export function sessionsOn(nodes: readonly string[]): DelivererOptions['sessions'] {
  return { lookup: (users) => Promise.resolve({ nodes: new Map(users.map((user) => [user, nodes])), incomplete: false }) };
}

/** Collects what a node gets. */
export function collecting(delivered: Delivery[]): DeliverToNode {
  return ({ deliveries }: DeliverRequest) => {
    delivered.push(...deliveries);
    return Promise.resolve();
  };
}

export interface TestOwnerOptions {
  url: string;
  topic: string;
  schema: string;
  partitions?: number;
  /** Where everybody has sessions. */
  nodes?: readonly string[];
  patience?: Patience;
}

/** One process of the message path, on real adapters; the node that it delivers to is the test. */
export class TestOwner {
  readonly delivered: Delivery[] = [];
  readonly pointers: RelayPointer[] = [];
  readonly contradictions: string[] = [];
  readonly suite = new FakeSuite();
  readonly links = this.suite.links;
  readonly appender: Appender;
  readonly sequencer: Sequencer;
  readonly fence: ReadFence;
  /** The other processes of the service. */
  readonly peers: TestOwner[] = [];
  readonly backlog = new Backlog(16 * 1024 * 1024);
  readonly urgency = new Urgency();

  private constructor(
    readonly log: FaultyLog,
    readonly history: FaultyHistory,
    { nodes = ['node'], patience = PATIENCE }: TestOwnerOptions,
  ) {
    const onError = (): void => undefined;
    this.links.connect('chat', 'node', collecting(this.delivered));
    const advance = (pointers: RelayPointer[]): Promise<void> => {
      this.pointers.push(...pointers);
      return Promise.resolve();
    };
    this.appender = new Appender({ log, backlog: this.backlog, onError });
    this.sequencer = new Sequencer({
      log,
      history,
      rules: new TestRules(),
      deliverer: new Deliverer({ links: this.links, sessions: sessionsOn(nodes), onError, patience }),
      relay: new RelayWriter(advance, this.urgency, onError),
      urgency: this.urgency,
      backlog: this.backlog,
      group: 'sequencer',
      onError,
      onPoison: onError,
      onContradiction: (sentence) => this.contradictions.push(sentence),
    });
    const peers = (): AwaitStored[] => this.peers.map((peer) => (request) => peer.sequencer.awaitStored(request));
    this.fence = new ReadFence(log, this.sequencer, new StoredElsewhere({ log, history, peers }));
  }

  static async open(options: TestOwnerOptions): Promise<TestOwner> {
    const { url, topic, schema, partitions = 2 } = options;
    const log = await PostgresEventLog.open({ url, topic, partitions });
    const history = await PostgresHistory.open({ url, schema });
    return new TestOwner(new FaultyLog(log), new FaultyHistory(history), options);
  }

  /** Resolves when everything in the log is decided and written, or rejects. */
  async settle(timeoutMs = 20_000): Promise<void> {
    const deadline = Date.now() + timeoutMs;
    const ends = await this.log.ends();
    for (let left = timeoutMs; left > 0; left = deadline - Date.now()) {
      const stored = await Promise.all(ends.map(async (end, partition) => (await this.sequencer.stored(partition, end, left)) ?? true));
      if (!stored.includes(false)) return;
    }
    throw new Error('the history did not catch up');
  }

  /** Dies: nothing is committed, nothing more is written but what is under way already. */
  async crash(): Promise<void> {
    await this.log.close();
    await this.appender.close(0);
  }

  async close(): Promise<void> {
    this.history.nextFault = () => 'none';
    await this.appender.close(2_000);
    await this.sequencer.close(2_000);
    await this.log.close().catch(() => undefined);
    await this.history.close().catch(() => undefined);
  }
}

/** An id that carries a time, in milliseconds. */
export function uuidV7(now: number, counter: number): string {
  const time = now.toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-${counter.toString(16).padStart(12, '0')}`;
}
