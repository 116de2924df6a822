import type { Delivery } from '#contracts/gen/parley/chat/internal/v1/chat_internal.js';
import { conversationOf } from '#conversation';
import { ParleyError, type ErrorCode } from '#errors';
import type { Connections } from './connections.js';
import { eventFrameOf } from './event-frame.js';
import { FanOut } from './fan-out.js';
import type { Rooms } from './rooms.js';

/** Writes what sequencers deliver to the sockets it concerns; each frame is serialised once, however many they are. */
export class Deliveries {
  private readonly fanOut: FanOut;

  constructor(
    private readonly connections: Connections,
    rooms: Rooms,
  ) {
    this.fanOut = new FanOut(rooms, connections, (delivery) => this.answer(delivery));
  }

  /** Resolves when everything stands in the buffers of the sockets. */
  async deliver(deliveries: readonly Delivery[]): Promise<void> {
    for (const delivery of deliveries) {
      if (delivery.members) this.fanOut.add(conversationOf(delivery), delivery);
      else {
        this.answer(delivery);
        if (delivery.users.length > 0) this.tell(delivery);
      }
    }
    await this.fanOut.flush();
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
