import type { Clock } from './clock.js';
import type { IncomingEntry } from './conversation-log.js';
import { Cursors } from './cursors.js';
import { DeliveryTracker } from './delivery.js';
import type { Emitter } from './emitter.js';
import { EntryOrder } from './entry-order.js';
import { beginsMembership, endsMembership } from './membership.js';
import type { ClientEvents, EntryPage, OutgoingMessage } from './model.js';
import type { Outbox, Settlement } from './outbox.js';
import type { AckFrame, ClientFrame, ConversationSummary, Entry, EntryFrame, ErrorFrame, Receipt, ReceiptCounts } from './protocol.js';

export interface InboundOptions {
  clock: Clock;
  events: Emitter<ClientEvents>;
  outbox: Outbox;
  transmit: (frame: ClientFrame) => boolean;
  /** Entries after a `seq`, ascending. */
  fetch: (conversation: string, after: number, limit: number) => Promise<EntryPage>;
  onOutgoing: (message: OutgoingMessage) => void;
}

/** What the server tells of conversations: entries in order, memberships, and how far their participants have come. */
export class Inbound {
  private readonly order: EntryOrder;
  private readonly cursors: Cursors;
  private readonly delivery: DeliveryTracker;
  /** Conversations that are known to be those of groups. */
  private readonly groups = new Set<string>();
  private user: string | undefined;

  constructor(private readonly options: InboundOptions) {
    const { clock, transmit, fetch } = options;
    this.cursors = new Cursors({ clock, transmit, isGroup: (conversation) => this.groups.has(conversation) });
    this.delivery = new DeliveryTracker(options.onOutgoing);
    this.order = new EntryOrder({
      clock,
      fetch,
      deliver: (entry) => this.deliver(entry),
      beginsMembership: (entry) => beginsMembership(entry, this.user),
    });
  }

  /** Forgets everything; what comes is from now on for this account. */
  switchAccount(user: string | undefined): void {
    this.user = user;
    this.order.clear();
    this.cursors.clear();
    this.delivery.clear();
    this.groups.clear();
  }

  connect(): void {
    this.cursors.connect();
  }

  disconnect(): void {
    this.cursors.disconnect();
    this.order.setReady(false);
  }

  /** Everything that was missed has come, or with `reset` nothing of it. */
  ready(reset: boolean): void {
    if (reset) {
      this.order.restart();
      this.options.events.emit('reset', undefined);
    }
    this.order.setReady(true);
  }

  ack(frame: AckFrame): void {
    const settled = this.options.outbox.settle(frame);
    if (!settled) return this.order.exists(frame.conversation, frame.seq);
    if (settled.item.to.group !== undefined) this.groups.add(frame.conversation);
    this.order.offer(ownEntry(settled, frame));
    this.delivery.follow(settled.message);
  }

  /** One's own message may come back as an entry when its acknowledgement was lost with a socket. */
  entry({ conversation, seq, ordinal, kind, id, from, at, body, target, replyTo, mentions, system }: EntryFrame): void {
    const entry = { conversation, seq, ordinal, kind, id, from, at, body, target, replyTo, mentions, system };
    const settled = kind === 'message' && from === this.user ? this.options.outbox.settle(entry) : undefined;
    if (kind === 'system') this.groups.add(conversation);
    this.order.offer(entry);
    if (settled) this.delivery.follow(settled.message);
  }

  changes(summaries: readonly ConversationSummary[]): void {
    this.learnGroups(summaries);
    const changes = summaries.flatMap((summary) => this.order.moved(summary) ?? []);
    if (changes.length > 0) this.options.events.emit('changes', changes);
  }

  receipt({ conversation, user, received, read }: Receipt): void {
    const receipt = { conversation, user, received, read };
    if (user !== this.user) this.delivery.receipt(receipt);
    this.options.events.emit('receipt', receipt);
  }

  receipts({ conversation, seq, received, read }: ReceiptCounts): void {
    const counts = { conversation, seq, received, read };
    this.delivery.counts(counts);
    this.options.events.emit('receipts', counts);
  }

  /** The application has loaded these conversations up to their heads. */
  learn(summaries: readonly ConversationSummary[]): void {
    this.learnGroups(summaries);
    for (const summary of summaries) {
      this.order.learn(summary);
      if (summary.receipt) this.delivery.receipt(summary.receipt);
    }
  }

  /** The application has loaded a conversation up to this entry. */
  learnNewest(entry: Entry): void {
    this.order.learn({ conversation: entry.conversation, head: entry.seq, last: entry });
  }

  read(conversation: string, seq: number): void {
    this.cursors.move('read', conversation, seq);
  }

  /** Whether the refusal was about a cursor that will be sent again. */
  refuse(frame: ErrorFrame): boolean {
    return this.cursors.refuse(frame);
  }

  private deliver(entry: Entry): void {
    const { conversation, seq } = entry;
    this.options.events.emit('entry', entry);
    if (endsMembership(entry, this.user)) {
      this.cursors.drop(conversation);
      this.options.events.emit('membership', { conversation, member: false, entry });
      return;
    }
    if (entry.from !== this.user) this.cursors.move('received', conversation, seq);
    if (beginsMembership(entry, this.user)) this.options.events.emit('membership', { conversation, member: true, entry });
  }

  private learnGroups(summaries: readonly ConversationSummary[]): void {
    for (const { conversation, group } of summaries) if (group !== undefined) this.groups.add(conversation);
  }
}

function ownEntry({ item }: Settlement, { conversation, seq, at }: AckFrame): IncomingEntry {
  const { id, from, body, replyTo, mentions = [] } = item;
  return { conversation, seq, kind: 'message', id, from, at, body, replyTo, mentions: [...mentions] };
}
