import type { Delivery, Membership } from '#contracts/gen/parley/chat/internal/v1/chat_internal.js';
import type { Command } from '#contracts/gen/parley/conversation/internal/v1/command.js';
import type { Entry } from '#contracts/gen/parley/conversation/v1/entry.js';
import type { HeadWrite } from '#history';
import type { ConversationHead } from './conversation-head.js';
import type { ChangedMember, Outcome } from './decide.js';
import type { Deliverer } from './deliverer.js';
import { deliveryOf } from './delivery.js';
import type { HistoryWriter } from './history-writer.js';
import type { OffsetTicket } from './offset-tracker.js';
import type { RelayWriter } from './relay-writer.js';

/** One command on its way through the sequencer. */
export interface Work {
  command: Command;
  at: number;
  position: bigint;
  tickets: Tickets;
}

/** The two things that have to be known about a record: written for good, and brought to everybody. */
export interface Tickets {
  stored: OffsetTicket;
  delivered: OffsetTicket;
}

/** What follows from a decision: what is written, who is told, and where the answer goes. */
export class Consequences {
  constructor(
    private readonly partition: number,
    private readonly writer: HistoryWriter,
    private readonly told: { deliverer: Deliverer; relay: RelayWriter },
  ) {}

  of(head: ConversationHead, work: Work, outcome: Exclude<Outcome, { kind: 'needs-ids' }>): void {
    switch (outcome.kind) {
      case 'accepted':
        this.accept(head, work, outcome.entry);
        break;
      case 'repeated':
        this.answer(work, {
          ack: { id: work.command.id, conversation: head.conversation, seq: outcome.original.seq, at: outcome.original.at },
        });
        break;
      case 'refused':
        this.answer(work, {
          refused: { id: work.command.id, code: outcome.reason.code, message: outcome.reason.message, field: outcome.reason.field ?? '' },
        });
        break;
      case 'block-changed':
        this.writer.add({
          head,
          ticket: work.tickets.stored,
          block: { conversation: head.conversation, blocker: work.command.from, ...outcome.block, position: work.position },
        });
        break;
      case 'changed':
        this.change(head, work, outcome);
        break;
      case 'nothing':
        break;
    }
  }

  private accept(head: ConversationHead, { command, position, tickets }: Work, entry: Entry): void {
    const { conversation, participants } = head;
    const { seq, ordinal, at, from } = entry;
    this.writer.add({
      head,
      ticket: tickets.stored,
      stored: { entry, position },
      headWrite: this.headWrite(head, position, { seq, at }),
      cursors: [{ conversation, user: from, direct: !head.ofGroup, received: seq, read: seq, readOrdinal: ordinal }],
    });
    for (const user of participants) {
      const own = user === from;
      this.told.relay.add({ user, conversation, head: seq, received: own ? seq : 0 }, tickets.stored);
    }
    const { origin } = command;
    const delivery = deliveryOf({
      session: origin?.session ?? '',
      users: [...participants],
      ...(origin !== undefined && { ack: { id: command.id, conversation, seq, at } }),
      entry,
      members: head.ofGroup,
    });
    this.told.deliverer.add(delivery, origin?.node, tickets.delivered);
  }

  /** Whoever joins begins as having read up to the joining (message path, rule 17). */
  private change(head: ConversationHead, { position, tickets }: Work, { entry, members }: Outcome & { kind: 'changed' }): void {
    const { conversation, seq, ordinal } = entry;
    this.writer.add({
      head,
      ticket: tickets.stored,
      stored: { entry, position },
      headWrite: this.headWrite(head, position, { seq: 0, at: 0 }),
      cursors: members
        .filter(({ joined }) => joined)
        .map(({ user }) => ({ conversation, user, direct: false, received: seq, read: seq, readOrdinal: ordinal })),
      members: members.map(({ user, role, from, joinedAt }) => ({ conversation, user, role, from, joinedAt, seq, position })),
    });
    const moved = members.filter(({ joined, role }) => joined || role === '');
    // Nobody has to be looked up when a group ends: nothing more can come of it.
    const users = entry.system?.event === 'deleted' ? [] : moved.map(({ user }) => user);
    const delivery = deliveryOf({ entry, users, members: true, memberships: moved.map(toMembership) });
    this.told.deliverer.add(delivery, undefined, tickets.delivered);
  }

  private headWrite(head: ConversationHead, position: bigint, message: HeadWrite['message']): HeadWrite {
    const { conversation, participants, seq, ordinal } = head;
    return { conversation, partition: this.partition, participants, members: head.members.size, seq, ordinal, message, position };
  }

  private answer({ command, tickets }: Work, answer: Partial<Delivery>): void {
    const { origin } = command;
    if (origin === undefined) return;
    this.told.deliverer.add(deliveryOf({ session: origin.session, ...answer }), origin.node, tickets.delivered);
  }
}

function toMembership({ user, role, from }: ChangedMember): Membership {
  return { user, from: role === '' ? 0 : from };
}
