import { Logger } from '@nestjs/common';
import { toParleyError } from '#errors';
import type { OnUnknownError } from './local-calls.js';

/**
 * Logs why calls failed, where their callers learn an id alone. A dependency that is away fails every call, which its probe and whoever
 * waits for it say already: then each call is a matter for debugging.
 */
export function failureLog(context: string): OnUnknownError {
  const logger = new Logger(context);
  return (err, where) => {
    if (toParleyError(err).code === 'unavailable') logger.debug({ ...where, err }, 'A call failed: something that it needs is away.');
    else logger.error({ ...where, err }, 'A call failed.');
  };
}
