import type { Clock } from './clock.js';
import type { Http } from './http.js';
import type { Credentials, Registration, Session, User } from './model.js';
import { ParleyError } from './parley-error.js';

export interface AuthOptions {
  http: Http;
  clock: Clock;
  cookie: boolean;
  refreshToken: string | undefined;
  onChange: (session: Session | undefined) => void;
}

interface SignInAnswer {
  user: User;
  accessToken: string;
  refreshToken: string;
  expiresAt: number;
}

interface Token {
  value: string;
  /** When it is time for a new one. */
  refreshAt: number;
}

/** A clock that is wrong by hours must not make every call refresh first; a 401 tells when this is too long. */
const LEAST_LIFETIME_MS = 30_000;

/** Signing in and out; owns the access token, which never leaves memory. */
export class Auth {
  private current: Session | undefined;
  private token: Token | undefined;
  private refreshToken: string | undefined;
  private refreshing: Promise<Token | undefined> | undefined;
  /** Grows with each login and logout, so that a refresh that was under way cannot undo it. */
  private epoch = 0;

  constructor(private readonly options: AuthOptions) {
    this.refreshToken = options.refreshToken;
  }

  /** Who is signed in, as far as is known without asking the server. */
  get session(): Session | undefined {
    return this.current;
  }

  /** Creates an account and signs in. */
  register(registration: Registration): Promise<Session> {
    return this.signIn('/user-service/register', registration);
  }

  login(credentials: Credentials): Promise<Session> {
    return this.signIn('/user-service/login', credentials);
  }

  /** Takes up the session of the cookie or of the refresh token; undefined if there is none any more. Rejects if the server cannot be asked. */
  async resume(): Promise<Session | undefined> {
    await this.refresh();
    return this.current;
  }

  /** Signs this device out, also when the server cannot be reached. */
  async logout(): Promise<void> {
    const body = this.refreshToken === undefined ? {} : { refreshToken: this.refreshToken };
    this.forget();
    await this.options.http.call({ verb: 'POST', path: '/user-service/logout', body }).catch(() => undefined);
  }

  /** An access token that is good for a while. Rejects with `unauthenticated` when the sign-in has ended. */
  async accessToken(): Promise<string> {
    const { token } = this;
    if (token && this.options.clock.now() < token.refreshAt) return token.value;
    return this.renewed();
  }

  /** A new token after the server has refused `rejected`; another call may have fetched it already. */
  async replace(rejected: string): Promise<string> {
    return this.token && this.token.value !== rejected ? this.token.value : this.renewed();
  }

  private async renewed(): Promise<string> {
    const token = await this.refresh();
    if (!token) throw new ParleyError('unauthenticated', 'You are signed out.');
    return token.value;
  }

  private async signIn(path: string, body: Credentials): Promise<Session> {
    const epoch = ++this.epoch;
    const answer = await this.options.http.call<SignInAnswer>({ verb: 'POST', path, body: { ...body, ...this.cookieFlag() } });
    if (epoch !== this.epoch) throw new ParleyError('conflict', 'Another sign-in or sign-out came in between.');
    return this.take(answer);
  }

  /** Single flight: a refresh token may be used once. */
  private refresh(): Promise<Token | undefined> {
    this.refreshing ??= this.exchange().finally(() => (this.refreshing = undefined));
    return this.refreshing;
  }

  private async exchange(): Promise<Token | undefined> {
    if (!this.options.cookie && this.refreshToken === undefined) return undefined;
    const epoch = this.epoch;
    const body = this.options.cookie ? this.cookieFlag() : { refreshToken: this.refreshToken };
    try {
      const answer = await this.options.http.call<SignInAnswer>({ verb: 'POST', path: '/user-service/refresh', body });
      if (epoch === this.epoch) this.take(answer);
    } catch (error) {
      if (epoch !== this.epoch) return this.token;
      if (!isRefusal(error)) throw error;
      this.forget();
    }
    return this.token;
  }

  private take(answer: SignInAnswer): Session {
    const now = this.options.clock.now();
    this.token = { value: answer.accessToken, refreshAt: now + Math.max(LEAST_LIFETIME_MS, (answer.expiresAt - now) * 0.8) };
    this.refreshToken = this.options.cookie ? undefined : answer.refreshToken;
    this.current = { user: answer.user, expiresAt: answer.expiresAt, refreshToken: this.refreshToken ?? '' };
    this.options.onChange(this.current);
    return this.current;
  }

  private forget(): void {
    this.epoch += 1;
    this.token = undefined;
    this.refreshToken = undefined;
    this.current = undefined;
    this.options.onChange(undefined);
  }

  private cookieFlag(): { cookie?: true } {
    return this.options.cookie ? { cookie: true } : {};
  }
}

/** `invalid` is what a server says to a missing or malformed refresh token. */
function isRefusal(error: unknown): boolean {
  return error instanceof ParleyError && ['unauthenticated', 'forbidden', 'invalid', 'not_found'].includes(error.code);
}
