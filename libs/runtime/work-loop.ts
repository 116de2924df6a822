const FIRST_DELAY_MS = 100;
const LAST_DELAY_MS = 30_000;

export interface WorkLoopOptions {
  /** One round of work; answers whether there may be more to do at once. What it throws is told to `onError`, and the loop rests. */
  work: () => Promise<boolean>;
  onError: (error: unknown) => void;
  /** How long it rests after a round that found nothing, unless it is woken. In milliseconds. */
  idleMs: number;
}

/** Does work when it is woken, and now and then by itself; one round at a time, and none between `stop` and the next process. */
export class WorkLoop {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private woken = false;
  private stopped = false;

  constructor(private readonly options: WorkLoopOptions) {}

  /** There is something to do. A round that is under way is followed by another. */
  wake(): void {
    this.woken = true;
    if (this.stopped) return;
    this.running ??= this.run().finally(() => {
      this.running = undefined;
      if (this.woken) this.wake();
      else if (!this.stopped) this.timer = setTimeout(() => this.wake(), this.options.idleMs);
    });
  }

  /** Resolves when the round that is under way has ended. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.running;
  }

  private async run(): Promise<void> {
    clearTimeout(this.timer);
    try {
      while (this.woken && !this.stopped) {
        this.woken = false;
        if (await this.options.work()) this.woken = true;
      }
    } catch (error) {
      this.options.onError(error);
    }
  }
}

/** How long to wait after so many failures, in milliseconds: doubles, with some randomness, so that instances do not knock together. */
export function backOff(attempts: number): number {
  const full = Math.min(LAST_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(attempts, 20));
  return full * (0.5 + Math.random() / 2);
}
