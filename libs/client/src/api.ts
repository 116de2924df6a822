import type { Auth } from './auth.js';
import type { Http, HttpRequest } from './http.js';
import { ParleyError } from './parley-error.js';

/** REST calls of the signed-in user. Every call rejects with a `ParleyError`; `unavailable` when the server cannot be reached. */
export class Api {
  constructor(
    private readonly http: Http,
    private readonly auth: Pick<Auth, 'accessToken' | 'replace'>,
  ) {}

  get<Answer>(path: string, query: NonNullable<HttpRequest['query']> = {}): Promise<Answer> {
    return this.call({ verb: 'GET', path, query });
  }

  post<Answer>(path: string, body: object = {}): Promise<Answer> {
    return this.call({ verb: 'POST', path, body });
  }

  patch<Answer>(path: string, body: object): Promise<Answer> {
    return this.call({ verb: 'PATCH', path, body });
  }

  async delete(path: string): Promise<void> {
    await this.call({ verb: 'DELETE', path });
  }

  /** Needs no sign-in. */
  getPublic<Answer>(path: string): Promise<Answer> {
    return this.http.call({ verb: 'GET', path });
  }

  /** A token may be refused before its time (a restarted key, a wrong clock): once, a new one is tried. */
  private async call<Answer>(request: HttpRequest): Promise<Answer> {
    const token = await this.auth.accessToken();
    try {
      return await this.http.call<Answer>({ ...request, token });
    } catch (error) {
      if (!(error instanceof ParleyError) || error.status !== 401) throw error;
      return await this.http.call<Answer>({ ...request, token: await this.auth.replace(token) });
    }
  }
}

/** A path with its parts escaped: `path`/groups/${id}``. */
export function path(parts: TemplateStringsArray, ...values: string[]): string {
  return String.raw({ raw: parts }, ...values.map((value) => encodeURIComponent(value)));
}
