/** Waits until `ms` have passed since `began` (by `performance.now()`). */
export async function spaced(began: number, ms: number): Promise<void> {
  const left = began + ms - performance.now();
  if (left > 0) await new Promise((resolve) => setTimeout(resolve, left));
}

/** Whether anybody waits for work that would otherwise take its time. */
export class Urgency {
  private waiting = 0;
  private readonly sleepers = new Set<() => void>();

  get isUrgent(): boolean {
    return this.waiting > 0;
  }

  /** It is urgent as long as the work lasts. */
  async during<T>(work: Promise<T>): Promise<T> {
    this.waiting++;
    for (const wake of [...this.sleepers]) wake();
    try {
      return await work;
    } finally {
      this.waiting--;
    }
  }

  /** Waits until `ms` have passed, or it is urgent. */
  async sleep(ms: number): Promise<void> {
    if (ms <= 0 || this.isUrgent) return;
    await new Promise<void>((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        this.sleepers.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, ms);
      this.sleepers.add(wake);
    });
  }
}
