import { backOff, type Clock } from './clock.js';
import { HeartbeatMonitor } from './heartbeat.js';
import { ParleyError } from './parley-error.js';
import { CLOSE, SUBPROTOCOL, type ClientFrame, type ServerFrame } from './protocol.js';

/** What the SDK needs of a browser's WebSocket; `ws` and the WebSocket of Node fit as well. */
export interface SocketLike {
  onopen: ((event: never) => void) | null;
  onmessage: ((event: never) => void) | null;
  onclose: ((event: never) => void) | null;
  onerror: ((event: never) => void) | null;
  send(data: string): void;
  close(code?: number): void;
}

export type SocketConstructor = new (url: string, protocols?: string | string[]) => SocketLike;

export type LinkState = 'offline' | 'connecting' | 'catching-up' | 'ready';

export interface ConnectionOptions {
  clock: Clock;
  openSocket: (url: string, protocol: string) => SocketLike;
  /** Asks for a node: the URL of its socket with a ticket. */
  discover: () => Promise<string>;
  /** `since` of the last `ready`, if there was one. */
  since: () => string | undefined;
  onState: (state: LinkState) => void;
  /** Every frame, in order; `welcome` after the state has become `catching-up`, `ready` before it becomes `ready`. */
  onFrame: (frame: ServerFrame) => void;
  /** The node no longer takes this sign-in; resolves to whether there is a new token to try. */
  onUnauthenticated: () => Promise<boolean>;
}

const BACK_OFF = { firstMs: 250, maxMs: 15_000 };
/** From the attempt to `welcome`. */
const CONNECT_TIMEOUT_MS = 10_000;

interface Live {
  socket: SocketLike;
  heartbeat: HeartbeatMonitor;
  welcomed: boolean;
  /** What `bye` asked for. */
  reconnectAfterMs?: number;
}

/** One socket at a time, from `start` to `stop`: found through discovery, watched by heartbeats, replaced when it is lost. */
export class Connection {
  private state: LinkState = 'offline';
  private wanted = false;
  private live: Live | undefined;
  private attempt = 0;
  /** Grows whenever an attempt is begun or abandoned; what belongs to an older one is ignored. */
  private generation = 0;
  private cancelTimer: () => void = () => undefined;

  constructor(private readonly options: ConnectionOptions) {}

  start(): void {
    if (this.wanted) return;
    this.wanted = true;
    this.attempt = 0;
    this.connect();
  }

  stop(): void {
    this.wanted = false;
    this.abandon();
    this.setState('offline');
  }

  /** Connects now if it waits for the next attempt; asks for a sign of life if it is connected. */
  wake(): void {
    if (!this.wanted) return;
    if (this.live) this.live.heartbeat.probe();
    else if (this.state === 'offline') this.connect();
  }

  /** Whether the frame was written to a socket that was alive as far as is known. */
  send(frame: ClientFrame): boolean {
    if (!this.live?.welcomed) return false;
    this.live.socket.send(JSON.stringify(frame));
    return true;
  }

  private connect(): void {
    this.abandon();
    const generation = this.generation;
    this.setState('connecting');
    this.cancelTimer = this.options.clock.after(CONNECT_TIMEOUT_MS, () => this.lost(undefined));
    this.options.discover().then(
      (url) => this.isCurrent(generation) && this.open(url),
      (error: unknown) => this.isCurrent(generation) && this.refused(error),
    );
  }

  private refused(error: unknown): void {
    const signedOut = error instanceof ParleyError && error.code === 'unauthenticated';
    this.lost(signedOut ? CLOSE.unauthenticated.code : undefined, error instanceof ParleyError ? error.retryAfterMs : undefined);
  }

  private open(url: string): void {
    const socket = this.openSocket(withSince(url, this.options.since()));
    if (!socket) return this.lost(undefined);
    const heartbeat = new HeartbeatMonitor(this.options.clock, {
      ping: () => socket.send(JSON.stringify({ type: 'ping' })),
      dead: () => this.lost(undefined),
    });
    this.live = { socket, heartbeat, welcomed: false };
    const generation = this.generation;
    socket.onmessage = (event: { data: unknown }) => this.isCurrent(generation) && this.heard(event.data);
    socket.onclose = (event: { code: number }) => this.isCurrent(generation) && this.lost(event.code);
    // A failed socket also closes; without a listener `ws` would throw.
    socket.onerror = () => undefined;
  }

  /** A browser throws on a URL that its policy forbids. */
  private openSocket(url: string): SocketLike | undefined {
    try {
      return this.options.openSocket(url, SUBPROTOCOL);
    } catch {
      return undefined;
    }
  }

  private heard(data: unknown): void {
    this.live?.heartbeat.heard();
    const frame = parseFrame(data);
    if (!frame) return;
    if (frame.type === 'welcome') this.welcomed(frame.limits.heartbeatMs);
    if (frame.type === 'bye' && this.live) this.live.reconnectAfterMs = frame.reconnectAfterMs;
    if (frame.type === 'ready') this.attempt = 0;
    this.options.onFrame(frame);
    if (frame.type === 'ready') this.setState('ready');
  }

  private welcomed(heartbeatMs: number): void {
    this.cancelTimer();
    if (this.live) this.live.welcomed = true;
    this.live?.heartbeat.start(heartbeatMs);
    this.setState('catching-up');
  }

  /** The attempt or the socket has ended; the close code says whether to come back. */
  private lost(code: number | undefined, askedMs?: number): void {
    const reconnectAfterMs = this.live?.reconnectAfterMs ?? askedMs;
    this.abandon();
    this.setState('offline');
    if (!this.wanted) return;
    if (code === CLOSE.unauthenticated.code) this.renewSignIn();
    else if (comesBack(code)) this.reconnectIn(reconnectAfterMs ?? 0);
  }

  /** A ticket or token that was too old is no reason to give up; a sign-in that has ended is. */
  private renewSignIn(): void {
    const generation = this.generation;
    this.options.onUnauthenticated().then(
      (renewed) => renewed && this.isCurrent(generation) && this.reconnectIn(0),
      () => this.isCurrent(generation) && this.reconnectIn(0),
    );
  }

  private reconnectIn(leastMs: number): void {
    const delay = leastMs + backOff(this.options.clock, this.attempt, BACK_OFF);
    this.attempt += 1;
    this.cancelTimer = this.options.clock.after(delay, () => this.connect());
  }

  /** Lets go of the present socket without waiting for it: a dead one may take minutes to say that it is closed. */
  private abandon(): void {
    this.generation += 1;
    this.cancelTimer();
    this.live?.heartbeat.stop();
    this.live?.socket.close(1000);
    this.live = undefined;
  }

  private isCurrent(generation: number): boolean {
    return generation === this.generation;
  }

  private setState(state: LinkState): void {
    if (state === this.state) return;
    this.state = state;
    this.options.onState(state);
  }
}

function withSince(url: string, since: string | undefined): string {
  if (since === undefined) return url;
  return `${url}${url.includes('?') ? '&' : '?'}since=${encodeURIComponent(since)}`;
}

function comesBack(code: number | undefined): boolean {
  return !Object.values(CLOSE).some((row) => row.code === code && !row.reconnect);
}

/** Frames that are not ours to know are ignored by their type later; one that is not JSON is no frame at all. */
function parseFrame(data: unknown): ServerFrame | undefined {
  if (typeof data !== 'string') return undefined;
  try {
    return JSON.parse(data) as ServerFrame;
  } catch {
    return undefined;
  }
}
