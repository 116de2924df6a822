import type { Clock } from './clock.js';
import { Lane } from './lane.js';
import type { OutboxItem, OutboxStore, OutgoingMessage } from './model.js';
import { ParleyError } from './parley-error.js';
import type { Pending } from './pending.js';
import type { AckFrame, ClientFrame, ErrorCode, ErrorFrame, Recipient } from './protocol.js';

export interface OutboxOptions {
  clock: Clock;
  store: OutboxStore;
  /** Writes a frame; false if there is no connection. */
  transmit: (frame: ClientFrame) => boolean;
  onChange: (message: OutgoingMessage) => void;
  onDiscarded: (id: string) => void;
}

export interface Settlement {
  item: OutboxItem;
  message: OutgoingMessage;
}

/** Un-acked frames at once. More would only wait at the server, and run into its rate limits as one block. */
const WINDOW = 64;
/** The server promises to find a resent id for 7 days; beyond, sending again could store it twice. */
const MAX_AGE_MS = 6.5 * 24 * 3_600_000;
/** Refusals that a later attempt may not meet. */
const RETRYABLE: readonly ErrorCode[] = ['rate_limited', 'overloaded', 'unavailable', 'out_of_order', 'internal'];

/** Messages wait here with their ids until the server has acknowledged them; in order per recipient. */
export class Outbox {
  private readonly lanes = new Map<string, Lane>();
  private readonly pending = new Map<string, Pending>();
  private from: string | undefined;
  private nextOrder = 0;
  private connected = false;
  private storing: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: OutboxOptions) {}

  /** Takes up what the store holds of an account. What was added before stays behind it. */
  async load(from: string): Promise<void> {
    this.from = from;
    const items = await this.options.store.load(from).catch(() => []);
    if (this.from !== from) return;
    const added = [...this.pending.values()].map((pending) => pending.item);
    for (const item of items.sort((a, b) => a.order - b.order)) if (!this.pending.has(item.id)) this.take(item, true);
    for (const item of added) this.moveToEnd(item.id);
    this.flush();
  }

  add(item: Omit<OutboxItem, 'order'>): Pending {
    const pending = this.take({ ...item, order: this.nextOrder }, false);
    this.persist(pending);
    return pending;
  }

  get(id: string): Pending | undefined {
    return this.pending.get(id);
  }

  list(): readonly OutgoingMessage[] {
    return [...this.pending.values()].sort((a, b) => a.item.order - b.item.order).map((pending) => pending.message);
  }

  /** A new socket is open: everything without an answer is sent again, in order. */
  connect(): void {
    this.connected = true;
    for (const lane of this.lanes.values()) lane.restart();
    this.flush();
  }

  disconnect(): void {
    this.connected = false;
    for (const lane of this.lanes.values()) lane.restart();
  }

  /** The server has it, on whatever socket it was sent. Undefined if the id is not (or no longer) known here. */
  settle(ack: Pick<AckFrame, 'id' | 'conversation' | 'seq' | 'at'>): Settlement | undefined {
    const pending = this.pending.get(ack.id);
    if (!pending) return undefined;
    this.remove(pending);
    this.lane(pending.item.to).progressed();
    const message: OutgoingMessage = {
      ...pending.message,
      state: 'sent',
      conversation: ack.conversation,
      seq: ack.seq,
      at: ack.at,
      error: undefined,
    };
    pending.message = message;
    this.options.onChange(message);
    this.flush();
    return { item: pending.item, message };
  }

  /** Whether the refusal was about a message of this outbox. */
  refuse(frame: ErrorFrame): boolean {
    const pending = frame.id === undefined ? undefined : this.pending.get(frame.id);
    if (!pending) return false;
    const lane = this.lane(pending.item.to);
    if (!RETRYABLE.includes(frame.code) || (frame.code === 'internal' && lane.isHopeless())) {
      this.fail(pending, new ParleyError(frame.code, frame.message, { field: frame.field, retryAfterMs: frame.retryAfterMs }));
    } else if (pending.inFlight) {
      // A refusal of an earlier attempt finds the message waiting already.
      lane.holdFrom(pending, frame);
    }
    this.flush();
    return true;
  }

  /** Tries a failed message again, behind those that wait. */
  retry(id: string): void {
    const pending = this.pending.get(id);
    if (pending?.item.failure === undefined) return;
    pending.item = { ...pending.item, order: this.nextOrder++, failure: undefined };
    pending.stored = false;
    pending.message = { ...pending.message, state: 'sending', error: undefined };
    this.lane(pending.item.to).push(pending);
    this.options.onChange(pending.message);
    this.persist(pending);
  }

  discard(id: string): void {
    const pending = this.pending.get(id);
    if (!pending) return;
    this.remove(pending);
    this.options.onDiscarded(id);
    this.flush();
  }

  /** Forgets the account; its messages stay in the store. */
  clear(): void {
    this.from = undefined;
    for (const lane of this.lanes.values()) lane.stop();
    this.lanes.clear();
    this.pending.clear();
  }

  private flush(): void {
    if (!this.connected) return;
    let free = WINDOW;
    for (const pending of this.pending.values()) if (pending.inFlight) free -= 1;
    for (const lane of this.lanes.values()) {
      for (const { pending, after } of lane.sendable(free)) {
        if (this.options.clock.now() - pending.item.createdAt > MAX_AGE_MS) {
          this.fail(pending, new ParleyError('invalid', 'The message has waited for too long to be sent safely.'));
          break;
        }
        if (!this.options.transmit(sendFrame(pending.item, after))) return;
        lane.sent(pending);
        free -= 1;
      }
    }
  }

  private take(item: OutboxItem, stored: boolean): Pending {
    const pending: Pending = { item, message: messageOf(item), stored, inFlight: false };
    this.nextOrder = Math.max(this.nextOrder, item.order + 1);
    this.pending.set(item.id, pending);
    if (item.failure === undefined) this.lane(item.to).push(pending);
    return pending;
  }

  private moveToEnd(id: string): void {
    const pending = this.pending.get(id);
    if (!pending) return;
    const lane = this.lane(pending.item.to);
    lane.remove(pending);
    pending.item = { ...pending.item, order: this.nextOrder++ };
    lane.push(pending);
    this.persist(pending);
  }

  /** Only a message that was never sent can fail without breaking the chain; those behind it are refused and sent again without it. */
  private fail(pending: Pending, error: ParleyError): void {
    const lane = this.lane(pending.item.to);
    lane.remove(pending);
    // Those behind it were held because of it.
    lane.progressed();
    pending.inFlight = false;
    pending.item = { ...pending.item, failure: { code: error.code, message: error.message } };
    pending.message = { ...pending.message, state: 'failed', error };
    this.persist(pending);
    this.options.onChange(pending.message);
  }

  private remove(pending: Pending): void {
    this.pending.delete(pending.item.id);
    this.lane(pending.item.to).remove(pending);
    void this.store(() => this.options.store.delete(pending.item.id));
  }

  /** A store that fails (no space left, private mode) costs only the survival of the process; the message still leaves. */
  private persist(pending: Pending): void {
    const { item } = pending;
    void this.store(() => this.options.store.put(item)).then(() => {
      if (this.pending.get(item.id)?.item !== item) return;
      pending.stored = true;
      this.flush();
    });
  }

  private store(write: () => Promise<void>): Promise<void> {
    const done = this.storing.then(write).catch(() => undefined);
    this.storing = done;
    return done;
  }

  private lane(to: Recipient): Lane {
    const key = to.group === undefined ? `user:${to.user}` : `group:${to.group}`;
    const lane = this.lanes.get(key) ?? new Lane(this.options.clock, () => this.flush());
    this.lanes.set(key, lane);
    return lane;
  }
}

function messageOf(item: OutboxItem): OutgoingMessage {
  const { failure } = item;
  return {
    id: item.id,
    to: item.to,
    body: item.body,
    replyTo: item.replyTo,
    mentions: item.mentions ?? [],
    createdAt: item.createdAt,
    state: failure ? 'failed' : 'sending',
    error: failure && new ParleyError(failure.code as ErrorCode, failure.message),
  };
}

function sendFrame(item: OutboxItem, after: string | undefined): ClientFrame {
  return {
    type: 'send',
    id: item.id,
    to: item.to,
    body: item.body,
    ...(after !== undefined && { after }),
    ...(item.replyTo !== undefined && { replyTo: item.replyTo }),
    ...(item.mentions !== undefined && item.mentions.length > 0 && { mentions: [...item.mentions] }),
  };
}
