import type { CursorMove } from '#contracts/gen/parley/conversation/internal/v1/message_path.js';
import type { Receipt } from '#contracts/gen/parley/conversation/v1/entry.js';
import type { History } from '#history';
import { HighWaterMarks } from '#runtime';
import type { ConversationRules } from './conversation-rules.js';
import type { ReadFence } from './read-fence.js';
import type { Readers } from './readers.js';

/**
 * How long a cursor waits for History to hold what it points at, in milliseconds: cursors that come meanwhile are merged, which spares a
 * History that is behind.
 */
const WAIT_MS = 8_000;
/** Cursors of which is remembered how far they were noted, so that the other devices of a user cost nothing. */
const REMEMBERED = 50_000;

export interface CursorsDependencies {
  history: History;
  fence: ReadFence;
  rules: ConversationRules;
  readers: Readers;
}

/**
 * Moves cursors. That a participant of a direct conversation has received an entry which is known to be decided is noted as it is: who
 * takes part follows from the conversation's id. Every other move is compared with what History holds.
 */
export class Cursors {
  private readonly noted = new HighWaterMarks(REMEMBERED);
  private readonly notes = new Lane((moves) => this.note(moves));
  private readonly moves = new Lane((moves) => this.compare(moves));

  constructor(private readonly dependencies: CursorsDependencies) {}

  /**
   * Resolves when the cursor is durable, with how it stands as far as that had to be looked up: what is 0 was not. `not_found` for who
   * takes no part.
   */
  async move(move: CursorMove): Promise<Receipt> {
    const { conversation, user } = move;
    const receipt = await (this.isCertain(move) ? this.notes : this.moves).add(move);
    if (receipt !== undefined) return receipt;
    // Without a cursor there is no conversation, or there is nothing in it yet.
    await this.dependencies.readers.entitle(conversation, user);
    return { conversation, user, received: 0, read: 0 };
  }

  private isCertain({ conversation, user, read, decided }: CursorMove): boolean {
    return decided && read === 0 && this.dependencies.rules.participants(conversation).includes(user);
  }

  private async note(moves: readonly CursorMove[]): Promise<Receipt[]> {
    const { history, readers } = this.dependencies;
    const receipts = moves.map(({ conversation, user, received }): Receipt => ({ conversation, user, received, read: 0 }));
    const news = receipts.filter((receipt) => !this.noted.reaches(keyOf(receipt), receipt.received));
    if (news.length === 0) return receipts;
    const cursors = news.map((receipt) => ({ ...receipt, readOrdinal: 0, direct: true }));
    await history.write({ entries: [], heads: [], cursors, blocks: [], members: [] });
    for (const receipt of news) {
      this.noted.raise(keyOf(receipt), receipt.received);
      readers.moved(receipt, { members: 0, read: false });
    }
    return receipts;
  }

  private async compare(moves: readonly CursorMove[]): Promise<Receipt[]> {
    const { fence, history, readers } = this.dependencies;
    // A cursor is clamped to the head in History, so History first has to hold what its sender has seen.
    await fence.passCalmly(WAIT_MS, history.spacing.calmMs);
    const reads = new Set(moves.filter(({ read }) => read > 0).map(keyOf));
    const results = await history.moveCursors(moves);
    for (const { receipt, moved, members } of results) if (moved) readers.moved(receipt, { members, read: reads.has(keyOf(receipt)) });
    return results.map(({ receipt }) => receipt);
  }
}

interface Waiting {
  move: CursorMove;
  resolve: (receipt: Receipt | undefined) => void;
  reject: (error: unknown) => void;
}

/** Acts on moves, once at a time; those that come meanwhile are merged into the next time, one for each cursor. */
class Lane {
  private waiting: Waiting[] = [];
  private acting = false;

  /** @param act answers the cursors that there are */
  constructor(private readonly act: (moves: readonly CursorMove[]) => Promise<Receipt[]>) {}

  /** Resolves with the cursor, or undefined if there is none. */
  add(move: CursorMove): Promise<Receipt | undefined> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ move, resolve, reject });
      if (this.acting) return;
      this.acting = true;
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
        const receipts = new Map((await this.act(merge(batch))).map((receipt) => [keyOf(receipt), receipt]));
        for (const { move, resolve } of batch) resolve(receipts.get(keyOf(move)));
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    this.acting = false;
  }
}

function keyOf({ conversation, user }: { conversation: string; user: string }): string {
  return `${conversation} ${user}`;
}

function merge(batch: readonly Waiting[]): CursorMove[] {
  const merged = new Map<string, CursorMove>();
  for (const { move } of batch) {
    const earlier = merged.get(keyOf(move));
    const received = Math.max(earlier?.received ?? 0, move.received);
    merged.set(keyOf(move), { ...move, received, read: Math.max(earlier?.read ?? 0, move.read) });
  }
  return [...merged.values()];
}
