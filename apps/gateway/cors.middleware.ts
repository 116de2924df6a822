import { Injectable, type NestMiddleware } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { ParleyError } from '#errors';
import { Origins } from '#runtime';
import { RouteTable } from './routes.js';

/** Lets pages of allowed origins use the API, and refuses those of others. Programs send no Origin and are not concerned. */
@Injectable()
export class CorsMiddleware implements NestMiddleware {
  constructor(
    private readonly origins: Origins,
    private readonly table: RouteTable,
  ) {}

  use(request: Request, response: Response, next: NextFunction): void {
    const { origin, host } = request.headers;
    if (origin === undefined || !this.table.owns(request.originalUrl.split('?')[0] ?? '')) {
      next();
      return;
    }
    response.vary('Origin');
    if (!this.origins.allows(origin, host))
      throw new ParleyError('forbidden', 'Pages of this origin may not use this server; see ALLOWED_ORIGINS.');
    response.setHeader('access-control-allow-origin', origin);
    response.setHeader('access-control-allow-credentials', 'true');
    response.setHeader('access-control-expose-headers', 'Retry-After, WWW-Authenticate');
    if (request.method === 'OPTIONS') preflight(response);
    else next();
  }
}

function preflight(response: Response): void {
  response.setHeader('access-control-allow-methods', 'GET, POST, PUT, PATCH, DELETE');
  response.setHeader('access-control-allow-headers', 'Authorization, Content-Type');
  response.setHeader('access-control-max-age', '600');
  response.status(204).end();
}
