import type { Delivery } from '#contracts/gen/parley/chat/internal/v1/chat_internal.js';
import type { NodeLinks } from './node-links.js';
import type { OffsetTicket } from './offset-tracker.js';

/** The nodes on which each of the users has sessions; users without any may be left out. Not cached. */
export type LookupSessions = (users: string[]) => Promise<ReadonlyMap<string, readonly string[]>>;

interface Outgoing {
  delivery: Delivery;
  /** The node that gets the answer for `delivery.session`. */
  answerTo: string | undefined;
  ticket: OffsetTicket | undefined;
}

export interface DelivererOptions {
  links: NodeLinks;
  lookup: LookupSessions;
  onError: (error: unknown) => void;
}

/** A delivery in which only what is said is set. */
export function deliveryOf(said: Partial<Delivery>): Delivery {
  return { session: '', users: [], members: false, memberships: [], ...said };
}

/** Most deliveries in one batch for a node. */
const MAX_BATCH = 5_000;
const RETRY_MS = 50;

/**
 * Brings frames to the nodes they concern, in order: one look-up of sessions per tick, one batch per node in flight. A batch
 * that a node has not acknowledged is sent again until the node is gone. What is for the members of a group goes to the nodes that
 * have some; a node on which somebody just became a member is one from this very delivery on.
 */
export class Deliverer {
  private gathered: Outgoing[] = [];
  private gathering = false;
  private readonly nodes = new Map<string, NodeQueue>();

  constructor(private readonly options: DelivererOptions) {}

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

  /** Undefined if the session store is away: every node is then asked (message path, rule 15). */
  private async lookup(batch: readonly Outgoing[]): Promise<ReadonlyMap<string, readonly string[]> | undefined> {
    const users = new Set<string>();
    for (const { delivery } of batch) for (const user of delivery.users) users.add(user);
    if (users.size === 0) return new Map();
    try {
      return await this.options.lookup([...users]);
    } catch (error) {
      this.options.onError(error);
      return undefined;
    }
  }

  private enqueue({ delivery, answerTo, ticket }: Outgoing, sessions: ReadonlyMap<string, readonly string[]> | undefined): void {
    const { links } = this.options;
    const nodes = new Set<string>(sessions === undefined ? links.all() : []);
    for (const user of delivery.users) for (const node of sessions?.get(user) ?? []) nodes.add(node);
    if (delivery.members) {
      const conversation = conversationOf(delivery);
      if (delivery.memberships.some(({ from }) => from > 0)) for (const node of nodes) links.want(node, [conversation]);
      for (const node of links.wanting(conversation)) nodes.add(node);
    }
    if (answerTo !== undefined) nodes.add(answerTo);
    for (const node of nodes) {
      if (links.get(node) === undefined) continue;
      ticket?.hold();
      this.queueOf(node).add(delivery, ticket);
    }
    ticket?.release();
  }

  private queueOf(node: string): NodeQueue {
    let queue = this.nodes.get(node);
    if (queue === undefined) {
      queue = new NodeQueue(node, this.options);
      this.nodes.set(node, queue);
    }
    return queue;
  }
}

/** The conversation in which something happened. */
export function conversationOf({ entry, receipt, typing, counts }: Delivery): string {
  return (entry ?? receipt ?? typing ?? counts)?.conversation ?? '';
}

class NodeQueue {
  private waiting: { delivery: Delivery; ticket: OffsetTicket | undefined }[] = [];
  private sending = false;

  constructor(
    private readonly node: string,
    private readonly options: DelivererOptions,
  ) {}

  add(delivery: Delivery, ticket: OffsetTicket | undefined): void {
    this.waiting.push({ delivery, ticket });
    if (this.sending) return;
    this.sending = true;
    queueMicrotask(() => {
      void this.drain();
    });
  }

  private async drain(): Promise<void> {
    while (this.waiting.length > 0) {
      const batch = this.waiting.splice(0, MAX_BATCH);
      await this.deliver(batch.map((item) => item.delivery));
      for (const { ticket } of batch) ticket?.release();
    }
    this.sending = false;
  }

  private async deliver(deliveries: readonly Delivery[]): Promise<void> {
    for (;;) {
      const link = this.options.links.get(this.node);
      if (link === undefined) return;
      try {
        await link(deliveries);
        return;
      } catch (error) {
        this.options.onError(error);
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      }
    }
  }
}
