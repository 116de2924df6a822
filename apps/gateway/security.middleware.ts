import { Injectable, type NestMiddleware } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import helmet from 'helmet';
import { Config } from '#runtime';

/** Headers that keep the web client to itself: only its own files, scripts and sockets. */
@Injectable()
export class SecurityMiddleware implements NestMiddleware {
  private readonly helmet: ReturnType<typeof helmet>;

  constructor({ publicUrl, chatOrigins }: Config) {
    // Configured, and not those of the nodes that are there now: a page outlives them, and keeps the headers with which it came.
    const origins = [...(publicUrl === undefined ? [] : [new URL(publicUrl).origin]), ...chatOrigins];
    const sockets = origins.map((origin) => origin.replace(/^http/, 'ws'));
    this.helmet = helmet({
      contentSecurityPolicy: { useDefaults: false, directives: policy(sockets) },
      // Over plain HTTP, as on a machine at home, this would lock the browser out.
      strictTransportSecurity: publicUrl?.startsWith('https:') === true,
      referrerPolicy: { policy: 'no-referrer' },
      xFrameOptions: { action: 'deny' },
    });
  }

  use(request: Request, response: Response, next: NextFunction): void {
    this.helmet(request, response, next);
  }
}

function policy(sockets: readonly string[]): Record<string, string[]> {
  return {
    'default-src': ["'self'"],
    'script-src': ["'self'"],
    'style-src': ["'self'"],
    'img-src': ["'self'", 'data:', 'blob:', 'https:'],
    'connect-src': ["'self'", ...sockets],
    'object-src': ["'none'"],
    'base-uri': ["'none'"],
    'form-action': ["'self'"],
    'frame-ancestors': ["'none'"],
  };
}
