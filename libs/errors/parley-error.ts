import { status } from '@grpc/grpc-js';
import type { ErrorCode } from '#protocol';

/** How each edge tells an error. `retryable`: the same call may succeed later, unchanged. */
interface ErrorRow {
  grpc: status;
  http: number;
  close: number | undefined;
  retryable: boolean;
}

/** The one table of errors (architecture, section 6). */
export const ERRORS: Readonly<Record<ErrorCode, ErrorRow>> = {
  invalid: { grpc: status.INVALID_ARGUMENT, http: 400, close: 4400, retryable: false },
  unauthenticated: { grpc: status.UNAUTHENTICATED, http: 401, close: 4401, retryable: false },
  forbidden: { grpc: status.PERMISSION_DENIED, http: 403, close: 4403, retryable: false },
  not_found: { grpc: status.NOT_FOUND, http: 404, close: 4404, retryable: false },
  conflict: { grpc: status.ALREADY_EXISTS, http: 409, close: undefined, retryable: false },
  out_of_order: { grpc: status.FAILED_PRECONDITION, http: 409, close: undefined, retryable: true },
  too_large: { grpc: status.OUT_OF_RANGE, http: 413, close: 1009, retryable: false },
  rate_limited: { grpc: status.RESOURCE_EXHAUSTED, http: 429, close: 4429, retryable: true },
  overloaded: { grpc: status.ABORTED, http: 503, close: 1013, retryable: true },
  unavailable: { grpc: status.UNAVAILABLE, http: 503, close: 1013, retryable: true },
  internal: { grpc: status.INTERNAL, http: 500, close: 1011, retryable: true },
};

export interface ErrorDetail {
  /** The field to blame, as a path in JSON names: `to.user`. */
  field?: string | undefined;
  /** How long a caller should wait before it tries again, in milliseconds. */
  retryAfterMs?: number | undefined;
}

/** The only error that services throw on purpose; its message may be shown to the caller. */
export class ParleyError extends Error {
  readonly field: string | undefined;
  readonly retryAfterMs: number | undefined;

  constructor(
    readonly code: ErrorCode,
    message: string,
    detail: ErrorDetail = {},
  ) {
    super(message);
    this.name = 'ParleyError';
    this.field = detail.field;
    this.retryAfterMs = detail.retryAfterMs;
  }
}

/**
 * The error itself if it is one of ours; anything else becomes `internal`, and its text stays out of the answer. The request
 * id leads from the answer to the log.
 */
export function toParleyError(error: unknown, requestId?: string): ParleyError {
  if (error instanceof ParleyError) return error;
  const where = requestId === undefined ? '' : ` (request ${requestId})`;
  return new ParleyError('internal', `Something went wrong on our side${where}.`);
}
