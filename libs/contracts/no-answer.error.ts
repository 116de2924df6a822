import { ParleyError, type ErrorCode } from '#errors';

/**
 * What is known of a call that was not answered. `refused`: nobody listens there, or another process than the one that was meant.
 * `unsent`: the call did not begin there. `unknown`: it may have been carried out.
 */
export type Outcome = 'refused' | 'unsent' | 'unknown';

/** The transport's failure, not the callee's words. */
export class NoAnswerError extends ParleyError {
  constructor(
    readonly outcome: Outcome,
    message: string,
    code: ErrorCode = 'unavailable',
  ) {
    super(code, message);
    this.name = 'NoAnswerError';
  }
}
