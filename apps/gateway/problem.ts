import type { ServerResponse } from 'node:http';
import { ERRORS, type ErrorCode, type ParleyError } from '#errors';

const TITLES: Readonly<Record<ErrorCode, string>> = {
  invalid: 'The request is not valid',
  unauthenticated: 'Not signed in',
  forbidden: 'Not allowed',
  not_found: 'Not found',
  conflict: 'In conflict with what exists',
  out_of_order: 'Out of order',
  too_large: 'Too large',
  rate_limited: 'Too many requests',
  overloaded: 'Overloaded',
  unavailable: 'Unavailable at the moment',
  internal: 'Internal error',
};

/** Answers with a problem document (RFC 9457). */
export function sendProblem(response: ServerResponse, error: ParleyError): void {
  const { http } = ERRORS[error.code];
  const { code, field, retryAfterMs, message } = error;
  const problem = {
    type: `urn:parley:error:${code}`,
    title: TITLES[code],
    status: http,
    detail: message.toWellFormed(),
    code,
    field,
    retryAfterMs,
  };
  response.statusCode = http;
  response.setHeader('content-type', 'application/problem+json; charset=utf-8');
  response.setHeader('cache-control', 'no-store');
  if (retryAfterMs !== undefined) response.setHeader('retry-after', String(Math.ceil(retryAfterMs / 1000)));
  if (code === 'unauthenticated') response.setHeader('www-authenticate', 'Bearer realm="parley"');
  if (code === 'too_large') response.setHeader('connection', 'close');
  response.end(JSON.stringify(problem));
}
