import type { MethodDefinition } from '@grpc/grpc-js';
import { ERRORS, ParleyError, type ErrorCode } from '#errors';
import { CallService } from './gen/services.js';
import type { AnswerBatch, Call, CallBatch, Failure } from './gen/parley/transport/internal/v1/calls.js';
import { decodeMessage, encodeMessage } from './grpc-package.js';
import type { Caller } from './service-contract.js';

/** A batch of messages at its largest; whoever sends more is refused. */
export const MAX_MESSAGE_BYTES = 16 * 1024 * 1024;
/** What is left of that for one request or answer, beside its envelope. */
export const MAX_PAYLOAD_BYTES = MAX_MESSAGE_BYTES - 16 * 1024;
/** From this size on a batch is sent before it is complete, so that no batch is refused for its size. */
const BATCH_BYTES = 256 * 1024;
/** Calls of one stream that are in hand at once; more are refused as `overloaded`. */
export const MAX_CALLS_IN_HAND = 10_000;

/**
 * Batches of a stream begin at least this far apart, in milliseconds; the first one after a pause begins at once. Processes that share
 * a few cores spend more on waking each other than on the calls.
 */
const SPACING_MS = 2;

/** Runs `flush` at the end of this tick, or when the last run lies far enough back. */
export class FlushPace {
  private flushedAt = 0;

  schedule(flush: () => void): void {
    const run = (): void => {
      this.flushedAt = performance.now();
      flush();
    };
    const left = this.flushedAt + SPACING_MS - performance.now();
    if (left > 0) setTimeout(run, left);
    else setImmediate(run);
  }
}

/** Metadata that says which instance a stream is meant for. */
export const MEANT_FOR = 'x-parley-instance';

const { path, request, response } = CallService.methods.exchange;

export const EXCHANGE: MethodDefinition<CallBatch, AnswerBatch> = {
  path,
  requestStream: true,
  responseStream: true,
  requestSerialize: (batch) => encodeMessage(request, batch),
  requestDeserialize: (bytes) => decodeMessage(request, bytes),
  responseSerialize: (batch) => encodeMessage(response, batch),
  responseDeserialize: (bytes) => decodeMessage(response, bytes),
};

export function toFailure({ code, message, field, retryAfterMs }: ParleyError): Failure {
  return { code, message: message.toWellFormed(), field: field?.toWellFormed() ?? '', retryAfterMs: Math.ceil(retryAfterMs ?? 0) };
}

export function fromFailure({ code, message, field, retryAfterMs }: Failure): ParleyError {
  const known: ErrorCode = Object.hasOwn(ERRORS, code) ? (code as ErrorCode) : 'internal';
  return new ParleyError(known, message, {
    field: field === '' ? undefined : field,
    retryAfterMs: retryAfterMs === 0 ? undefined : retryAfterMs,
  });
}

export function callerOnWire({ user, device, address, origin }: Caller): Pick<Call, 'user' | 'device' | 'address' | 'origin'> {
  return { user: user ?? '', device: device ?? '', address: address ?? '', origin: origin ?? '' };
}

export function callerFromWire({ user, device, address, origin }: Call, service: string): Caller {
  return { service, user: given(user), device: given(device), address: given(address), origin: given(origin) };
}

/** Takes from the queue what fits into one batch; at least one. */
export function takeBatch<T>(queue: Set<T>, bytesOf: (item: T) => number): T[] {
  const batch: T[] = [];
  let bytes = 0;
  for (const item of queue) {
    if (bytes >= BATCH_BYTES) break;
    bytes += bytesOf(item);
    batch.push(item);
    queue.delete(item);
  }
  return batch;
}

function given(text: string): string | undefined {
  return text === '' ? undefined : text;
}
