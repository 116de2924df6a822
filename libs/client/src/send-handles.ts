import type { OutgoingMessage, SendHandle, SentMessage } from './model.js';
import { ParleyError } from './parley-error.js';

interface Tracked {
  message: OutgoingMessage;
  handle: SendHandle;
  waiters: { resolve: (sent: SentMessage) => void; reject: (error: ParleyError) => void }[];
}

/** Of those whose fate is known; an older handle keeps the state that it has. */
const MOST_FOLLOWED = 1_000;

/** What `send` returns. */
export class SendHandles {
  private readonly tracked = new Map<string, Tracked>();

  constructor(private readonly outbox: { retry(id: string): void; discard(id: string): void }) {}

  create(message: OutgoingMessage): SendHandle {
    const existing = this.tracked.get(message.id);
    if (existing) return existing.handle;
    const { outbox } = this;
    const tracked: Tracked = {
      message,
      waiters: [],
      handle: {
        id: message.id,
        get message() {
          return tracked.message;
        },
        sent: () => outcome(tracked),
        retry: () => outbox.retry(message.id),
        discard: () => outbox.discard(message.id),
      },
    };
    this.tracked.set(message.id, tracked);
    return tracked.handle;
  }

  update(message: OutgoingMessage): void {
    const tracked = this.tracked.get(message.id);
    if (!tracked) return;
    tracked.message = message;
    if (message.state === 'read') this.tracked.delete(message.id);
    if (message.state === 'sending') return;
    for (const { resolve, reject } of tracked.waiters.splice(0)) settle(message, resolve, reject);
    if (this.tracked.size > MOST_FOLLOWED) this.forgetOldest();
  }

  discarded(id: string): void {
    const error = new ParleyError('conflict', 'The message was discarded.');
    const tracked = this.tracked.get(id);
    this.tracked.delete(id);
    if (!tracked) return;
    tracked.message = { ...tracked.message, state: 'failed', error };
    for (const { reject } of tracked.waiters.splice(0)) reject(error);
  }

  private forgetOldest(): void {
    for (const [id, { message }] of this.tracked) {
      if (message.state === 'sending' || message.state === 'failed') continue;
      this.tracked.delete(id);
      return;
    }
  }

  /** Nobody is signed in any more: those who wait are told. */
  clear(): void {
    const error = new ParleyError('unauthenticated', 'You are signed out.');
    for (const { waiters } of this.tracked.values()) for (const { reject } of waiters.splice(0)) reject(error);
    this.tracked.clear();
  }
}

function outcome(tracked: Tracked): Promise<SentMessage> {
  return new Promise((resolve, reject) => {
    if (tracked.message.state === 'sending') tracked.waiters.push({ resolve, reject });
    else settle(tracked.message, resolve, reject);
  });
}

function settle(message: OutgoingMessage, resolve: (sent: SentMessage) => void, reject: (error: ParleyError) => void): void {
  const { id, conversation, seq, at, error } = message;
  if (conversation !== undefined && seq !== undefined && at !== undefined) resolve({ id, conversation, seq, at });
  else reject(error ?? new ParleyError('internal', 'The message was not sent.'));
}
