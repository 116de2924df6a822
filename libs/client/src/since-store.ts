import type { SinceStore } from './model.js';

/** Keeps `since` for as long as the process lives: the right choice for an application that keeps no entries either. */
export class MemorySinceStore implements SinceStore {
  private readonly values = new Map<string, string>();

  load(user: string): Promise<string | undefined> {
    return Promise.resolve(this.values.get(user));
  }

  save(user: string, since: string): Promise<void> {
    this.values.set(user, since);
    return Promise.resolve();
  }
}
