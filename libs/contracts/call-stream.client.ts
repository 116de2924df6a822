import { Client, Metadata, status, type ChannelCredentials, type ClientDuplexStream, type StatusObject } from '@grpc/grpc-js';
import { EXCHANGE, MAX_MESSAGE_BYTES, MEANT_FOR } from './call-wire.js';
import type { Answer, AnswerBatch, CallBatch } from './gen/parley/transport/internal/v1/calls.js';
import { NoAnswerError } from './no-answer.error.js';
import { IDENTITY } from './rpc-edge.js';
import type { ServiceTokens } from './service-tokens.js';

const CHANNEL = {
  // A silent peer is given up after 2.25 s; pings cost next to nothing.
  'grpc.keepalive_time_ms': 500,
  'grpc.keepalive_timeout_ms': 1_750,
  'grpc.keepalive_permit_without_calls': 1,
  'grpc.max_receive_message_length': MAX_MESSAGE_BYTES,
  // Every attempt has a connection of its own: a shared one would bring its own back-off, and outlive the stream.
  'grpc.use_local_subchannel_pool': 1,
  'grpc.enable_http_proxy': 0,
  'grpc.enable_retries': 0,
};
/** How long a connection and the check of the token may take together, in milliseconds. */
const OPEN_TIMEOUT_MS = 2_000;
/** By so much a timer of a process that goes on is not late, in milliseconds. */
const STALL_MS = 200;

export interface CallStreamTarget {
  instance: string;
  /** `host:port`. */
  address: string;
  credentials: ChannelCredentials;
  tokens: ServiceTokens;
}

export interface CallStreamEvents {
  opened: () => void;
  answered: (answers: Answer[]) => void;
  /** There is room again after a `write` that answered false. */
  writable: () => void;
  /** Once, and the last that is heard: why, and what it means for calls that were written and not answered. */
  ended: (reason: NoAnswerError) => void;
}

/** One connection to an instance, with the one stream that carries calls to it; it ends with the stream. */
export class CallStream {
  private client: Client | undefined;
  private stream: ClientDuplexStream<CallBatch, AnswerBatch> | undefined;
  private timer: NodeJS.Timeout;
  private isOver = false;

  constructor(
    private readonly target: CallStreamTarget,
    private readonly events: CallStreamEvents,
  ) {
    this.timer = this.giveUpAfter(OPEN_TIMEOUT_MS);
    target.tokens.token().then(
      (token) => this.open(token),
      () => this.end(new NoAnswerError('unsent', 'There is no service token.')),
    );
  }

  /** False if nothing more should be written before `writable`. */
  write(batch: CallBatch): boolean {
    return this.stream?.write(batch) ?? false;
  }

  close(): void {
    this.end(new NoAnswerError('unknown', `The connection to ${this.target.instance} was closed.`));
  }

  // A timer that is late tells of this process, which stood still: what came meanwhile is read first.
  private giveUpAfter(ms: number): NodeJS.Timeout {
    const due = performance.now() + ms;
    return setTimeout(() => {
      if (performance.now() - due > STALL_MS) this.timer = this.giveUpAfter(ms);
      else this.end(new NoAnswerError('unsent', `${this.target.instance} does not answer.`));
    }, ms);
  }

  private open(token: string): void {
    if (this.isOver) return;
    const metadata = new Metadata();
    metadata.set(IDENTITY.service, token);
    metadata.set(MEANT_FOR, this.target.instance);
    this.client = new Client(this.target.address, this.target.credentials, CHANNEL);
    const { path, requestSerialize, responseDeserialize } = EXCHANGE;
    this.stream = this.client.makeBidiStreamRequest(path, requestSerialize, responseDeserialize, metadata);
    this.stream.on('metadata', () => this.opened());
    this.stream.on('data', ({ answers }: AnswerBatch) => this.events.answered(answers));
    this.stream.on('drain', () => this.events.writable());
    this.stream.on('status', (end: StatusObject) => this.end(reasonOf(end, this.target.instance)));
    // Its status says the same.
    this.stream.on('error', () => undefined);
  }

  private opened(): void {
    if (this.isOver) return;
    clearTimeout(this.timer);
    this.events.opened();
  }

  private end(reason: NoAnswerError): void {
    if (this.isOver) return;
    this.isOver = true;
    clearTimeout(this.timer);
    this.stream?.cancel();
    this.client?.close();
    this.events.ended(reason);
  }
}

function reasonOf({ code, details }: StatusObject, instance: string): NoAnswerError {
  if (code === status.UNAUTHENTICATED) return new NoAnswerError('unsent', details, 'unauthenticated');
  // The callee ends a stream so when everything that it began is answered.
  if (code === status.OK) return new NoAnswerError('unsent', `${instance} ends.`);
  const isRefused = code === status.NOT_FOUND || details.includes('ECONNREFUSED');
  return new NoAnswerError(isRefused ? 'refused' : 'unknown', `${instance} cannot be reached at the moment.`);
}
