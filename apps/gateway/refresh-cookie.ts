import type { IncomingMessage, ServerResponse } from 'node:http';
import { Injectable } from '@nestjs/common';
import { parseCookie, stringifySetCookie } from 'cookie';
import { UserService } from '#contracts';
import { ParleyError } from '#errors';
import { Config, Origins } from '#runtime';
import type { Route } from './routes.js';

const NAME = 'parley_refresh';
/** Longer than a refresh token lives unused; the user service decides how long it is good. */
const MAX_AGE_S = 60 * 24 * 60 * 60;
const { register, login, refresh, logout } = UserService.methods;
const SIGN_INS: ReadonlySet<string> = new Set([register.path, login.path, refresh.path]);
const TAKERS: ReadonlySet<string> = new Set([refresh.path, logout.path]);

type Fields = Record<string, unknown>;

/** What is done with the answer of a call that may use the cookie. */
export interface CookieUse {
  request: Fields;
  /** The refresh token of the answer goes into the cookie instead. */
  moveToken: boolean;
  /** The cookie is taken away, whatever the answer. */
  clear: boolean;
  /** The token came from the cookie. */
  fromCookie: boolean;
}

/**
 * Keeps a browser's refresh token where no script reads it. A call that sets or uses the cookie must come from a page of an
 * allowed origin, for a browser sends cookies by itself.
 */
@Injectable()
export class RefreshCookie {
  private readonly secure: boolean;

  constructor(
    config: Config,
    private readonly origins: Origins,
  ) {
    this.secure = config.publicUrl?.startsWith('https:') ?? false;
  }

  /** What the call means for the cookie; undefined if nothing. Throws `forbidden` for a foreign page. */
  use({ method }: Route, request: Fields, http: IncomingMessage): CookieUse | undefined {
    const cookie = TAKERS.has(method.path) && request.refreshToken === undefined ? parseCookie(http.headers.cookie ?? '')[NAME] : undefined;
    const asked = SIGN_INS.has(method.path) && request.cookie === true;
    if (cookie === undefined && !asked) return undefined;
    const { origin, host } = http.headers;
    if (origin === undefined || !this.origins.allows(origin, host))
      throw new ParleyError('forbidden', 'Cookies are only for pages of an allowed origin.');
    return {
      request: cookie === undefined ? request : { ...request, refreshToken: cookie },
      // A token that came hidden never leaves in the open.
      moveToken: SIGN_INS.has(method.path),
      clear: method.path === logout.path,
      fromCookie: cookie !== undefined,
    };
  }

  /** Moves the token from the answer into the cookie, or takes the cookie away. */
  apply(use: CookieUse, answer: Fields, { response, https }: { response: ServerResponse; https: boolean }): Fields {
    if (use.clear) this.clear(response, https);
    if (!use.moveToken) return answer;
    this.set(response, https, { value: String(answer.refreshToken), maxAge: MAX_AGE_S });
    return { ...answer, refreshToken: '' };
  }

  clear(response: ServerResponse, https: boolean): void {
    this.set(response, https, { value: '', maxAge: 0 });
  }

  private set(response: ServerResponse, https: boolean, { value, maxAge }: { value: string; maxAge: number }): void {
    const secure = https || this.secure;
    const cookie = { name: NAME, value, maxAge, httpOnly: true, sameSite: 'strict', path: '/user-service', secure } as const;
    response.appendHeader('set-cookie', stringifySetCookie(cookie));
  }
}
