import { Injectable } from '@nestjs/common';
import { Config } from './config.js';

/** Which web pages may use this suite: those that it serves itself, and those that ALLOWED_ORIGINS names. For REST, cookies and WebSocket upgrades. */
@Injectable()
export class Origins {
  private readonly allowed: ReadonlySet<string>;

  constructor({ allowedOrigins, publicUrl }: Config) {
    this.allowed = new Set([...allowedOrigins, ...(publicUrl === undefined ? [] : [new URL(publicUrl).origin])]);
  }

  /** `origin` and `host` as in the headers of the request. The scheme is not compared, because a proxy may have ended TLS. */
  allows(origin: string, host: string | undefined): boolean {
    if (this.allowed.has(origin)) return true;
    return URL.canParse(origin) && new URL(origin).host === host?.toLowerCase();
  }
}
