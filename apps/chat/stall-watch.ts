const INTERVAL_MS = 250;
/** Those who deliver to a node that stands still for longer may have given it up, in milliseconds. */
const STALL_MS = 2_000;

/** Notices when the process has stood still: stopped, starved or frozen with its machine. */
export class StallWatch {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly onStall: () => void,
    private readonly now: () => number = () => performance.now(),
  ) {}

  start(): void {
    let last = this.now();
    this.timer = setInterval(() => {
      const stoodMs = this.now() - last - INTERVAL_MS;
      last = this.now();
      if (stoodMs > STALL_MS) this.onStall();
    }, INTERVAL_MS).unref();
  }

  stop(): void {
    clearInterval(this.timer);
  }
}
