import type { OutboxItem, OutboxStore } from './model.js';

/** Keeps messages for as long as the process lives. */
export class MemoryOutboxStore implements OutboxStore {
  private readonly items = new Map<string, OutboxItem>();

  load(from: string): Promise<OutboxItem[]> {
    return Promise.resolve([...this.items.values()].filter((item) => item.from === from));
  }

  put(item: OutboxItem): Promise<void> {
    this.items.set(item.id, item);
    return Promise.resolve();
  }

  delete(id: string): Promise<void> {
    this.items.delete(id);
    return Promise.resolve();
  }
}
