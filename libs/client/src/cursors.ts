import type { Clock } from './clock.js';
import type { ClientFrame, ErrorFrame } from './protocol.js';

type CursorName = 'received' | 'read';

interface Cursor {
  /** Goes along as the frame's id, so that a refusal finds its cursor. */
  id: string;
  name: CursorName;
  conversation: string;
  seq: number;
  /** When the present socket is to be told; undefined once it has been. */
  dueAt: number | undefined;
  toldAt: number;
}

export interface CursorsOptions {
  clock: Clock;
  transmit: (frame: ClientFrame) => boolean;
  isGroup: (conversation: string) => boolean;
}

const COALESCE_MS = 150;
/** A thousand members must not answer every message, and not all at the same time. */
const COALESCE_GROUP_MS = { least: 500, spread: 1_000 };
/** A socket that has died is noticed before this: what was told to it earlier has arrived. */
const DOUBTFUL_MS = 120_000;

/** How far this device has received and its user has read. Cumulative, so only the greatest `seq` is ever sent. */
export class Cursors {
  private readonly cursors = new Map<string, Cursor>();
  private connected = false;
  private nextId = 1;
  private timer: { at: number; cancel: () => void } | undefined;

  constructor(private readonly options: CursorsOptions) {}

  move(name: CursorName, conversation: string, seq: number): void {
    const cursor = this.cursors.get(`${name} ${conversation}`);
    if (cursor && seq <= cursor.seq) return;
    if (name === 'read') this.readCounts(conversation, seq);
    else if ((this.cursors.get(`read ${conversation}`)?.seq ?? 0) >= seq) return;
    const id = cursor?.id ?? `cursor-${String(this.nextId++)}`;
    const dueAt = cursor?.dueAt ?? this.options.clock.now() + this.coalesceMs(name, conversation);
    this.cursors.set(`${name} ${conversation}`, { id, name, conversation, seq, dueAt, toldAt: 0 });
    this.schedule(dueAt);
  }

  connect(): void {
    this.connected = true;
    this.flush(Number.MAX_SAFE_INTEGER);
  }

  /** What was told to the lost socket a moment ago may not have arrived: the next one is told again. */
  disconnect(): void {
    if (!this.connected) return;
    this.connected = false;
    this.cancel();
    const now = this.options.clock.now();
    for (const [key, cursor] of this.cursors) {
      if (cursor.dueAt !== undefined || cursor.toldAt >= now - DOUBTFUL_MS) cursor.dueAt = now;
      else this.cursors.delete(key);
    }
  }

  /** Whether the refusal was about a cursor that will be sent again. */
  refuse({ id, code, retryAfterMs }: ErrorFrame): boolean {
    const cursor = [...this.cursors.values()].find((candidate) => candidate.id === id);
    if (!cursor || !['rate_limited', 'overloaded', 'unavailable'].includes(code)) return false;
    cursor.dueAt = this.options.clock.now() + (retryAfterMs ?? 1_000);
    this.schedule(cursor.dueAt);
    return true;
  }

  /** The user is no member of the conversation any more. */
  drop(conversation: string): void {
    for (const name of ['received', 'read'] as const) this.cursors.delete(`${name} ${conversation}`);
  }

  clear(): void {
    this.disconnect();
    this.cursors.clear();
  }

  /** What has been read has been received: nobody need be told of that too. */
  private readCounts(conversation: string, seq: number): void {
    const received = this.cursors.get(`received ${conversation}`);
    if (received && received.seq <= seq) received.dueAt = undefined;
  }

  private coalesceMs(name: CursorName, conversation: string): number {
    if (name === 'read' || !this.options.isGroup(conversation)) return COALESCE_MS;
    return COALESCE_GROUP_MS.least + this.options.clock.random() * COALESCE_GROUP_MS.spread;
  }

  /** One timer, for what is due first. */
  private schedule(at: number): void {
    if (!this.connected || at === Infinity || (this.timer && this.timer.at <= at)) return;
    this.cancel();
    const { clock } = this.options;
    this.timer = { at, cancel: clock.after(Math.max(0, at - clock.now()), () => this.flush(at)) };
  }

  private flush(until: number): void {
    this.cancel();
    let next = Infinity;
    for (const cursor of this.cursors.values()) {
      if (cursor.dueAt === undefined) continue;
      if (cursor.dueAt > until) next = Math.min(next, cursor.dueAt);
      else if (!this.tell(cursor)) return;
    }
    this.schedule(next);
  }

  private tell(cursor: Cursor): boolean {
    const { id, name, conversation, seq } = cursor;
    if (!this.options.transmit({ type: name, id, conversation, seq })) return false;
    cursor.dueAt = undefined;
    cursor.toldAt = this.options.clock.now();
    return true;
  }

  private cancel(): void {
    this.timer?.cancel();
    this.timer = undefined;
  }
}
