import type { Clock } from './clock.js';
import type { SocketConstructor } from './connection.js';
import type { OutboxStore, SinceStore } from './model.js';

export interface ParleyClientOptions {
  /** Where the server is, without a trailing slash; empty in a browser for the page's own origin. */
  baseUrl: string;
  /** For browsers: the refresh token travels only as an httpOnly cookie. */
  cookie?: boolean;
  /** Resumes a session without a login (not in cookie mode). */
  refreshToken?: string;
  fetch?: typeof fetch;
  WebSocket?: SocketConstructor;
  outboxStore?: OutboxStore;
  sinceStore?: SinceStore;
  /** Time and chance, for tests. */
  clock?: Clock;
}
