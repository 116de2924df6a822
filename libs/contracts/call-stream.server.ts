import type { Server, ServerDuplexStream } from '@grpc/grpc-js';
import { Metadata } from '@grpc/grpc-js';
import { ParleyError, toParleyError } from '#errors';
import { EXCHANGE, FlushPace, MAX_CALLS_IN_HAND, MAX_PAYLOAD_BYTES, MEANT_FOR, callerFromWire, takeBatch, toFailure } from './call-wire.js';
import type { Directory } from './directory.js';
import { SERVICES } from './gen/services.js';
import type { Answer, AnswerBatch, Call, CallBatch } from './gen/parley/transport/internal/v1/calls.js';
import { decodeRequest, encodeMessage } from './grpc-package.js';
import { Lateness } from './lateness.js';
import type { LocalCalls } from './local-calls.js';
import { IDENTITY } from './rpc-edge.js';
import { toGrpcStatus } from './rpc-errors.js';
import type { Codec, ServiceContract } from './service-contract.js';
import type { ServiceTokens } from './service-tokens.js';

type Exchange = ServerDuplexStream<CallBatch, AnswerBatch>;
type AnyMethod = ServiceContract['methods'][string];

const METHODS = new Map<string, AnyMethod>(
  SERVICES.flatMap(({ methods }) => Object.values(methods)).map((method) => [method.path, method]),
);
/** How long calls in hand may hold up the end of a stream, in milliseconds. */
const DRAIN_MS = 2_000;

/** Serves the calls of other processes that come over streams: `CallService`. */
export class CallStreamServer {
  private readonly streams = new Set<ServedStream>();
  private draining = false;

  constructor(
    private readonly calls: LocalCalls,
    private readonly tokens: ServiceTokens,
    private readonly directory: Directory,
  ) {}

  addTo(server: Server): void {
    const exchange = (stream: Exchange): void => {
      this.accept(stream).catch((error: unknown) => stream.emit('error', toGrpcStatus(toParleyError(error))));
    };
    server.addService({ Exchange: EXCHANGE }, { Exchange: exchange });
  }

  /** Ends all streams, each when what it has in hand is answered. */
  async drain(): Promise<void> {
    this.draining = true;
    await Promise.all([...this.streams].map((stream) => stream.drain()));
  }

  private async accept(stream: Exchange): Promise<void> {
    const service = await this.authenticate(stream.metadata);
    if (stream.cancelled) return;
    if (this.draining) throw new ParleyError('unavailable', 'This process is about to end.');
    const served = new ServedStream(stream, this.calls, { service, onOver: () => this.streams.delete(served) });
    this.streams.add(served);
    // Tells the caller that the stream stands, before there is anything to answer.
    stream.sendMetadata(new Metadata());
    served.read();
  }

  private async authenticate(metadata: Metadata): Promise<string> {
    const token = metadata.get(IDENTITY.service)[0];
    if (typeof token !== 'string') throw new ParleyError('unauthenticated', 'Only services may call this, with a service token.');
    const service = await this.tokens.verify(token);
    const instance = metadata.get(MEANT_FOR)[0];
    // The address of one that is gone may have gone to this process.
    if (typeof instance === 'string' && this.directory.isOther(instance)) throw new ParleyError('not_found', `${instance} is not here.`);
    return service;
  }
}

/** One stream. Reads no further while the answers are not taken, so that it holds a bounded number of calls. */
class ServedStream {
  private readonly answers = new Set<Answer>();
  private readonly pace = new FlushPace();
  private readonly lateness = new Lateness();
  private running = 0;
  private isBlocked = false;
  private isFlushing = false;
  private isOver = false;
  private onIdle: (() => void) | undefined;

  constructor(
    private readonly stream: Exchange,
    private readonly calls: LocalCalls,
    private readonly options: { service: string; onOver: () => void },
  ) {}

  read(): void {
    this.stream.on('drain', () => this.unblock());
    this.stream.on('cancelled', () => this.finish());
    this.stream.on('error', () => this.finish());
    this.stream.on('end', () => void this.drain());
    this.stream.on('data', (batch: CallBatch) => {
      const lateMs = this.lateness.of(batch.sentAt);
      for (const call of batch.calls) this.begin(call, lateMs);
    });
  }

  async drain(): Promise<void> {
    this.stream.pause();
    const idle = new Promise<void>((resolve) => (this.onIdle = resolve));
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, DRAIN_MS)));
    this.tellIfIdle();
    await Promise.race([idle, late]);
    clearTimeout(timer);
    if (this.isOver) return;
    // An orderly end says that whatever has no answer did not begin.
    if (this.running === 0) this.stream.end();
    else this.stream.emit('error', toGrpcStatus(new ParleyError('unavailable', 'This process ends.')));
    this.finish();
  }

  private begin(call: Call, lateMs: number): void {
    if (this.isOver) return;
    const refusal = this.refusalOf(call, lateMs);
    if (refusal !== undefined) {
      this.answer({ id: call.id, failure: toFailure(refusal) });
      return;
    }
    this.running++;
    void this.run(call).then((answer) => {
      this.running--;
      this.answer(answer);
    });
  }

  private refusalOf({ path, deadlineMs }: Call, lateMs: number): ParleyError | undefined {
    // Behind a stall there may be thousands that nobody waits for any more, before those that somebody does.
    if (deadlineMs > 0 && lateMs >= deadlineMs) return new ParleyError('unavailable', `${path} came too late to be begun.`);
    if (this.running >= MAX_CALLS_IN_HAND) return new ParleyError('overloaded', 'Too many calls at once.');
    return undefined;
  }

  private async run(call: Call): Promise<Answer> {
    try {
      const method = METHODS.get(call.path);
      if (method === undefined) throw new ParleyError('not_found', 'There is no such call.');
      const request = decodeRequest(method.request as Codec<object>, call.request);
      const response = await this.calls.run(method, request, callerFromWire(call, this.options.service));
      return { id: call.id, response: encodeResponse(method, response as object) };
    } catch (error) {
      return { id: call.id, failure: toFailure(toParleyError(error)) };
    }
  }

  private answer(answer: Answer): void {
    if (this.isOver) return;
    this.answers.add(answer);
    if (!this.isFlushing && !this.isBlocked) {
      this.isFlushing = true;
      this.pace.schedule(() => this.flush());
    }
  }

  private flush(): void {
    this.isFlushing = false;
    while (this.answers.size > 0 && !this.isBlocked && !this.isOver) {
      const answers = takeBatch(this.answers, ({ response }) => response?.length ?? 0);
      if (!this.stream.write({ answers })) this.block();
    }
    this.tellIfIdle();
  }

  private block(): void {
    this.isBlocked = true;
    this.stream.pause();
  }

  private unblock(): void {
    this.isBlocked = false;
    if (this.onIdle === undefined) this.stream.resume();
    this.flush();
  }

  private tellIfIdle(): void {
    if (this.isOver || (this.running === 0 && this.answers.size === 0)) this.onIdle?.();
  }

  private finish(): void {
    this.isOver = true;
    this.answers.clear();
    this.options.onOver();
    this.tellIfIdle();
  }
}

function encodeResponse(method: AnyMethod, response: object): Buffer {
  const bytes = encodeMessage(method.response as Codec<object>, response);
  if (bytes.length > MAX_PAYLOAD_BYTES) throw new ParleyError('too_large', 'The answer is too large.');
  return bytes;
}
