import type { Clock } from './clock.js';
import type { ClientFrame, ErrorFrame } from './protocol.js';

type CursorName = 'received' | 'read';

interface Cursor {
  /** Goes along as the frame's id, so that a refusal finds its cursor. */
  id: string;
  name: CursorName;
  conversation: string;
  seq: number;
  /** Whether the present socket has not been told. */
  due: boolean;
  toldAt: number;
}

const COALESCE_MS = 150;
/** A socket that has died is noticed before this: what was told to it earlier has arrived. */
const DOUBTFUL_MS = 120_000;

/** How far this device has received and its user has read. Cumulative, so only the greatest `seq` is ever sent. */
export class Cursors {
  private readonly cursors = new Map<string, Cursor>();
  private connected = false;
  private nextId = 1;
  private cancelTimer: (() => void) | undefined;

  constructor(private readonly options: { clock: Clock; transmit: (frame: ClientFrame) => boolean }) {}

  move(name: CursorName, conversation: string, seq: number): void {
    const key = `${name} ${conversation}`;
    const cursor = this.cursors.get(key);
    if (cursor && seq <= cursor.seq) return;
    const id = cursor?.id ?? `cursor-${String(this.nextId++)}`;
    this.cursors.set(key, { id, name, conversation, seq, due: true, toldAt: 0 });
    this.schedule(COALESCE_MS);
  }

  connect(): void {
    this.connected = true;
    this.flush();
  }

  /** What was told to the lost socket a moment ago may not have arrived: the next one is told again. */
  disconnect(): void {
    if (!this.connected) return;
    this.connected = false;
    this.cancel();
    const doubtful = this.options.clock.now() - DOUBTFUL_MS;
    for (const [key, cursor] of this.cursors) {
      if (cursor.due || cursor.toldAt >= doubtful) cursor.due = true;
      else this.cursors.delete(key);
    }
  }

  /** Whether the refusal was about a cursor that will be sent again. */
  refuse({ id, code, retryAfterMs }: ErrorFrame): boolean {
    const cursor = [...this.cursors.values()].find((candidate) => candidate.id === id);
    if (!cursor || !['rate_limited', 'overloaded', 'unavailable'].includes(code)) return false;
    cursor.due = true;
    this.schedule(retryAfterMs ?? 1_000);
    return true;
  }

  clear(): void {
    this.disconnect();
    this.cursors.clear();
  }

  private schedule(ms: number): void {
    if (this.connected) this.cancelTimer ??= this.options.clock.after(ms, () => this.flush());
  }

  private flush(): void {
    this.cancel();
    for (const cursor of this.cursors.values()) {
      if (!cursor.due) continue;
      const { id, name, conversation, seq } = cursor;
      if (!this.options.transmit({ type: name, id, conversation, seq })) return;
      cursor.due = false;
      cursor.toldAt = this.options.clock.now();
    }
  }

  private cancel(): void {
    this.cancelTimer?.();
    this.cancelTimer = undefined;
  }
}
