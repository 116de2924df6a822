import { Metadata, status, type ServiceError, type StatusObject } from '@grpc/grpc-js';
import { ERRORS, ParleyError, type ErrorCode } from '#errors';

const CODE = 'parley-code';
const FIELD = 'parley-field';
const RETRY_AFTER = 'parley-retry-after-ms';
const UNREACHABLE: ReadonlySet<status> = new Set([status.UNAVAILABLE, status.CANCELLED, status.UNIMPLEMENTED]);

/** An error as a gRPC status; what the status cannot say goes into the trailers. */
export function toGrpcStatus(error: ParleyError): StatusObject {
  const metadata = new Metadata();
  metadata.set(CODE, error.code);
  // A trailer carries printable ASCII only; the names of our fields are that.
  if (error.field !== undefined && /^[\x20-\x7e]+$/.test(error.field)) metadata.set(FIELD, error.field);
  if (error.retryAfterMs !== undefined) metadata.set(RETRY_AFTER, String(Math.ceil(error.retryAfterMs)));
  return { code: ERRORS[error.code].grpc, details: error.message.toWellFormed(), metadata };
}

/** The callee's own words if it said any; else what the transport's failure means to the caller. */
export function fromServiceError(error: ServiceError, service: string): ParleyError {
  const code = trailer(error, CODE);
  if (code !== undefined && isErrorCode(code)) {
    const retryAfter = trailer(error, RETRY_AFTER);
    return new ParleyError(code, error.details, {
      field: trailer(error, FIELD),
      retryAfterMs: retryAfter === undefined ? undefined : Number(retryAfter),
    });
  }
  return transportError(error.code, service);
}

function transportError(code: status, service: string): ParleyError {
  if (code === status.DEADLINE_EXCEEDED) return new ParleyError('unavailable', `${service} did not answer in time.`);
  if (UNREACHABLE.has(code)) return new ParleyError('unavailable', `${service} cannot be reached at the moment.`);
  if (code === status.RESOURCE_EXHAUSTED) return new ParleyError('too_large', `The message to or from ${service} is too large.`);
  return new ParleyError('internal', 'Something went wrong on our side.');
}

function trailer(error: ServiceError, name: string): string | undefined {
  const value = (error.metadata as Metadata | undefined)?.get(name)[0];
  return typeof value === 'string' ? value : undefined;
}

function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(ERRORS, code);
}
