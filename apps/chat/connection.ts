import type { Duplex } from 'node:stream';
import { WebSocket } from 'ws';
import type { ParleyError } from '#errors';
import type { Identity } from '#identity';
import type { ServerFrame } from '#protocol';
import { HELD_ENTRIES, SLOW_READER_BYTES } from './limits.js';
import { textFrames } from './text-frames.js';

/** What tells an entry from all others. */
type EntryPlace = Readonly<{ conversation: string; seq: number }>;

/** A live socket of a device. */
export class Connection {
  readonly user: string;
  readonly device: string;
  /** When something was last heard of the client, in milliseconds. */
  heardAt = Date.now();
  /** Frames refused in a row because there were too many. */
  refusedInARow = 0;
  /** Users whose presence the client watches; made when the first one is. */
  watched: Set<string> | undefined;
  /** The groups' conversations that the user may read; made when there is one. */
  groups: string[] | undefined;
  /** Changes of the user's memberships that came before the memberships themselves were known; undefined once they are. */
  changedMeanwhile: Map<string, { from: number; seq: number }> | undefined = new Map();
  /** Entries that came while the device is brought up to date. */
  private held: { entry: EntryPlace; text: string }[] | undefined = [];
  /** Up to which `seq` of each conversation the device was brought, where what is delivered live has yet to come so far. */
  private caughtUp: Map<string, number> | undefined;
  private outgoing: string[] = [];
  private closing = false;

  constructor(
    readonly session: string,
    { user, device }: Identity,
    private readonly socket: WebSocket,
    private readonly stream: Duplex,
    private readonly tick: Tick,
  ) {
    this.user = user;
    this.device = device;
  }

  get open(): boolean {
    return !this.closing && this.socket.readyState === WebSocket.OPEN;
  }

  send(frame: ServerFrame): void {
    this.sendText(JSON.stringify(frame));
  }

  /** Sends a frame that is already JSON, with all others of this tick. */
  sendText(text: string): void {
    if (!this.open) return;
    if (this.outgoing.length === 0) this.tick.add(this);
    this.outgoing.push(text);
  }

  /** Sends an entry, keeps it until what was missed before has been sent, or lets it go if it was among that. */
  sendEntry(entry: EntryPlace, text: string): void {
    if (this.held === undefined) {
      if (this.isNew(entry)) this.sendText(text);
    } else if (this.held.push({ entry, text }) > HELD_ENTRIES) this.releaseHeld();
  }

  /** Whether entries of the conversation are not simply sent as they come. */
  choosesIn(conversation: string): boolean {
    return this.held !== undefined || this.caughtUp?.has(conversation) === true;
  }

  /** Writes frames that are the same for many sockets, behind what waits for this one. */
  sendShared(frames: Buffer): void {
    if (!this.open) return;
    if (this.outgoing.length > 0) this.flush();
    this.write(frames);
  }

  /** Sends the entries that were held, but those that were `sent` among what was missed: the greatest `seq` of each conversation. */
  releaseHeld(sent: Map<string, number> = new Map()): void {
    const { held } = this;
    this.held = undefined;
    if (sent.size > 0) this.caughtUp = sent;
    for (const { entry, text } of held ?? []) this.sendEntry(entry, text);
  }

  sendError({ code, message, field, retryAfterMs }: ParleyError, id?: string): void {
    this.send({
      type: 'error',
      ...(id !== undefined && { id }),
      code,
      message,
      ...(field !== undefined && { field }),
      ...(retryAfterMs !== undefined && { retryAfterMs }),
    });
  }

  /** Writes everything that the tick has for this socket. */
  flush(): void {
    const { outgoing } = this;
    this.outgoing = [];
    if (!this.open || outgoing.length === 0) return;
    this.write(textFrames(outgoing));
  }

  /** Says goodbye and closes; `reconnectAfterMs` spreads those that come back. */
  bye(code: number, reason: string, reconnectAfterMs: number): void {
    this.send({ type: 'bye', reason, reconnectAfterMs });
    this.close(code, reason);
  }

  close(code: number, reason: string): void {
    if (!this.open) return;
    const slow = this.stream.writableLength > SLOW_READER_BYTES;
    if (!slow) this.flush();
    this.closing = true;
    this.socket.close(code, reason);
    // A reader that does not read will not read the close frame either.
    if (slow) setTimeout(() => this.socket.terminate(), 1_000).unref();
  }

  ping(): void {
    if (this.open) this.socket.ping();
  }

  terminate(): void {
    this.socket.terminate();
  }

  /** History may be ahead of what is delivered live: the same entries come once more. */
  private isNew({ conversation, seq }: EntryPlace): boolean {
    const mark = this.caughtUp?.get(conversation);
    if (mark === undefined) return true;
    if (seq >= mark) this.caughtUp?.delete(conversation);
    if (this.caughtUp?.size === 0) this.caughtUp = undefined;
    return seq > mark;
  }

  private write(frames: Buffer): void {
    this.stream.write(frames);
    if (this.stream.writableLength > SLOW_READER_BYTES) this.close(4408, 'too slow');
  }
}

/** The connections that have something to write when the present tick of the event loop ends. */
export class Tick {
  private waiting: Connection[] = [];

  add(connection: Connection): void {
    if (this.waiting.length === 0) {
      setImmediate(() => {
        this.flush();
      });
    }
    this.waiting.push(connection);
  }

  private flush(): void {
    const { waiting } = this;
    this.waiting = [];
    for (const connection of waiting) connection.flush();
  }
}
