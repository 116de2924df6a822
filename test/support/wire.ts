import { SUBPROTOCOL, type ClientFrame, type ServerFrame } from '#protocol';
import WebSocket from 'ws';
import type { Group } from '../../libs/client/src/index.js';
import type { Account, Api } from './api.js';

type FrameOf<Type extends ServerFrame['type']> = Extract<ServerFrame, { type: Type }>;

export interface Closed {
  code: number;
  reason: string;
}

const PATIENCE_MS = 30_000;

/** A socket that speaks the protocol with no help: every frame that came is in `frames`, in order. */
export class Wire {
  readonly frames: ServerFrame[] = [];
  readonly closed: Promise<Closed>;
  private readonly taken = new Set<ServerFrame>();
  private readonly listeners = new Set<() => void>();

  private constructor(readonly socket: WebSocket) {
    this.closed = new Promise((resolve) => socket.once('close', (code, reason) => resolve({ code, reason: reason.toString() })));
    socket.on('message', (data: Buffer) => {
      this.frames.push(JSON.parse(data.toString()) as ServerFrame);
      for (const listener of [...this.listeners]) listener();
    });
    // A refused or broken socket also closes, which `closed` tells.
    socket.on('error', () => undefined);
  }

  /** A socket at any URL, without waiting for a frame. */
  static to(url: string, options: WebSocket.ClientOptions = {}): Wire {
    return new Wire(new WebSocket(url, SUBPROTOCOL, options));
  }

  /** A device that has connected through discovery and heard `ready`; all that came before `ready` is in `frames`. */
  static async ready(api: Api, account: Account, since?: string): Promise<Wire> {
    const wire = Wire.to(await socketUrl(api, account, since));
    await wire.next('ready');
    return wire;
  }

  /** `since` that the last `ready` told. */
  get since(): string {
    return this.all('ready').at(-1)?.since ?? '';
  }

  get isOpen(): boolean {
    return this.socket.readyState === WebSocket.OPEN;
  }

  send(frame: ClientFrame): void {
    this.socket.send(JSON.stringify(frame));
  }

  sendRaw(data: string | Buffer, options: { binary: boolean } = { binary: false }): void {
    this.socket.send(data, options);
  }

  all<Type extends ServerFrame['type']>(type: Type): FrameOf<Type>[] {
    return this.frames.filter((frame): frame is FrameOf<Type> => frame.type === type);
  }

  /** The first frame of the type that fits and that no earlier call has returned, as soon as it is there. */
  next<Type extends ServerFrame['type']>(type: Type, fits: (frame: FrameOf<Type>) => boolean = () => true): Promise<FrameOf<Type>> {
    return this.take((frame): frame is FrameOf<Type> => frame.type === type && fits(frame as FrameOf<Type>), type);
  }

  /** The answer to a frame that carried this id, whichever it is. */
  answer(id: string, patienceMs = PATIENCE_MS): Promise<Extract<ServerFrame, { id?: string }>> {
    const isAnswer = (frame: ServerFrame): frame is Extract<ServerFrame, { id?: string }> =>
      frame.type !== 'entry' && 'id' in frame && frame.id === id;
    return this.take(isAnswer, `answer to ${id}`, patienceMs);
  }

  /** The acknowledgement of a send. */
  async ack(id: string): Promise<FrameOf<'ack'>> {
    const answer = await this.answer(id);
    if (answer.type !== 'ack') throw new Error(`${id} was not acknowledged: ${JSON.stringify(answer)}`);
    return answer;
  }

  /** Sends a message and waits until it is durable. */
  async post(to: Account, body: string, id: string = crypto.randomUUID()): Promise<FrameOf<'ack'>> {
    this.send({ type: 'send', id, to: { user: to.id }, body });
    return this.ack(id);
  }

  /** The same to a group. */
  async postTo(group: Group, body: string, more: { id?: string; replyTo?: number; mentions?: string[] } = {}): Promise<FrameOf<'ack'>> {
    const id = more.id ?? crypto.randomUUID();
    this.send({ type: 'send', to: { group: group.id }, body, ...more, id });
    return this.ack(id);
  }

  /** The entries of one conversation that came, in order; not those that this socket sent. */
  entriesOf({ conversation }: { conversation: string }): FrameOf<'entry'>[] {
    return this.all('entry').filter((entry) => entry.conversation === conversation);
  }

  /** The places of one conversation that this socket was told of, in order: entries, and the acknowledgements of what it sent. */
  placesIn({ conversation }: { conversation: string }, frames: readonly ServerFrame[] = this.frames): number[] {
    return frames.flatMap((frame) => {
      const tells = (frame.type === 'entry' || frame.type === 'ack') && frame.conversation === conversation;
      return tells ? frame.seq : [];
    });
  }

  /** The error that answers a frame. */
  async refusal(frame: ClientFrame & { id: string }): Promise<FrameOf<'error'>> {
    this.send(frame);
    const answer = await this.answer(frame.id);
    if (answer.type !== 'error') throw new Error(`${frame.type} was not refused: ${JSON.stringify(answer)}`);
    return answer;
  }

  /** Everything that was sent before is handled: frames of one socket are handled in order. */
  async settled(): Promise<void> {
    const id = `ping-${crypto.randomUUID()}`;
    this.send({ type: 'ping', id });
    await this.next('pong', (frame) => frame.id === id);
  }

  async close(): Promise<void> {
    this.socket.close();
    await this.closed;
  }

  private take<Frame extends ServerFrame>(
    fits: (frame: ServerFrame) => frame is Frame,
    what: string,
    patienceMs = PATIENCE_MS,
  ): Promise<Frame> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.listeners.delete(check);
        reject(new Error(`No ${what} came within ${String(patienceMs)} ms. Last frames: ${JSON.stringify(this.frames.slice(-5))}`));
      }, patienceMs);
      const check = (): void => {
        const frame = this.frames.find((candidate): candidate is Frame => !this.taken.has(candidate) && fits(candidate));
        if (frame === undefined) return;
        clearTimeout(timer);
        this.listeners.delete(check);
        this.taken.add(frame);
        resolve(frame);
      };
      this.listeners.add(check);
      check();
    });
  }
}

export async function socketUrl(api: Api, account: Account, since?: string): Promise<string> {
  const { status, body } = await api.call<{ url: string }>('POST', '/discovery-service/chat-node', {
    token: account.accessToken,
    body: {},
  });
  if (status !== 200) throw new Error(`Discovery answered ${String(status)}: ${JSON.stringify(body)}`);
  return since === undefined ? body.url : `${body.url}&since=${encodeURIComponent(since)}`;
}
