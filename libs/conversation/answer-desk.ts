import type { Delivery } from '#contracts/gen/parley/chat/internal/v1/chat_internal.js';
import type { Ack } from '#contracts/gen/parley/conversation/v1/entry.js';
import { ParleyError, type ErrorCode } from '#errors';
import { newId } from '#runtime';

/** How long a sender without a socket waits for the answer, in milliseconds. */
const ANSWER_WAIT_MS = 4_000;

interface Waiting {
  resolve: (ack: Ack) => void;
  reject: (error: ParleyError) => void;
}

/** Where senders without a socket wait for the sequencer's answer. Deliveries address it as a node of its own. */
export class AnswerDesk {
  readonly node: string;
  private readonly waiting = new Map<string, Waiting>();

  constructor(service: string) {
    this.node = `${service}.${newId()}`;
  }

  /** Sends with `post`, which gets the place to answer to. `unavailable` if no answer comes in time; the message may then be stored, and the same id may be sent again. */
  async ask(post: (origin: { node: string; session: string }) => Promise<void>): Promise<Ack> {
    const session = newId();
    let timer: NodeJS.Timeout | undefined;
    const answer = new Promise<Ack>((resolve, reject) => {
      this.waiting.set(session, { resolve, reject });
      timer = setTimeout(() => {
        reject(new ParleyError('unavailable', 'No answer came in time; send it again with the same id.', { retryAfterMs: 1_000 }));
      }, ANSWER_WAIT_MS);
    });
    try {
      await Promise.race([post({ node: this.node, session }), answer]);
      return await answer;
    } finally {
      clearTimeout(timer);
      this.waiting.delete(session);
    }
  }

  deliver(deliveries: readonly Delivery[]): void {
    for (const { session, ack, refused } of deliveries) {
      const waiting = this.waiting.get(session);
      if (ack !== undefined) waiting?.resolve(ack);
      else if (refused !== undefined)
        waiting?.reject(new ParleyError(refused.code as ErrorCode, refused.message, { field: refused.field || undefined }));
    }
  }
}
