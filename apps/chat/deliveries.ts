import type { Delivery } from '#contracts/gen/parley/chat/internal/v1/chat_internal.js';
import type { ErrorCode } from '#errors';
import { ParleyError } from '#errors';
import type { Connection } from './connection.js';
import type { Connections } from './connections.js';

/** Writes what sequencers deliver to the sockets it concerns; each frame is serialised once, however many they are. */
export class Deliveries {
  constructor(private readonly connections: Connections) {}

  deliver(deliveries: readonly Delivery[]): void {
    for (const delivery of deliveries) {
      this.answer(delivery);
      if (delivery.users.length > 0) this.tell(delivery);
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

  private tell({ session, users, entry, receipt, typing }: Delivery): void {
    if (entry !== undefined) this.toEach(users, session, (connection, text) => connection.sendEntry(text), { type: 'entry', ...entry });
    if (receipt !== undefined)
      this.toEach(users, session, (connection, text) => connection.sendText(text), { type: 'receipt', ...receipt });
    if (typing !== undefined) this.toEach(users, session, (connection, text) => connection.sendText(text), { type: 'typing', ...typing });
  }

  private toEach(users: readonly string[], except: string, write: (connection: Connection, text: string) => void, frame: object): void {
    let text: string | undefined;
    for (const user of users) {
      for (const connection of this.connections.ofUser(user)) {
        if (connection.session === except) continue;
        text ??= JSON.stringify(frame);
        write(connection, text);
      }
    }
  }
}
