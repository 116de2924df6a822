import { MessageInternalService, MessageService, type ServiceClients } from '#contracts';
import { ParleyError, toParleyError } from '#errors';
import type { ClientFrame, Entry } from '#protocol';
import { RateLimiter } from '#runtime';
import { parseClientFrame } from './client-frame.js';
import type { Connection } from './connection.js';
import type { CursorMoves } from './cursor-moves.js';
import { FLOOD, FRAMES, SENDS } from './limits.js';
import type { Postings } from './postings.js';
import type { Watches } from './watches.js';

export interface FrameHandlerDependencies {
  node: string;
  clients: ServiceClients;
  postings: Postings;
  cursors: CursorMoves;
  watches: Watches;
  rateLimitScale: number;
  onError: (error: unknown) => void;
}

/** What a node does with the frames of its sockets: checks size, form and rate, and forwards. It holds no business rule. */
export class FrameHandler {
  private readonly sends: RateLimiter;
  private readonly frames: RateLimiter;

  constructor(private readonly dependencies: FrameHandlerDependencies) {
    this.sends = new RateLimiter({ ...SENDS, scale: dependencies.rateLimitScale });
    this.frames = new RateLimiter({ ...FRAMES, scale: dependencies.rateLimitScale });
  }

  handle(connection: Connection, data: Buffer, isBinary: boolean): void {
    connection.heardAt = Date.now();
    const retryAfterMs = this.frames.take(connection.session);
    const parsed = parseClientFrame(data, isBinary);
    if ('error' in parsed) this.refuse(connection, parsed.error, parsed.id);
    else if (retryAfterMs > 0) this.refuse(connection, tooMany(retryAfterMs), parsed.frame.id);
    else this.dispatch(connection, parsed.frame);
  }

  private refuse(connection: Connection, error: ParleyError, id: string | undefined): void {
    connection.sendError(error, id);
    connection.refusedInARow++;
    if (connection.refusedInARow > FLOOD) connection.bye(4429, 'flooding', 5_000);
  }

  private dispatch(connection: Connection, frame: ClientFrame): void {
    connection.refusedInARow = 0;
    const { user } = connection;
    const { clients, cursors, watches } = this.dependencies;
    switch (frame.type) {
      case 'send':
        this.post(connection, frame);
        break;
      case 'received':
        cursors.add({ conversation: frame.conversation, user, received: frame.seq, read: 0 }, connection, frame.id);
        break;
      case 'read':
        cursors.add({ conversation: frame.conversation, user, received: frame.seq, read: frame.seq }, connection, frame.id);
        break;
      case 'history':
        this.answer(connection, frame, () => this.page(connection, frame));
        break;
      case 'typing':
        this.answer(connection, frame, () => clients.client(MessageInternalService).typing({ user, conversation: frame.conversation }));
        break;
      case 'watch':
        this.answer(connection, frame, () => watches.watch(connection, frame.users));
        break;
      case 'unwatch':
        watches.unwatch(connection, frame.users);
        break;
      case 'ping':
        connection.send({ type: 'pong', ...(frame.id !== undefined && { id: frame.id }) });
        break;
    }
  }

  private post(connection: Connection, frame: ClientFrame & { type: 'send' }): void {
    const retryAfterMs = this.sends.take(connection.user);
    if (retryAfterMs > 0) {
      connection.sendError(tooMany(retryAfterMs), frame.id);
      return;
    }
    const { id, to, body, after, replyTo } = frame;
    this.dependencies.postings.add({
      from: connection.user,
      message: { id, to, body, after, replyTo },
      origin: { node: this.dependencies.node, session: connection.session },
    });
  }

  private async page(connection: Connection, frame: ClientFrame & { type: 'history' }): Promise<void> {
    const { id, conversation, before, after, limit } = frame;
    const caller = { user: connection.user, device: connection.device };
    const page = await this.dependencies.clients.client(MessageService).listEntries({ conversation, before, after, limit }, { caller });
    connection.send({ type: 'page', id, entries: page.entries as Entry[], more: page.more });
  }

  /** An answer that takes a while; meanwhile the frames behind it go on. */
  private answer(connection: Connection, frame: ClientFrame, work: () => Promise<unknown>): void {
    work().catch((error: unknown) => {
      const told = toParleyError(error);
      if (told.code === 'internal') this.dependencies.onError(error);
      connection.sendError(told, frame.id);
    });
  }
}

function tooMany(retryAfterMs: number): ParleyError {
  return new ParleyError('rate_limited', 'Too many frames. Wait a little and try again.', { retryAfterMs });
}
