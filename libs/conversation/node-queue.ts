import type { Delivery } from '#contracts/gen/parley/chat/internal/v1/chat_internal.js';
import { joinedIn } from './delivery.js';
import type { NodeLink, NodeLinks } from './node-links.js';
import type { OffsetTicket } from './offset-tracker.js';

/** Most deliveries in one batch for a node, and about how many bytes. */
const MAX_BATCH = 5_000;
const MAX_BATCH_BYTES = 1 << 20;
const RETRY_MS = 50;
/** How often a node that was given up is asked whether it is back, while the registry lists it, in milliseconds. */
const PROBE_MS = 1_000;

/** How long a node that does not acknowledge is waited for, in milliseconds. */
export interface Patience {
  /** One that the registry does not list, or has yet to. */
  unlistedMs: number;
  /** One that it lists: the registry may be away and not know that the node is gone. */
  listedMs: number;
}

export const PATIENCE: Patience = { unlistedMs: 3_000, listedMs: 30_000 };

export interface NodeQueueOptions {
  links: NodeLinks;
  patience: Patience;
  onError: (error: unknown) => void;
}

interface Waiting {
  delivery: Delivery;
  ticket: OffsetTicket | undefined;
}

/**
 * What one node has yet to get, in order, one batch in flight. A batch is repeated until the node acknowledges it or is given up; what
 * waited for it then is let go, and the first batch that reaches the node afterwards says that it has missed something.
 */
export class NodeQueue {
  private waiting: Waiting[] = [];
  private sending = false;
  private missed = false;
  /** The node was known once. */
  private found = false;
  private failingSince: number | undefined;
  private succeededAt = 0;
  private probing: NodeJS.Timeout | undefined;

  constructor(
    private readonly node: string,
    private readonly options: NodeQueueOptions,
  ) {}

  get idle(): boolean {
    return !this.sending && this.probing === undefined;
  }

  add(delivery: Delivery, ticket: OffsetTicket | undefined): void {
    const conversation = joinedIn(delivery);
    if (conversation !== undefined) this.options.links.expect(this.node, conversation);
    this.waiting.push({ delivery, ticket });
    if (this.sending) return;
    this.sending = true;
    queueMicrotask(() => {
      void this.drain();
    });
  }

  /** A node that was given up may be back: it hears that it has missed something even if there is nothing new for it. */
  probe(): void {
    if (!this.missed || this.sending) return;
    this.sending = true;
    void this.drain();
  }

  private async drain(): Promise<void> {
    do {
      const batch = takeBatch(this.waiting);
      await this.deliver(batch.map(({ delivery }) => delivery));
      for (const item of batch) this.finish(item);
    } while (this.waiting.length > 0);
    this.sending = false;
  }

  private finish({ delivery, ticket }: Waiting): void {
    const conversation = joinedIn(delivery);
    if (conversation !== undefined) this.options.links.expected(this.node, conversation);
    ticket?.release();
  }

  private async deliver(deliveries: Delivery[]): Promise<void> {
    for (;;) {
      const link = this.options.links.find(this.node);
      if (link !== undefined && (await this.attempt(link, deliveries))) return;
      this.failingSince ??= performance.now();
      if (this.isHopeless(link)) {
        this.giveUp();
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }

  private async attempt(link: NodeLink, deliveries: Delivery[]): Promise<boolean> {
    this.found = true;
    try {
      await link.deliver({ deliveries, missed: this.missed });
    } catch (error) {
      this.options.onError(error);
      return false;
    }
    this.missed = false;
    this.failingSince = undefined;
    this.succeededAt = performance.now();
    return true;
  }

  /** A link that was there and is not any more is one that was found gone, or has been closed in this process. */
  private isHopeless(link: NodeLink | undefined): boolean {
    const { unlistedMs, listedMs } = this.options.patience;
    const now = performance.now();
    if (this.missed) return true;
    if (link === undefined && this.found) return true;
    if (link?.unlistedAt !== undefined) return now - Math.max(link.unlistedAt, this.succeededAt) >= unlistedMs;
    return now - (this.failingSince ?? now) >= (link === undefined ? unlistedMs : listedMs);
  }

  private giveUp(): void {
    const { links } = this.options;
    this.missed = true;
    links.forget(this.node);
    if (links.find(this.node) === undefined) return;
    this.probing ??= setTimeout(() => {
      this.probing = undefined;
      this.probe();
    }, PROBE_MS).unref();
  }
}

function takeBatch(waiting: Waiting[]): Waiting[] {
  let bytes = 0;
  let count = 0;
  for (const { delivery } of waiting) {
    bytes += weightOf(delivery);
    if (count > 0 && (bytes > MAX_BATCH_BYTES || count === MAX_BATCH)) break;
    count++;
  }
  return waiting.splice(0, count);
}

/** About how many bytes a delivery takes on its way. */
function weightOf({ entry, users, memberships }: Delivery): number {
  return 200 + (entry?.body.length ?? 0) + 50 * (users.length + memberships.length);
}
