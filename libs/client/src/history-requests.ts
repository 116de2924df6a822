import type { Clock } from './clock.js';
import type { EntryPage, HistoryRequest } from './model.js';
import { ParleyError } from './parley-error.js';
import type { ClientFrame, Entry, ErrorFrame } from './protocol.js';

interface Waiting {
  frame: ClientFrame;
  resolve: (page: EntryPage) => void;
  reject: (error: ParleyError) => void;
  cancelTimeout: () => void;
}

/** How long an answer may take, over all reconnects in between. */
const TIMEOUT_MS = 15_000;

/** Pages of entries, asked over the socket: it serves every conversation, whatever service keeps it. */
export class HistoryRequests {
  private readonly waiting = new Map<string, Waiting>();
  private nextId = 1;

  constructor(private readonly options: { clock: Clock; transmit: (frame: ClientFrame) => boolean }) {}

  /** Asks as soon as there is a connection. Rejects with `unavailable` when no answer comes in time. */
  request(conversation: string, { before, after, limit }: HistoryRequest): Promise<EntryPage> {
    const id = `history-${String(this.nextId++)}`;
    const range = { ...(before !== undefined && { before }), ...(after !== undefined && { after }), ...(limit !== undefined && { limit }) };
    const frame: ClientFrame = { type: 'history', id, conversation, ...range };
    return new Promise((resolve, reject) => {
      const cancelTimeout = this.options.clock.after(TIMEOUT_MS, () =>
        this.take(id)?.reject(new ParleyError('unavailable', 'The server gave no answer.')),
      );
      this.waiting.set(id, { frame, resolve, reject, cancelTimeout });
      this.options.transmit(frame);
    });
  }

  /** What the lost socket did not answer is asked again. */
  connect(): void {
    for (const { frame } of this.waiting.values()) this.options.transmit(frame);
  }

  page(id: string, page: { entries: Entry[]; more: boolean }): void {
    this.take(id)?.resolve(page);
  }

  /** Whether the refusal was about a page. */
  refuse({ id, code, message, field, retryAfterMs }: ErrorFrame): boolean {
    const waiting = this.take(id);
    waiting?.reject(new ParleyError(code, message, { field, retryAfterMs }));
    return waiting !== undefined;
  }

  /** No connection will come any more. */
  rejectAll(error: ParleyError): void {
    for (const id of [...this.waiting.keys()]) this.take(id)?.reject(error);
  }

  private take(id: string | undefined): Waiting | undefined {
    const waiting = id === undefined ? undefined : this.waiting.get(id);
    if (!waiting || id === undefined) return undefined;
    this.waiting.delete(id);
    waiting.cancelTimeout();
    return waiting;
  }
}
