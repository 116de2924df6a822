import type { Clock } from './clock.js';

/** How long a probed peer may take to answer. */
const PROBE_MS = 5_000;

/** Asks for a sign of life after one silent interval, and gives the peer up after two. */
export class HeartbeatMonitor {
  private intervalMs = 0;
  private lastHeard = 0;
  private answered = true;
  private cancelTimer: () => void = () => undefined;

  constructor(
    private readonly clock: Clock,
    private readonly actions: { ping: () => void; dead: () => void },
  ) {}

  start(intervalMs: number): void {
    this.intervalMs = intervalMs;
    this.heard();
    this.check(intervalMs);
  }

  heard(): void {
    this.lastHeard = this.clock.now();
    this.answered = true;
  }

  /** Something may have happened to the network: the peer has to answer soon. */
  probe(): void {
    if (this.intervalMs === 0) return;
    this.answered = false;
    this.actions.ping();
    this.cancelTimer();
    this.cancelTimer = this.clock.after(PROBE_MS, () => {
      if (this.answered) this.check(this.intervalMs);
      else this.actions.dead();
    });
  }

  stop(): void {
    this.intervalMs = 0;
    this.cancelTimer();
  }

  /** One timer per interval rather than one per frame. */
  private check(inMs: number): void {
    this.cancelTimer();
    this.cancelTimer = this.clock.after(inMs, () => {
      const silentMs = this.clock.now() - this.lastHeard;
      if (silentMs >= 2 * this.intervalMs) return this.actions.dead();
      if (silentMs >= this.intervalMs) this.actions.ping();
      this.check(silentMs >= this.intervalMs ? 2 * this.intervalMs - silentMs : this.intervalMs - silentMs);
    });
  }
}
