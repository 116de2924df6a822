import { ParleyError } from './parley-error.js';
import type { ErrorCode } from './protocol.js';

export type Verb = 'GET' | 'POST' | 'PATCH' | 'DELETE';

export interface HttpRequest {
  verb: Verb;
  path: string;
  query?: Readonly<Record<string, string | number | undefined>>;
  body?: object;
  token?: string;
}

export interface HttpOptions {
  baseUrl: string;
  fetch: typeof fetch;
  /** Whether cookies travel. */
  cookie: boolean;
}

/** How long a call may take before it counts as `unavailable`. */
const TIMEOUT_MS = 15_000;

/** JSON over HTTP; every failure is a `ParleyError`. */
export class Http {
  constructor(private readonly options: HttpOptions) {}

  async call<Answer>(request: HttpRequest): Promise<Answer> {
    const { response, text } = await this.exchange(request);
    if (!response.ok) throw problem(response, text);
    try {
      return JSON.parse(text) as Answer;
    } catch {
      throw new ParleyError('unavailable', 'The server gave an answer that is not JSON.', { status: response.status });
    }
  }

  private async exchange(request: HttpRequest): Promise<{ response: Response; text: string }> {
    try {
      const response = await this.options.fetch(this.options.baseUrl + request.path + queryString(request.query), {
        method: request.verb,
        headers: headersOf(request),
        credentials: this.options.cookie ? 'include' : 'omit',
        signal: AbortSignal.timeout(TIMEOUT_MS),
        ...(request.body && { body: JSON.stringify(request.body) }),
      });
      return { response, text: await response.text() };
    } catch {
      throw new ParleyError('unavailable', 'The server cannot be reached.');
    }
  }
}

function headersOf({ body, token }: HttpRequest): Record<string, string> {
  return { ...(body && { 'content-type': 'application/json' }), ...(token !== undefined && { authorization: `Bearer ${token}` }) };
}

function queryString(query: HttpRequest['query']): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) if (value !== undefined) search.set(name, String(value));
  const text = search.toString();
  return text === '' ? '' : `?${text}`;
}

interface Problem {
  code?: ErrorCode;
  detail?: string;
  title?: string;
  field?: string;
  retryAfterMs?: number;
}

/** What a proxy in between answers has no `code`; its status says as much. */
const CODE_OF_STATUS: Readonly<Record<number, ErrorCode>> = {
  400: 'invalid',
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not_found',
  409: 'conflict',
  413: 'too_large',
  429: 'rate_limited',
  500: 'internal',
};

function problem(response: Response, text: string): ParleyError {
  const body = parseProblem(text);
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  return new ParleyError(body.code ?? CODE_OF_STATUS[response.status] ?? 'unavailable', body.detail ?? body.title ?? response.statusText, {
    field: body.field,
    status: response.status,
    retryAfterMs: body.retryAfterMs ?? (Number.isFinite(seconds) ? seconds * 1000 : undefined),
  });
}

function parseProblem(text: string): Problem {
  try {
    return (JSON.parse(text) as Problem | null) ?? {};
  } catch {
    return {};
  }
}
