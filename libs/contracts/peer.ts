import { ParleyError, toParleyError } from '#errors';
import { CallStream, type CallStreamTarget } from './call-stream.client.js';
import { FlushPace, MAX_CALLS_IN_HAND, MAX_PAYLOAD_BYTES, callerOnWire, fromFailure, takeBatch } from './call-wire.js';
import type { Answer, Call } from './gen/parley/transport/internal/v1/calls.js';
import { decodeMessage, encodeMessage } from './grpc-package.js';
import { NoAnswerError } from './no-answer.error.js';
import type { Caller, Codec, ServiceContract } from './service-contract.js';
import { violationOf } from './validation.js';

const FIRST_RETRY_MS = 50;
const LAST_RETRY_MS = 1_000;
/** How long an instance can be called still after it was taken off the list, in milliseconds: longer than a process drains. */
const KEPT_MS = 60_000;
const MAX_ID = 0xffff_ffff;

type AnyMethod = ServiceContract['methods'][string];

export interface PeerCall {
  method: AnyMethod;
  request: object;
  caller: Caller;
  deadlineMs: number;
}

interface Pending {
  id: number;
  method: AnyMethod;
  bytes: Buffer;
  caller: Caller;
  isSent: boolean;
  /** When the caller gives it up, by the clock of `performance.now`. */
  due: number;
  timer: NodeJS.Timeout;
  resolve: (response: object) => void;
  reject: (error: ParleyError) => void;
}

/**
 * Another instance, called over one stream that is opened with the first call and opened again whenever it breaks. Calls are
 * written in the order in which they are made, those of one tick together.
 */
export class Peer {
  private state: 'idle' | 'opening' | 'open' | 'down' | 'closed' = 'idle';
  private stream: CallStream | undefined;
  /** In the order of the calls. */
  private readonly pending = new Map<number, Pending>();
  private readonly outbox = new Set<Pending>();
  private readonly pace = new FlushPace();
  private lastId = 0;
  private isFlushing = false;
  private isBlocked = false;
  private isListed = true;
  private retryMs = FIRST_RETRY_MS;
  private reason: NoAnswerError | undefined;
  private retryTimer: NodeJS.Timeout | undefined;
  private leaveTimer: NodeJS.Timeout | undefined;

  constructor(
    private readonly target: CallStreamTarget,
    private readonly onClosed: () => void,
  ) {}

  get instance(): string {
    return this.target.instance;
  }

  get address(): string {
    return this.target.address;
  }

  /** Nothing says that it cannot be reached. */
  get isUp(): boolean {
    return this.state === 'idle' || this.state === 'opening' || this.state === 'open';
  }

  /** Calls that it has not answered yet. */
  get load(): number {
    return this.pending.size;
  }

  /** Rejects with `NoAnswerError` unless the callee itself refuses. Waits for the stream only when it is opened for the first time. */
  call({ method, request, caller, deadlineMs }: PeerCall): Promise<object> {
    if (!this.isUp) return Promise.reject(this.notUp());
    if (this.pending.size >= MAX_CALLS_IN_HAND) return Promise.reject(new ParleyError('overloaded', `${this.instance} is busy.`));
    return new Promise((resolve, reject) => {
      const bytes = encodeRequest(method, request);
      const id = this.nextId();
      const timer = setTimeout(() => this.expire(id), deadlineMs);
      const due = performance.now() + deadlineMs;
      const pending: Pending = { id, method, bytes, caller, isSent: false, due, timer, resolve, reject };
      this.pending.set(id, pending);
      this.outbox.add(pending);
      if (this.state === 'idle') this.open('opening');
      this.flushSoon();
    });
  }

  /** Its stream stands, so it lives, whatever the list says. */
  get isOpen(): boolean {
    return this.state === 'open';
  }

  /**
   * It was taken off the list. If its stream stands it can be called for a while yet: it may only drain, or the registry may have lost
   * sight of it. One that is dead or silent breaks off by itself.
   */
  leave(): void {
    if (!this.isListed || this.state === 'closed') return;
    this.isListed = false;
    if (this.state === 'down') {
      this.close();
      return;
    }
    this.leaveTimer = setTimeout(() => this.close(), KEPT_MS).unref();
  }

  /** It is on the list again. */
  comeBack(): void {
    this.isListed = true;
    clearTimeout(this.leaveTimer);
  }

