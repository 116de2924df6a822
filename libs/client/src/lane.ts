import { backOff, type Clock } from './clock.js';
import type { Pending } from './pending.js';
import type { ErrorFrame } from './protocol.js';

const BACK_OFF = { firstMs: 500, maxMs: 15_000 };
/** The server answers a send whose fate it does not know with nothing at all: then it is sent again. */
const ANSWER_TIMEOUT_MS = 10_000;
/** The others of a burst are refused at the same time; their refusals come before the next attempt. */
const OUT_OF_ORDER_MS = 50;
const MAX_ATTEMPTS = 5;

/** The queue of one recipient. What is in flight is always a prefix of it, so that order survives every retry. */
export class Lane {
  private queue: Pending[] = [];
  private attempts = 0;
  private heldUntil = 0;
  private cancelHold: () => void = () => undefined;
  private cancelTimeout: () => void = () => undefined;

  constructor(
    private readonly clock: Clock,
    private readonly wake: () => void,
  ) {}

  push(pending: Pending): void {
    this.queue.push(pending);
  }

  remove(pending: Pending): void {
    pending.inFlight = false;
    this.queue = this.queue.filter((other) => other !== pending);
    if (!this.queue.some((other) => other.inFlight)) this.cancelTimeout();
  }

  /** What may leave now, each with the un-acked message that it follows. */
  *sendable(limit: number): Generator<{ pending: Pending; after: string | undefined }> {
    if (this.clock.now() < this.heldUntil) return;
    let after: string | undefined;
    let left = limit;
    for (const pending of [...this.queue]) {
      if (!pending.inFlight) {
        if (!pending.stored || left === 0) return;
        left -= 1;
        yield { pending, after };
      }
      after = pending.item.id;
    }
  }

  sent(pending: Pending): void {
    const first = !this.queue.some((other) => other.inFlight);
    pending.inFlight = true;
    if (first) this.awaitAnswer();
  }

  /** Something got its final answer. */
  progressed(): void {
    this.attempts = 0;
    if (this.queue.some((other) => other.inFlight)) this.awaitAnswer();
  }

  /** Refused for now: it and all that follow it wait, then leave again in order. */
  holdFrom(pending: Pending, { code, retryAfterMs }: ErrorFrame): void {
    for (const other of this.queue.slice(this.queue.indexOf(pending))) other.inFlight = false;
    const least = code === 'out_of_order' && this.attempts === 0 ? OUT_OF_ORDER_MS : backOff(this.clock, this.attempts, BACK_OFF);
    this.attempts += 1;
    this.hold(Math.max(retryAfterMs ?? 0, least));
  }

  /** Nothing is in flight any more. */
  restart(): void {
    for (const pending of this.queue) pending.inFlight = false;
    this.stop();
    this.heldUntil = 0;
  }

  isHopeless(): boolean {
    return this.attempts >= MAX_ATTEMPTS;
  }

  stop(): void {
    this.cancelHold();
    this.cancelTimeout();
  }

  private hold(ms: number): void {
    this.heldUntil = this.clock.now() + ms;
    this.cancelHold();
    this.cancelHold = this.clock.after(ms, () => {
      this.heldUntil = 0;
      this.wake();
    });
  }

  private awaitAnswer(): void {
    this.cancelTimeout();
    this.cancelTimeout = this.clock.after(ANSWER_TIMEOUT_MS, () => {
      this.restart();
      this.wake();
    });
  }
}
