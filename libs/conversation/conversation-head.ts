import type { HeadState, MemberState } from '#history';
import { AcceptedIds } from './accepted-ids.js';
import { versionOfChange } from './group-change.js';
import { CLOCK_SKEW_MS } from './client-id.js';

/** Senders of one conversation whose ids stay in memory. */
const SENDERS_IN_MEMORY = 200;

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
  /** The members of a group. */
  readonly members = new Map<string, MemberState>();
  /** The version of the group's newest change. */
  version: number;
  /** Writes to History that are not yet known to be durable. */
  unwritten = 0;
  /** In the order of their latest message, so that the first is the one to forget. */
  private readonly senders = new Map<string, AcceptedIds>();
  /** Senders whose ids have left memory, with the time up to which these are unknown. */
  private readonly forgotten = new Map<string, number>();
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
    for (const member of state.members) this.members.set(member.user, member);
    this.version = versionOfChange(state.lastChange);
  }

  /** Whether the user takes part now. */
  includes(user: string): boolean {
    return this.participants.includes(user) || this.members.has(user);
  }

  /** What a group's conversation has, and a direct one has not: members who come and go. */
  get ofGroup(): boolean {
    return this.participants.length === 0;
  }

  idsOf(sender: string): AcceptedIds {
    const ids = this.senders.get(sender) ?? new AcceptedIds(this.forgotten.get(sender) ?? this.idsUnknownUpTo);
    this.senders.delete(sender);
    this.senders.set(sender, ids);
    this.forgotten.delete(sender);
    if (this.senders.size > SENDERS_IN_MEMORY) this.forgetSender();
    return ids;
  }

  private forgetSender(): void {
    const [oldest] = this.senders;
    if (oldest === undefined || oldest[1].newestSeq > this.writtenSeq) return;
    this.senders.delete(oldest[0]);
    this.forgotten.set(oldest[0], oldest[1].newestTime);
  }
}
