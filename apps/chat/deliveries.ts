import type { DeliverRequest, Delivery } from '#contracts/gen/parley/chat/internal/v1/chat_internal.js';
import { conversationOf } from '#conversation';
import { ParleyError, type ErrorCode } from '#errors';
import type { Connections } from './connections.js';
import { eventFrameOf } from './event-frame.js';
import { FanOut } from './fan-out.js';
import type { Rooms } from './rooms.js';
import type { WrittenEntries } from './written-entries.js';

/** How long a change of memberships may wait until all who deliver know of it, in milliseconds. */
const INTEREST_WAIT_MS = 1_000;

/** Writes what sequencers deliver to the sockets it concerns; each frame is serialised once, however many they are. */
export class Deliveries {
  private readonly fanOut: FanOut;

  constructor(
    private readonly connections: Connections,
    private readonly rooms: Rooms,
    private readonly written: WrittenEntries,
    /** The sockets may have missed something before what comes now. */
    private readonly onMissed: () => void,
  ) {
    this.fanOut = new FanOut(rooms, connections, (delivery) => this.answer(delivery));
  }

  /** Resolves when everything stands in the buffers of the sockets. */
  async deliver({ deliveries, missed }: DeliverRequest): Promise<void> {
    if (missed) this.onMissed();
    let changes = false;
    for (const delivery of deliveries) {
      changes ||= delivery.memberships.length > 0;
      this.take(delivery);
    }
    await this.fanOut.flush();
    // Whoever orders the group next has to know of its new readers before the change counts as delivered.
    if (changes) await this.rooms.settled(INTEREST_WAIT_MS);
  }

  private take(delivery: Delivery): void {
    const { entry, members, users } = delivery;
    const repeated = entry !== undefined && !this.written.take(entry);
    if (members && !repeated) this.fanOut.add(conversationOf(delivery), delivery);
    else {
      this.answer(delivery);
      if (users.length > 0 && !repeated) this.tell(delivery);
    }
  }

  private answer({ session, ack, refused }: Delivery): void {
    if (session === '') return;
    const connection = this.connections.get(session);
    if (connection === undefined) return;
    if (ack !== undefined) connection.send({ type: 'ack', ...ack });
    if (refused !== undefined) {
      const { id, code, message, field } = refused;
      connection.sendError(new ParleyError(code as ErrorCode, message, { field: field === '' ? undefined : field }), id);
    }
  }

  private tell(delivery: Delivery): void {
    let text: string | undefined;
    for (const user of delivery.users) {
      for (const connection of this.connections.ofUser(user)) {
        if (connection.session === delivery.session) continue;
        text ??= JSON.stringify(eventFrameOf(delivery));
        if (delivery.entry === undefined) connection.sendText(text);
        else connection.sendEntry(delivery.entry, text);
      }
    }
  }
}
