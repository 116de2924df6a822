import { Injectable, type NestMiddleware } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { ServiceClients, type Caller } from '#contracts';
import { ParleyError } from '#errors';
import { AccessTokens } from '#identity';
import { Config, RateLimiter } from '#runtime';
import { ADDRESS_LIMIT, limitAddress } from './address.js';
import { readJson } from './body.js';
import { RefreshCookie, type CookieUse } from './refresh-cookie.js';
import { RestMetrics } from './rest-metrics.js';
import { RouteTable, type Route } from './routes.js';
import { toJson, toMessage } from './transcoding.js';

type Client = Record<string, (request: object, options: { caller: Caller }) => Promise<Record<string, unknown>>>;

/** Turns REST calls into RPCs and their answers into JSON. */
@Injectable()
export class RestMiddleware implements NestMiddleware {
  private readonly perAddress: RateLimiter;
  private readonly perUser: RateLimiter;

  constructor(
    private readonly table: RouteTable,
    private readonly clients: ServiceClients,
    private readonly tokens: AccessTokens,
    private readonly cookies: RefreshCookie,
    private readonly metrics: RestMetrics,
    config: Config,
  ) {
    this.perAddress = new RateLimiter({ ...ADDRESS_LIMIT, scale: config.rateLimitScale });
    this.perUser = new RateLimiter({ burst: 200, perSecond: 50, scale: config.rateLimitScale });
  }

  async use(request: Request, response: Response, next: NextFunction): Promise<void> {
    const [path = '', ...query] = request.originalUrl.split('?');
    if (!this.table.owns(path)) {
      next();
      return;
    }
    const match = this.table.find(verbOf(request), path);
    if (match === undefined) throw new ParleyError('not_found', `There is no ${request.method} ${path}.`);
    this.metrics.observe(match.route, response);
    const address = limitAddress(request.ip);
    this.perAddress.require(address);
    const caller = { ...(await this.identify(match.route, request)), address, origin: originOf(request) };
    const body = match.route.http.body ? await readJson(request) : undefined;
    const message = toMessage(match.route, { params: match.params, query: query.join('?'), body });
    response.setHeader('cache-control', 'no-store');
    response.json(await this.answer(match.route, message as Record<string, unknown>, { request, response, caller }));
  }

  private async identify({ method }: Route, request: Request): Promise<Caller> {
    if (method.access !== 'user') return {};
    const token = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
    if (token === undefined) throw new ParleyError('unauthenticated', 'Sign in first: send an access token as `Authorization: Bearer`.');
    const identity = await this.tokens.verify(token);
    this.perUser.require(identity.user);
    return identity;
  }

  private async answer(
    route: Route,
    message: Record<string, unknown>,
    http: { request: Request; response: Response; caller: Caller },
  ): Promise<object> {
    const { request, response, caller } = http;
    const cookie = this.cookies.use(route, message, request);
    const answer = await this.call(route, cookie?.request ?? message, caller).catch((error: unknown) => {
      if (cookie !== undefined) this.dropBadCookie(cookie, error, http);
      throw error;
    });
    const json = toJson(route.method.responseType, answer);
    return cookie === undefined ? json : this.cookies.apply(cookie, json, { response, https: request.secure });
  }

  private call({ service, name }: Route, message: object, caller: Caller): Promise<Record<string, unknown>> {
    const method = (this.clients.client(service) as Client)[name];
    if (method === undefined) throw new ParleyError('not_found', 'There is no such call.');
    return method(message, { caller });
  }

  private dropBadCookie(cookie: CookieUse, error: unknown, { request, response }: { request: Request; response: Response }): void {
    const refused = error instanceof ParleyError && error.code === 'unauthenticated';
    if (cookie.fromCookie && refused) this.cookies.clear(response, request.secure);
  }
}

/** Under which scheme and host the client reached us; `trust proxy` decides whose word counts for it. */
function originOf(request: Request): string | undefined {
  const origin = `${request.protocol}://${request.host}`;
  return URL.canParse(origin) ? new URL(origin).origin : undefined;
}

function verbOf({ method }: Request): string {
  return method === 'HEAD' ? 'get' : method.toLowerCase();
}
