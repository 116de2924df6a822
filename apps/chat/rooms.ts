import type { Membership } from '#contracts/gen/parley/chat/internal/v1/chat_internal.js';
import type { GroupMembership } from '#contracts/gen/parley/group_message/internal/v1/group_message_internal.js';
import type { Connection } from './connection.js';
import type { Connections } from './connections.js';
import type { Interest } from './interest.js';

/** Sockets of a group's members, with the `seq` of the first entry that each may read. */
export type Readers = ReadonlyMap<Connection, number>;

const NOBODY: Readers = new Map();

/**
 * Who on this node may read which group (message path, rule 16). A node hears of every change of a membership in the order of the
 * conversation, so that who reads an entry is always decided as of that entry. For a socket that is only now coming in, the memberships
 * that were asked for and the changes that came meanwhile are merged by the entries that made them.
 */
export class Rooms {
  private readonly rooms = new Map<string, Map<Connection, number>>();

  constructor(
    private readonly connections: Connections,
    private readonly interest: Interest,
  ) {}

  readersOf(conversation: string): Readers {
    return this.rooms.get(conversation) ?? NOBODY;
  }

  /** The memberships of a socket whose session was registered before they were asked for. */
  enter(connection: Connection, memberships: readonly GroupMembership[]): void {
    const { changedMeanwhile } = connection;
    connection.changedMeanwhile = undefined;
    for (const { conversation, from, seq } of memberships) {
      if ((changedMeanwhile?.get(conversation)?.seq ?? 0) < seq) this.join(connection, conversation, from);
    }
    for (const [conversation, { from }] of changedMeanwhile ?? []) {
      if (from > 0 && !this.readersOf(conversation).has(connection)) this.join(connection, conversation, from);
    }
  }

  /** What the entry `seq` made of a user. */
  change(conversation: string, { user, from }: Membership, seq: number): void {
    for (const connection of this.connections.ofUser(user)) {
      if (connection.changedMeanwhile !== undefined) connection.changedMeanwhile.set(conversation, { from, seq });
      else if (from > 0) this.join(connection, conversation, from);
      else this.quit(connection, conversation);
    }
  }

  /** The socket has closed. */
  forget(connection: Connection): void {
    for (const conversation of connection.groups ?? []) this.remove(connection, conversation);
    connection.groups = undefined;
  }

  /** What happens in a conversation came here, though nobody reads it any more. */
  unwanted(conversation: string): void {
    this.interest.drop(conversation);
  }

  /** Resolves when all who deliver know which conversations are read here, or after `waitMs`. */
  async settled(waitMs: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, waitMs)));
    // Whoever cannot be told now is told later; those who come in until then wait for it.
    await Promise.race([this.interest.settled().catch(() => late), late]);
    clearTimeout(timer);
  }

  private join(connection: Connection, conversation: string, from: number): void {
    if (!connection.open) return;
    let room = this.rooms.get(conversation);
    if (room === undefined) {
      room = new Map();
      this.rooms.set(conversation, room);
      this.interest.add(conversation);
    }
    if (!room.has(connection)) (connection.groups ??= []).push(conversation);
    room.set(connection, from);
  }

  private quit(connection: Connection, conversation: string): void {
    connection.groups = connection.groups?.filter((other) => other !== conversation);
    this.remove(connection, conversation);
  }

  private remove(connection: Connection, conversation: string): void {
    const room = this.rooms.get(conversation);
    room?.delete(connection);
    if (room?.size !== 0) return;
    this.rooms.delete(conversation);
    this.interest.drop(conversation);
  }
}
