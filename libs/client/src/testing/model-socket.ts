import type { SocketLike } from '../connection.js';
import type { ClientFrame, ServerFrame } from '../protocol.js';
import type { ModelServer } from './model-server.js';

const HEARTBEAT_MS = 10_000;

/** Frames to the client keep their order within a conversation; between conversations anything goes. */
export class ModelSocket implements SocketLike {
  onopen: SocketLike['onopen'] = null;
  onmessage: ((event: never) => void) | null = null;
  onclose: ((event: never) => void) | null = null;
  onerror: SocketLike['onerror'] = null;
  readonly user: string;
  /** Every frame that the client has sent. */
  readonly sent: ClientFrame[] = [];
  private readonly outgoing = new Map<string, ServerFrame[]>();
  private mute = false;
  private closed = false;

  constructor(
    private readonly server: ModelServer,
    url: string,
  ) {
    const { searchParams } = new URL(url);
    this.user = searchParams.get('user') ?? '';
    server.clock.after(1, () => this.open(searchParams.get('since')));
  }

  send(data: string): void {
    if (this.closed || this.mute) return;
    const frame = JSON.parse(data) as ClientFrame;
    this.sent.push(frame);
    this.server.clock.after(1, () => this.server.receive(this, frame));
  }

  close(): void {
    this.closed = true;
    const index = this.server.sockets.indexOf(this);
    if (index >= 0) this.server.sockets.splice(index, 1);
  }

  /** The node or the network ends it. */
  end(code = 1006): void {
    if (this.closed) return;
    this.close();
    this.onclose?.({ code } as never);
  }

  /** The network swallows everything from now on, without a word. */
  silence(): void {
    this.mute = true;
  }

  /** What `ready` vouches for comes `surely`, or the socket ends. */
  deliver(frame: ServerFrame, { surely = false } = {}): void {
    if (this.closed) return;
    const lane = 'conversation' in frame ? frame.conversation : '';
    const frames = this.outgoing.get(lane) ?? [];
    this.outgoing.set(lane, frames);
    // What ends the catching-up comes behind all of it.
    if (frame.type === 'ready') this.flush();
    const { server } = this;
    const mayVanish = !surely && (frame.type === 'entry' || frame.type === 'ack');
    if (!mayVanish || !server.chance(server.faults.dropped)) frames.push(frame);
    if (server.chance(server.faults.doubled) && mayVanish) frames.push(frame);
    if (frame.type === 'ready') this.flush();
    server.clock.after(1 + server.random() * 20, () => this.write(lane));
  }

  private open(since: string | null): void {
    if (this.closed) return;
    this.server.sockets.push(this);
    this.onopen?.({} as never);
    const limits = { frameBytes: 65_536, bodyBytes: 16_384, heartbeatMs: HEARTBEAT_MS };
    this.emit({ type: 'welcome', session: 's', node: 'n', user: this.user, serverTime: this.server.clock.now(), limits, features: [] });
    this.server.clock.after(this.server.random() * 50, () => this.server.sync(this, since));
  }

  private flush(): void {
    for (const lane of this.outgoing.keys()) this.write(lane);
  }

  private write(lane: string): void {
    for (const frame of this.outgoing.get(lane)?.splice(0) ?? []) this.emit(frame);
  }

  private emit(frame: ServerFrame): void {
    if (!this.closed && !this.mute) this.onmessage?.({ data: JSON.stringify(frame) } as never);
  }
}
