import type { CursorMove } from '#contracts/gen/parley/conversation/internal/v1/message_path.js';
import { ParleyError, type ErrorCode } from '#errors';
import type { Connection } from './connection.js';
import type { MessageService } from './routes.js';
import type { WrittenEntries } from './written-entries.js';

/** A History that is behind may take a while, in milliseconds. */
const DEADLINE_MS = 10_000;

export interface CursorMovesOptions {
  service: MessageService;
  written: WrittenEntries;
  /** How far apart calls begin that only say that something was received, in milliseconds. */
  spacingMs: number;
  onError: (error: unknown) => void;
}

interface Waiting {
  move: Omit<CursorMove, 'decided'>;
  connection: Connection;
  id: string | undefined;
}

/**
 * Forwards cursors to one service: one call in flight, those that come meanwhile make up the next. That something was read is told at once.
 * What was received may wait, but for the first after a pause: the members of a large group do not answer each message one by one, and
 * every call costs a write for each of its conversations.
 */
export class CursorMoves {
  private waiting = new Map<string, Waiting>();
  private sending = false;
  private timer: NodeJS.Timeout | undefined;
  /** When the next call may begin, by `performance.now()`. */
  private dueAt = 0;

  constructor(private readonly options: CursorMovesOptions) {}

  add(move: Waiting['move'], connection: Connection, id: string | undefined): void {
    const key = `${connection.session} ${move.conversation}`;
    const earlier = this.waiting.get(key)?.move;
    const received = Math.max(earlier?.received ?? 0, move.received);
    const read = Math.max(earlier?.read ?? 0, move.read);
    this.waiting.set(key, { move: { ...move, received, read }, connection, id });
    if (move.read > 0 && this.dueAt > 0) this.hurry();
    this.schedule();
  }

  private hurry(): void {
    this.dueAt = 0;
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  private schedule(): void {
    if (this.sending || this.waiting.size === 0) return;
    this.timer ??= setTimeout(() => void this.send(), Math.max(0, this.dueAt - performance.now())).unref();
  }

  private async send(): Promise<void> {
    this.timer = undefined;
    const batch = [...this.waiting.values()];
    this.waiting = new Map();
    this.sending = true;
    this.dueAt = performance.now() + this.options.spacingMs;
    await this.forward(batch);
    this.sending = false;
    this.schedule();
  }

  private async forward(batch: readonly Waiting[]): Promise<void> {
    const { service, written, onError } = this.options;
    const moves = batch.map(({ move }) => ({ ...move, decided: written.reach(move.conversation, move.received) }));
    try {
      const { refusals } = await service.moveCursors({ moves }, { deadlineMs: DEADLINE_MS });
      for (const { index, code, message, field } of refusals) {
        const refused = batch[index];
        refused?.connection.sendError(new ParleyError(code as ErrorCode, message, { field }), refused.id);
      }
    } catch (error) {
      // A cursor that is lost moves with the next one: cursors are cumulative.
      onError(error);
    }
  }
}
