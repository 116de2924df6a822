/** Waits until `ms` have passed since `began` (by `performance.now()`). */
export async function spaced(began: number, ms: number): Promise<void> {
  const left = began + ms - performance.now();
  if (left > 0) await new Pause().wait(left);
}

/** Waiting that its owner can end. */
export class Pause {
  private ended = false;
  private wake: () => void = () => undefined;

  /** Resolves after `ms` milliseconds, or when `end` is called; one wait at a time. */
  async wait(ms: number): Promise<void> {
    if (this.ended) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /** Ends the present wait and all later ones. */
  end(): void {
    this.ended = true;
    this.wake();
  }
}
