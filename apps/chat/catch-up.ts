import { MessageInternalService, type ServiceClients } from '#contracts';
import type { SyncResponse } from '#contracts/gen/parley/message/internal/v1/message_internal.js';
import type { ConversationSummary, Entry } from '#protocol';
import type { Connection } from './connection.js';

/** Pause before a device that could not be brought up to date is tried again, in milliseconds. */
const RETRY_MS = 1_000;

/**
 * Sends a device what it missed, then `ready`. While History is behind, the device chats live and is not told `ready`
 * (message path, rule 14).
 */
export class CatchUp {
  constructor(
    private readonly clients: ServiceClients,
    private readonly onError: (error: unknown) => void,
  ) {}

  /** The session is registered, so whatever is decided from now on reaches the connection live. */
  async run(connection: Connection, since: string | undefined): Promise<void> {
    while (connection.open) {
      try {
        const missed = await this.clients.client(MessageInternalService).sync({ user: connection.user, since });
        send(connection, missed);
        return;
      } catch (error) {
        this.onError(error);
        connection.releaseHeld();
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      }
    }
  }
}

function send(connection: Connection, { since, reset, entries, changes }: SyncResponse): void {
  for (const entry of entries) connection.send({ type: 'entry', ...(entry as Entry) });
  if (changes.length > 0) connection.send({ type: 'changes', conversations: changes as ConversationSummary[] });
  connection.releaseHeld();
  connection.send({ type: 'ready', since, ...(reset && { reset }) });
}
