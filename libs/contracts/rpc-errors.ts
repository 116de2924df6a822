import { Metadata, type StatusObject } from '@grpc/grpc-js';
import { ERRORS, type ParleyError } from '#errors';

/** An error as a gRPC status; what the status cannot say goes into the trailers. */
export function toGrpcStatus(error: ParleyError): StatusObject {
  const metadata = new Metadata();
  metadata.set('parley-code', error.code);
  // A trailer carries printable ASCII only; the names of our fields are that.
  if (error.field !== undefined && /^[\x20-\x7e]+$/.test(error.field)) metadata.set('parley-field', error.field);
  if (error.retryAfterMs !== undefined) metadata.set('parley-retry-after-ms', String(Math.ceil(error.retryAfterMs)));
  return { code: ERRORS[error.code].grpc, details: error.message.toWellFormed(), metadata };
}
