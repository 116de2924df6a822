import type { Posting, Refusal } from '#contracts/gen/parley/conversation/internal/v1/message_path.js';
import { ParleyError, type ErrorCode } from '#errors';
import type { Connections } from './connections.js';
import type { MessageService } from './routes.js';

/** Forwards messages to one service: those of one tick as one batch. Batches overlap and keep their order. */
export class Postings {
  private waiting: Posting[] = [];

  constructor(
    private readonly service: MessageService,
    private readonly connections: Connections,
    private readonly onError: (error: unknown) => void,
  ) {}

  add(posting: Posting): void {
    if (this.waiting.length === 0) {
      setImmediate(() => {
        void this.forward();
      });
    }
    this.waiting.push(posting);
  }

  private async forward(): Promise<void> {
    const postings = this.waiting;
    this.waiting = [];
    try {
      const { refusals } = await this.service.append({ postings });
      for (const refusal of refusals) this.refuse(postings[refusal.index], refusal);
    } catch (error) {
      // The outcome is unknown, so nobody is told `error`: the clients resend (message path, rule 4).
      this.onError(error);
    }
  }

  private refuse(posting: Posting | undefined, { code, message, field, retryAfterMs }: Refusal): void {
    const detail = { field: field === '' ? undefined : field, retryAfterMs: retryAfterMs === 0 ? undefined : retryAfterMs };
    this.connections
      .get(posting?.origin?.session ?? '')
      ?.sendError(new ParleyError(code as ErrorCode, message, detail), posting?.message?.id);
  }
}
