import type { Clock } from './clock.js';
import type { ClientFrame } from './protocol.js';

const INTERVAL_MS = 3_000;

/** Says at most every few seconds that the user is typing; not at all while there is no connection. */
export class TypingThrottle {
  private last: { conversation: string; at: number } | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly transmit: (frame: ClientFrame) => boolean,
  ) {}

  typing(conversation: string): void {
    const now = this.clock.now();
    if (this.last?.conversation === conversation && now - this.last.at < INTERVAL_MS) return;
    if (this.transmit({ type: 'typing', conversation })) this.last = { conversation, at: now };
  }

  /** A message ends the typing at its readers, so the first key of the next one is told at once. */
  messageSent(): void {
    this.last = undefined;
  }
}
