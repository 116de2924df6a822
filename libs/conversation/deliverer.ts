import type { Delivery } from '#contracts/gen/parley/chat/internal/v1/chat_internal.js';
import type { FoundSessions, SessionStore } from '#sessions';
import type { NodeLinks } from './node-links.js';
import { conversationOf } from './delivery.js';
import { NodeQueue, PATIENCE, type Patience } from './node-queue.js';
import type { OffsetTicket } from './offset-tracker.js';

interface Outgoing {
  delivery: Delivery;
  /** The node that gets the answer for `delivery.session`. */
  answerTo: string | undefined;
  ticket: OffsetTicket | undefined;
}

export interface DelivererOptions {
  links: NodeLinks;
  sessions: Pick<SessionStore, 'lookup'>;
  onError: (error: unknown) => void;
  patience?: Patience;
}

/** Nodes of which is known how delivering to them went; of gone ones, that they have missed something. */
const NODES_REMEMBERED = 1_000;
const NOBODY: FoundSessions = { nodes: new Map(), incomplete: false };

/**
 * Brings frames to the nodes they concern, in order: one look-up of sessions per tick, one queue per node. What is for
 * the members of a group goes to the nodes that have some; a node on which somebody just became a member is one from this very delivery on.
 */
export class Deliverer {
  private gathered: Outgoing[] = [];
  private gathering = false;
  private readonly nodes = new Map<string, NodeQueue>();

  constructor(private readonly options: DelivererOptions) {
    options.links.onListed((node) => this.nodes.get(node)?.probe());
  }

  add(delivery: Delivery, answerTo: string | undefined, ticket?: OffsetTicket): void {
    ticket?.hold();
    this.gathered.push({ delivery, answerTo, ticket });
    if (this.gathering) return;
    this.gathering = true;
    setImmediate(() => {
      void this.route();
    });
  }

  private async route(): Promise<void> {
    while (this.gathered.length > 0) {
      const batch = this.gathered;
      this.gathered = [];
      const sessions = await this.lookup(batch);
      for (const outgoing of batch) this.enqueue(outgoing, sessions);
    }
    this.gathering = false;
  }

  /** While the session store is away or has lost something, every node is asked (message path, rule 15). */
  private async lookup(batch: readonly Outgoing[]): Promise<FoundSessions> {
    const users = new Set<string>();
    for (const { delivery } of batch) for (const user of delivery.users) users.add(user);
    if (users.size === 0) return NOBODY;
    try {
      return await this.options.sessions.lookup([...users]);
    } catch (error) {
      this.options.onError(error);
      return { ...NOBODY, incomplete: true };
    }
  }

  private enqueue({ delivery, answerTo, ticket }: Outgoing, sessions: FoundSessions): void {
    const { links } = this.options;
    const nodes = new Set<string>(sessions.incomplete && delivery.users.length > 0 ? links.all() : []);
    for (const user of delivery.users) for (const node of sessions.nodes.get(user) ?? []) nodes.add(node);
    if (delivery.members) {
      for (const node of links.wanting(conversationOf(delivery))) nodes.add(node);
    }
    if (answerTo !== undefined) nodes.add(answerTo);
    for (const node of nodes) {
      ticket?.hold();
      this.queueOf(node).add(delivery, ticket);
    }
    ticket?.release();
  }

  private queueOf(node: string): NodeQueue {
    let queue = this.nodes.get(node);
    if (queue === undefined) {
      if (this.nodes.size >= NODES_REMEMBERED) this.forgetOldest();
      queue = new NodeQueue(node, { patience: PATIENCE, ...this.options });
      this.nodes.set(node, queue);
    }
    return queue;
  }

  private forgetOldest(): void {
    const oldest = [...this.nodes].find(([, queue]) => queue.idle);
    if (oldest !== undefined) this.nodes.delete(oldest[0]);
  }
}
