import { randomUUID } from 'node:crypto';
import { Catch, HttpException, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Response } from 'express';
import { ParleyError, toParleyError } from '#errors';
import { sendProblem } from './problem.js';

/** Tells every error of the HTTP side as a problem document; the text of an unknown one stays in the log. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger(ProblemFilter.name);

  catch(error: unknown, host: ArgumentsHost): void {
    const response = host.switchToHttp().getResponse<Response>();
    if (response.headersSent) {
      response.destroy();
      return;
    }
    sendProblem(response, this.translate(error));
  }

  private translate(error: unknown): ParleyError {
    if (error instanceof ParleyError) return error;
    // Nest's own: no route was found.
    if (error instanceof HttpException && error.getStatus() === 404)
      return new ParleyError('not_found', 'There is nothing at this address.');
    const requestId = randomUUID();
    this.logger.error({ requestId, err: error }, 'A request failed.');
    return toParleyError(error, requestId);
  }
}
