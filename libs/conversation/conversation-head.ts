import type { HeadState } from '#history';
import { AcceptedIds } from './accepted-ids.js';
import { CLOCK_SKEW_MS } from './client-id.js';

/** A block as the log's order has it. */
export interface BlockState {
  blocked: boolean;
  version: number;
}

/** The state of a conversation at one position of the log: all that decisions depend on. */
export class ConversationHead {
  seq: number;
  ordinal: number;
  /** Log time of the newest entry, in milliseconds. */
  at: number;
  /** Up to which `seq` History holds the conversation. */
  writtenSeq: number;
  readonly blocks = new Map<string, BlockState>();
  /** Writes to History that are not yet known to be durable. */
  unwritten = 0;
  private readonly senders = new Map<string, AcceptedIds>();
  private readonly idsUnknownUpTo: number;

  /** @param since log time of the first record that is decided on this head, in milliseconds */
  constructor(
    readonly conversation: string,
    readonly participants: readonly string[],
    state: HeadState,
    since: number,
  ) {
    this.seq = state.seq;
    this.ordinal = state.ordinal;
    this.at = state.at;
    this.writtenSeq = state.seq;
    // Whatever is accepted from now on is known. What was accepted before carries no time beyond the allowed skew.
    this.idsUnknownUpTo = state.seq === 0 ? Number.NEGATIVE_INFINITY : since + CLOCK_SKEW_MS;
    for (const { blocker, blocked, version } of state.blocks) this.blocks.set(blocker, { blocked, version });
  }

  idsOf(sender: string): AcceptedIds {
    let ids = this.senders.get(sender);
    if (ids === undefined) {
      ids = new AcceptedIds(this.idsUnknownUpTo);
      this.senders.set(sender, ids);
    }
    return ids;
  }
}
