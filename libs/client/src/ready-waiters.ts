import type { ParleyError } from './parley-error.js';

/** Who waits until the client is up to date. */
export class ReadyWaiters {
  private waiters: { resolve: () => void; reject: (error: ParleyError) => void }[] = [];

  wait(): Promise<void> {
    return new Promise((resolve, reject) => this.waiters.push({ resolve, reject }));
  }

  resolve(): void {
    for (const { resolve } of this.waiters.splice(0)) resolve();
  }

  reject(error: ParleyError): void {
    for (const { reject } of this.waiters.splice(0)) reject(error);
  }
}
