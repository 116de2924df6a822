import type { ErrorCode } from './protocol.js';

export interface ParleyErrorDetail {
  field?: string | undefined;
  status?: number | undefined;
  retryAfterMs?: number | undefined;
}

/** What the server refused, or why it could not be asked (`unavailable`). The message may be shown to a person. */
export class ParleyError extends Error {
  /** The field to blame, as a path in JSON names: `to.user`. */
  readonly field: string | undefined;
  /** HTTP status, if it came over REST. */
  readonly status: number | undefined;
  /** How long to wait before trying again, in milliseconds. */
  readonly retryAfterMs: number | undefined;

  constructor(
    readonly code: ErrorCode,
    message: string,
    detail: ParleyErrorDetail = {},
  ) {
    super(message);
    this.name = 'ParleyError';
    this.field = detail.field;
    this.status = detail.status;
    this.retryAfterMs = detail.retryAfterMs;
  }
}
