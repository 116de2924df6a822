import { MessageInternalService, type ServiceClients } from '#contracts';
import type { CursorMove } from '#contracts/gen/parley/message/internal/v1/message_internal.js';
import { ParleyError, type ErrorCode } from '#errors';
import type { Connection } from './connection.js';

interface Waiting {
  move: CursorMove;
  connection: Connection;
  id: string | undefined;
}

/** Forwards cursors: one call in flight, those that come meanwhile make up the next. */
export class CursorMoves {
  private waiting: Waiting[] = [];
  private sending = false;

  constructor(
    private readonly clients: ServiceClients,
    private readonly onError: (error: unknown) => void,
  ) {}

  add(move: CursorMove, connection: Connection, id: string | undefined): void {
    this.waiting.push({ move, connection, id });
    if (this.sending) return;
    this.sending = true;
    setImmediate(() => {
      void this.drain();
    });
  }

  private async drain(): Promise<void> {
    while (this.waiting.length > 0) {
      const batch = this.waiting;
      this.waiting = [];
      try {
        const { refusals } = await this.clients.client(MessageInternalService).moveCursors({ moves: batch.map(({ move }) => move) });
        for (const { index, code, message, field } of refusals) {
          const refused = batch[index];
          refused?.connection.sendError(new ParleyError(code as ErrorCode, message, { field }), refused.id);
        }
      } catch (error) {
        // A cursor that is lost moves with the next one: cursors are cumulative.
        this.onError(error);
      }
    }
    this.sending = false;
  }
}
