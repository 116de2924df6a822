import { spaced, type Urgency } from '#runtime';
import type { OffsetTicket } from './offset-tracker.js';
import { untilDone } from './retry.js';

/** How far a conversation reaches for a user, and how far the user has received it; 0 where unchanged. */
export interface RelayPointer {
  user: string;
  conversation: string;
  head: number;
  received: number;
}

/** Hands pointers over to the relay; resolves when they are durable. */
export type AdvanceRelay = (pointers: RelayPointer[]) => Promise<void>;

/** Calls begin at least this far apart, in milliseconds, and further if nobody waits; the first one after a pause begins at once. */
const SPACING_MS = 20;
const LEISURE_MS = 200;

/** Tells the relay what awaits whom: one call in flight, pointers merged by maximum meanwhile. */
export class RelayWriter {
  private pointers = new Map<string, RelayPointer>();
  private tickets: OffsetTicket[] = [];
  private sending = false;
  private stopped = false;

  constructor(
    private readonly advance: AdvanceRelay,
    /** Readers wait. */
    private readonly urgency: Urgency,
    private readonly onError: (error: unknown) => void,
  ) {}

  add(pointer: RelayPointer, ticket?: OffsetTicket): void {
    const key = `${pointer.user} ${pointer.conversation}`;
    const waiting = this.pointers.get(key);
    if (waiting === undefined) this.pointers.set(key, { ...pointer });
    else {
      waiting.head = Math.max(waiting.head, pointer.head);
      waiting.received = Math.max(waiting.received, pointer.received);
    }
    if (ticket !== undefined && this.tickets.at(-1) !== ticket) {
      ticket.hold();
      this.tickets.push(ticket);
    }
    if (this.sending) return;
    this.sending = true;
    setImmediate(() => {
      void this.drain();
    });
  }

  stop(): void {
    this.stopped = true;
  }

  private async drain(): Promise<void> {
    while (this.pointers.size > 0 && !this.stopped) {
      const began = performance.now();
      const { pointers, tickets } = this;
      this.pointers = new Map();
      this.tickets = [];
      const durable = await untilDone(
        () => this.advance([...pointers.values()]),
        () => this.stopped,
        this.onError,
      );
      if (!durable) return;
      for (const ticket of tickets) ticket.release();
      await spaced(began, SPACING_MS);
      await this.urgency.sleep(began + LEISURE_MS - performance.now());
    }
    this.sending = false;
  }
}
