import type { CursorMove } from '#contracts/gen/parley/conversation/internal/v1/message_path.js';
import type { Receipt } from '#contracts/gen/parley/conversation/v1/entry.js';
import type { History } from '#history';
import type { ReadFence } from './read-fence.js';
import type { Readers } from './readers.js';

/**
 * How long a cursor waits for History to hold what it points at, in milliseconds: cursors that come meanwhile are merged, which spares a
 * History that is behind.
 */
const WAIT_MS = 8_000;

export interface CursorsDependencies {
  history: History;
  fence: ReadFence;
  readers: Readers;
}

interface Waiting {
  move: CursorMove;
  resolve: (receipt: Receipt) => void;
  reject: (error: unknown) => void;
}

/** Moves cursors: one write in flight; what comes in meanwhile is merged into the next one. */
export class Cursors {
  private waiting: Waiting[] = [];
  private writing = false;

  constructor(private readonly dependencies: CursorsDependencies) {}

  /** Resolves with the cursor as it stands, durable. `not_found` for who takes no part. */
  move(move: CursorMove): Promise<Receipt> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ move, resolve, reject });
      if (this.writing) return;
      this.writing = true;
      setImmediate(() => {
        void this.drain();
      });
    });
  }

  private async drain(): Promise<void> {
    while (this.waiting.length > 0) {
      const batch = this.waiting;
      this.waiting = [];
      try {
        await this.write(batch);
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    this.writing = false;
  }

  private async write(batch: readonly Waiting[]): Promise<void> {
    const { fence, history } = this.dependencies;
    // A cursor is clamped to the head in History, so History first has to hold what its sender has seen.
    await fence.passCalmly(WAIT_MS, history.spacingMs);
    const moves = merge(batch);
    const results = await history.moveCursors([...moves.values()]);
    const receipts = new Map<string, Receipt>();
    for (const { receipt, moved, members } of results) {
      receipts.set(keyOf(receipt), receipt);
      const read = (moves.get(keyOf(receipt))?.read ?? 0) > 0;
      if (moved) this.dependencies.readers.moved(receipt, { members, read });
    }
    for (const waiting of batch) this.answer(waiting, receipts.get(keyOf(waiting.move)));
  }

  /** Without a cursor there is no conversation, or there is nothing in it yet. */
  private answer({ move: { conversation, user }, resolve, reject }: Waiting, receipt: Receipt | undefined): void {
    if (receipt !== undefined) resolve(receipt);
    else {
      const nothing = { conversation, user, received: 0, read: 0 };
      this.dependencies.readers.entitle(conversation, user).then(() => resolve(nothing), reject);
    }
  }
}

function keyOf({ conversation, user }: { conversation: string; user: string }): string {
  return `${conversation} ${user}`;
}

function merge(batch: readonly Waiting[]): Map<string, CursorMove> {
  const merged = new Map<string, CursorMove>();
  for (const { move } of batch) {
    const earlier = merged.get(keyOf(move));
    const received = Math.max(earlier?.received ?? 0, move.received);
    merged.set(keyOf(move), { ...move, received, read: Math.max(earlier?.read ?? 0, move.read) });
  }
  return merged;
}
