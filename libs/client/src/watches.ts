import type { ClientFrame } from './protocol.js';

const PER_FRAME = 100;

/** Whose presence the application wants to know; asked again on every socket. */
export class Watches {
  private readonly counts = new Map<string, number>();

  constructor(private readonly transmit: (frame: ClientFrame) => boolean) {}

  add(users: readonly string[]): () => void {
    const added = users.filter((user) => this.change(user, 1) === 1);
    this.tell('watch', added);
    let ended = false;
    return () => {
      if (ended) return;
      ended = true;
      const removed = users.filter((user) => this.change(user, -1) === 0);
      this.tell('unwatch', removed);
    };
  }

  connect(): void {
    this.tell('watch', [...this.counts.keys()]);
  }

  private tell(type: 'watch' | 'unwatch', users: readonly string[]): void {
    for (let first = 0; first < users.length; first += PER_FRAME) this.transmit({ type, users: users.slice(first, first + PER_FRAME) });
  }

  private change(user: string, by: number): number {
    const count = (this.counts.get(user) ?? 0) + by;
    if (count > 0) this.counts.set(user, count);
    else this.counts.delete(user);
    return count;
  }
}
