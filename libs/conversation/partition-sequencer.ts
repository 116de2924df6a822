import type { Command } from '#contracts/gen/parley/conversation/internal/v1/command.js';
import type { LogRecord } from '#event-log';
import { packPosition, type AcceptedId, type HeadState, type History } from '#history';
import type { Urgency } from '#runtime';
import { idRangeOf, type IdRange } from './accepted-ids.js';
import type { Backlog } from './backlog.js';
import { Consequences, type Work } from './consequences.js';
import { ConversationHead } from './conversation-head.js';
import type { ConversationRules } from './conversation-rules.js';
import { decide, type ChangedMember } from './decide.js';
import type { Deliverer } from './deliverer.js';
import { HistoryWriter } from './history-writer.js';
import { OffsetTracker } from './offset-tracker.js';
import { decodeRecord, weightOf } from './record-codec.js';
import type { RelayWriter } from './relay-writer.js';
import { untilDone } from './retry.js';

/** Conversations whose head stays in memory, per partition; beyond, those that History holds are evicted, oldest first. */
const HEADS_IN_MEMORY = 20_000;
/** The same for members of groups, of about 200 bytes each. */
const MEMBERS_IN_MEMORY = 500_000;

export interface SequencerDependencies {
  history: History;
  rules: ConversationRules;
  deliverer: Deliverer;
  relay: RelayWriter;
  backlog: Backlog;
  /** Readers wait for what is decided to be stored. */
  urgency: Urgency;
  onError: (error: unknown) => void;
  /** A record that no owner can decode: it is passed over, and somebody should look. */
  onPoison: (record: LogRecord) => void;
}

/** A conversation in memory; commands wait in `parked` while something has to be loaded first. */
interface Slot {
  head: ConversationHead | undefined;
  parked: Work[];
  loading: boolean;
}

/**
 * Decides the commands of one partition in log order. Its decisions depend on the log alone, so that a replay, or a former
 * owner that wakes up, decides the same. Made anew whenever the partition is assigned; nothing survives from before.
 */
export class PartitionSequencer {
  readonly stored: OffsetTracker;
  readonly delivered: OffsetTracker;
  private readonly slots = new Map<string, Slot>();
  private readonly writer: HistoryWriter;
  private readonly consequences: Consequences;
  private members = 0;
  private toLoad: { slot: Slot; work: Work }[] = [];
  private stopped = false;

  constructor(
    partition: number,
    private readonly epoch: number,
    start: number,
    private readonly dependencies: SequencerDependencies,
  ) {
    this.stored = new OffsetTracker(start);
    this.delivered = new OffsetTracker(start);
    this.writer = new HistoryWriter(dependencies);
    this.consequences = new Consequences(partition, this.writer, dependencies);
  }

  /** Below this offset everything that follows from a record is done. */
  get finished(): number {
    return Math.min(this.stored.offset, this.delivered.offset);
  }

  process(records: readonly LogRecord[]): void {
    if (this.stopped) return;
    for (const record of records) this.processRecord(record);
    if (this.toLoad.length > 0) void this.loadHeads();
    if (this.slots.size > HEADS_IN_MEMORY || this.members > MEMBERS_IN_MEMORY) this.evict();
  }

  stop(): void {
    this.stopped = true;
    this.writer.stop();
    this.stored.abandon();
    for (const slot of this.slots.values()) for (const work of slot.parked) this.dependencies.backlog.remove(weightOf(work.command));
    this.slots.clear();
  }

  private processRecord(record: LogRecord): void {
    const tickets = { stored: this.stored.begin(record.offset), delivered: this.delivered.begin(record.offset) };
    for (const [index, command] of this.decode(record).entries()) {
      const position = packPosition({ epoch: this.epoch, offset: record.offset, index });
      this.route({ command, at: record.at, position, tickets });
    }
    tickets.stored.release();
    tickets.delivered.release();
  }

  private decode(record: LogRecord): Command[] {
    try {
      return decodeRecord(record.payload);
    } catch {
      this.dependencies.onPoison(record);
      return [];
    }
  }

  private route(work: Work): void {
    const { conversation } = work.command;
    let slot = this.slots.get(conversation);
    if (slot === undefined) {
      slot = { head: undefined, parked: [], loading: true };
      this.slots.set(conversation, slot);
      this.toLoad.push({ slot, work });
    }
    this.admit(slot, work);
  }

  private admit(slot: Slot, work: Work): void {
    if (slot.loading) this.park(slot, work);
    else this.apply(slot, work);
  }

  private park(slot: Slot, work: Work): void {
    work.tickets.stored.hold();
    work.tickets.delivered.hold();
    this.dependencies.backlog.add(weightOf(work.command));
    slot.parked.push(work);
  }

  /** Heads as of the first command that waits for each; all that are needed at once come with one query. */
  private async loadHeads(): Promise<void> {
    const loads = this.toLoad;
    this.toLoad = [];
    let states: HeadState[] = [];
    const loaded = await this.patiently(async () => {
      states = await this.dependencies.history.loadHeads(
        loads.map(({ work }) => ({ conversation: work.command.conversation, below: work.position })),
      );
    });
    if (!loaded) return;
    for (const [index, { slot, work }] of loads.entries()) {
      const state = states[index];
      if (state === undefined) continue;
      const { conversation } = work.command;
      slot.head = new ConversationHead(conversation, this.dependencies.rules.participants(conversation), state, work.at);
      this.members += slot.head.members.size;
      this.resume(slot);
    }
  }

  private async loadIds(slot: Slot, head: ConversationHead, { command, position }: Work, { since, unknownUpTo }: IdRange): Promise<void> {
    const { conversation, from: sender } = command;
    let ids: AcceptedId[] = [];
    const loaded = await this.patiently(async () => {
      ids = await this.dependencies.history.loadIds({ conversation, sender, since, below: position });
    });
    if (!loaded) return;
    head.idsOf(sender).restore(ids, unknownUpTo);
    this.resume(slot);
  }

  private async patiently(action: () => Promise<void>): Promise<boolean> {
    const done = await untilDone(action, () => this.stopped, this.dependencies.onError);
    return done && !this.stopped;
  }

  private resume(slot: Slot): void {
    slot.loading = false;
    const { parked } = slot;
    slot.parked = [];
    for (const work of parked) {
      this.admit(slot, work);
      this.dependencies.backlog.remove(weightOf(work.command));
      work.tickets.stored.release();
      work.tickets.delivered.release();
    }
  }

  private apply(slot: Slot, work: Work): void {
    const { head } = slot;
    if (head === undefined) throw new Error(`conversation ${work.command.conversation} has no head`);
    const outcome = decide({ head, rules: this.dependencies.rules, command: work.command, at: work.at });
    if (outcome.kind === 'needs-ids') {
      slot.loading = true;
      this.park(slot, work);
      void this.loadIds(slot, head, work, idRangeOf(outcome.id, work.at));
      return;
    }
    this.consequences.of(head, work, outcome);
    if (outcome.kind === 'changed') this.members += joinedOf(outcome.members);
  }

  private evict(): void {
    for (const [conversation, slot] of this.slots) {
      if (this.slots.size <= HEADS_IN_MEMORY * 0.9 && this.members <= MEMBERS_IN_MEMORY * 0.9) return;
      if (slot.head?.unwritten !== 0 || slot.loading) continue;
      this.members -= slot.head.members.size;
      this.slots.delete(conversation);
    }
  }
}

function joinedOf(members: readonly ChangedMember[]): number {
  return members.reduce((sum, { joined, role }) => sum + Number(joined) - Number(role === ''), 0);
}
