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

/** How a database or another service that is away, restarting or full shows itself: system codes, and SQLSTATEs of Postgres. */
const AWAY = new Set([
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  '08000',
  '08001',
  '08003',
  '08006',
  '53300',
  '57014',
  '57P01',
  '57P02',
  '57P03',
]);
/** The same from pg, which gives these no code. */
const AWAY_TEXT =
  /^(timeout exceeded when trying to connect|timeout expired|Query read timeout|Connection terminated|Client (has encountered a connection error|was closed))/;

/**
 * The error itself if it is one of ours; `unavailable` if a dependency is away; anything else becomes `internal`. The text of
 * the error stays out of the answer; the request id leads from the answer to the log.
 */
export function toParleyError(error: unknown, requestId?: string): ParleyError {
  if (error instanceof ParleyError) return error;
  const where = requestId === undefined ? '' : ` (request ${requestId})`;
  if (isAway(error))
    return new ParleyError('unavailable', `A part of the server cannot be reached at the moment${where}.`, { retryAfterMs: 1_000 });
  return new ParleyError('internal', `Something went wrong on our side${where}.`);
}

function isAway(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const { code, message, driverError, cause } = error as { code?: unknown; message?: unknown; driverError?: unknown; cause?: unknown };
  if (typeof code === 'string' && AWAY.has(code)) return true;
  if (typeof message === 'string' && AWAY_TEXT.test(message)) return true;
  // TypeORM wraps what the driver threw.
  return isAway(driverError) || isAway(cause);
}