  close(): void {
    if (this.state === 'closed') return;
    this.state = 'closed';
    clearTimeout(this.retryTimer);
    clearTimeout(this.leaveTimer);
    this.failAll(new NoAnswerError('unknown', `The connection to ${this.instance} was closed.`));
    this.stream?.close();
    this.onClosed();
  }

  private open(state: 'opening' | 'down'): void {
    this.state = state;
    this.stream = new CallStream(this.target, {
      opened: () => this.opened(),
      answered: (answers) => {
        for (const answer of answers) this.answered(answer);
      },
      writable: () => {
        this.isBlocked = false;
        this.flush();
      },
      ended: (reason) => this.ended(reason),
    });
  }

  private opened(): void {
    this.state = 'open';
    this.retryMs = FIRST_RETRY_MS;
    this.isBlocked = false;
    this.flush();
  }

  private ended(reason: NoAnswerError): void {
    this.stream = undefined;
    if (this.state === 'closed') return;
    this.state = 'down';
    this.reason = reason;
    this.failAll(reason);
    if (!this.isListed) {
      this.close();
      return;
    }
    this.retryTimer = setTimeout(() => this.open('down'), this.retryMs);
    this.retryMs = Math.min(this.retryMs * 2, LAST_RETRY_MS);
  }

  private flushSoon(): void {
    if (this.isFlushing || this.isBlocked || this.state !== 'open') return;
    this.isFlushing = true;
    this.pace.schedule(() => {
      this.isFlushing = false;
      this.flush();
    });
  }

  private flush(): void {
    while (this.state === 'open' && this.outbox.size > 0 && !this.isBlocked) {
      const batch = takeBatch(this.outbox, ({ bytes }) => bytes.length);
      for (const pending of batch) pending.isSent = true;
      const sentAt = performance.now();
      this.isBlocked = this.stream?.write({ calls: batch.map((pending) => toWire(pending, sentAt)), sentAt }) === false;
    }
  }

  private answered({ id, response, failure }: Answer): void {
    const pending = this.take(id);
    if (pending === undefined) return;
    if (failure !== undefined) {
      pending.reject(fromFailure(failure));
      return;
    }
    try {
      pending.resolve(decodeMessage(pending.method.response as Codec<object>, response ?? new Uint8Array()));
    } catch (error) {
      pending.reject(toParleyError(error));
    }
  }

  private expire(id: number): void {
    const pending = this.take(id);
    if (pending === undefined) return;
    pending.reject(new NoAnswerError(pending.isSent ? 'unknown' : 'unsent', `${pending.method.path} did not answer in time.`));
  }

  // All of them reject before any of the callers goes on, so that calls made again keep their order.
  private failAll(reason: NoAnswerError): void {
    for (const id of [...this.pending.keys()]) {
      const pending = this.take(id);
      const isUnsent = pending?.isSent === false && reason.outcome === 'unknown';
      pending?.reject(isUnsent ? new NoAnswerError('unsent', reason.message, reason.code) : reason);
    }
  }

  private take(id: number): Pending | undefined {
    const pending = this.pending.get(id);
    if (pending === undefined) return undefined;
    clearTimeout(pending.timer);
    this.pending.delete(id);
    this.outbox.delete(pending);
    return pending;
  }

  private nextId(): number {
    do this.lastId = this.lastId === MAX_ID ? 1 : this.lastId + 1;
    while (this.pending.has(this.lastId));
    return this.lastId;
  }

  private notUp(): NoAnswerError {
    const outcome = this.reason?.outcome === 'refused' ? 'refused' : 'unsent';
    return new NoAnswerError(outcome, `${this.instance} cannot be reached at the moment.`, this.reason?.code);
  }
}

function toWire({ id, method, bytes, caller, due }: Pending, sentAt: number): Call {
  return { id, path: method.path, request: bytes, ...callerOnWire(caller), deadlineMs: Math.max(1, Math.ceil(due - sentAt)) };
}

function encodeRequest(method: AnyMethod, request: object): Buffer {
  const bytes = tryEncode(method, request);
  if (bytes.length > MAX_PAYLOAD_BYTES) throw new ParleyError('too_large', 'The request is too large.');
  return bytes;
}

// The callee checks the request; only one that cannot be written does not come there.
function tryEncode(method: AnyMethod, request: object): Buffer {
  try {
    return encodeMessage(method.request as Codec<object>, request);
  } catch (error) {
    throw violationOf(method.requestType, request) ?? toParleyError(error);
  }
}
