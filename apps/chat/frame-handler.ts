import { GroupMessageService, MessageService, type ServiceClients } from '#contracts';
import { groupOf } from '#conversation';
import { ParleyError, toParleyError } from '#errors';
import type { ClientFrame, Entry } from '#protocol';
import { RateLimiter } from '#runtime';
import { parseClientFrame } from './client-frame.js';
import type { Connection } from './connection.js';
import type { Connections } from './connections.js';
import { CursorMoves } from './cursor-moves.js';
import { FLOOD, FRAMES, RECEIVED_SPACING_MS, SENDS } from './limits.js';
import { Postings } from './postings.js';
import { Routes, type MessageService as Service } from './routes.js';
import type { Watches } from './watches.js';
import type { WrittenEntries } from './written-entries.js';

export interface FrameHandlerDependencies {
  node: string;
  clients: ServiceClients;
  connections: Connections;
  watches: Watches;
  written: WrittenEntries;
  rateLimitScale: number;
  onError: (error: unknown) => void;
}

/** What a node does with the frames of its sockets: checks size, form and rate, and forwards. It holds no business rule. */
export class FrameHandler {
  private readonly sends: RateLimiter;
  private readonly frames: RateLimiter;
  private readonly routes: Routes;
  private readonly postings: { direct: Postings; group: Postings };
  private readonly cursors: { direct: CursorMoves; group: CursorMoves };

  constructor(private readonly dependencies: FrameHandlerDependencies) {
    const { node, clients, connections, onError } = dependencies;
    const { direct, group } = (this.routes = new Routes(clients));
    const postingsOf = (service: Service): Postings => new Postings(node, service, connections, onError);
    this.postings = { direct: postingsOf(direct), group: postingsOf(group) };
    const { written } = dependencies;
    this.cursors = {
      direct: new CursorMoves({ service: direct, written, spacingMs: RECEIVED_SPACING_MS, onError }),
      group: new CursorMoves({ service: group, written, spacingMs: RECEIVED_SPACING_MS, onError }),
    };
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
    const { watches } = this.dependencies;
    switch (frame.type) {
      case 'send':
        this.post(connection, frame);
        break;
      case 'received':
        this.moveCursor(connection, frame, 0);
        break;
      case 'read':
        this.moveCursor(connection, frame, frame.seq);
        break;
      case 'history':
        this.answer(connection, frame, () => this.page(connection, frame));
        break;
      case 'typing':
        this.answer(connection, frame, () => this.routes.of(frame.conversation).typing({ user, conversation: frame.conversation }));
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
    const { id, to, body, after, replyTo, mentions = [] } = frame;
    const postings = to.group === undefined ? this.postings.direct : this.postings.group;
    postings.add({
      from: connection.user,
      message: { id, to, body, after, replyTo, mentions },
      origin: { node: this.dependencies.node, session: connection.session },
    });
  }

  private moveCursor(connection: Connection, frame: ClientFrame & { type: 'received' | 'read' }, read: number): void {
    const { conversation, seq, id } = frame;
    const cursors = groupOf(conversation) === undefined ? this.cursors.direct : this.cursors.group;
    cursors.add({ conversation, user: connection.user, received: seq, read }, connection, id);
  }

  private async page(connection: Connection, frame: ClientFrame & { type: 'history' }): Promise<void> {
    const { id, conversation, before, after, limit } = frame;
    const caller = { user: connection.user, device: connection.device };
    const { clients } = this.dependencies;
    const service = groupOf(conversation) === undefined ? clients.client(MessageService) : clients.client(GroupMessageService);
    const page = await service.listEntries({ conversation, before, after, limit }, { caller });
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
