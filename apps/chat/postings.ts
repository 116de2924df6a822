import type { Posting, Refusal } from '#contracts/gen/parley/conversation/internal/v1/message_path.js';
import { ParleyError, type ErrorCode } from '#errors';
import type { Connections } from './connections.js';
import type { MessageService } from './routes.js';

/** About how many bytes one batch carries. */
const MAX_BATCH_BYTES = 1 << 20;

/**
 * Forwards messages to one service: those of one tick as one batch. Batches overlap; they keep their order while they go to one instance, and
 * what was sent with `after` keeps it whatever dies.
 */
export class Postings {
  private waiting: Posting[] = [];

  constructor(
    private readonly node: string,
    private readonly service: MessageService,
    private readonly connections: Connections,
    private readonly onError: (error: unknown) => void,
  ) {}

  add(posting: Posting): void {
    if (this.waiting.length === 0) {
      setImmediate(() => {
        this.forwardAll();
      });
    }
    this.waiting.push(posting);
  }

  private forwardAll(): void {
    const { waiting } = this;
    this.waiting = [];
    let batch: Posting[] = [];
    let bytes = 0;
    for (const posting of waiting) {
      batch.push(posting);
      bytes += 300 + (posting.message?.body.length ?? 0);
      if (bytes < MAX_BATCH_BYTES) continue;
      void this.forward(batch);
      [batch, bytes] = [[], 0];
    }
    if (batch.length > 0) void this.forward(batch);
  }

  private async forward(postings: Posting[]): Promise<void> {
    try {
      const { refusals } = await this.service.append({ postings }, { sticky: this.node });
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
