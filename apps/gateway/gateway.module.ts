import { Module, type MiddlewareConsumer, type NestModule } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { IdentityModule } from '#identity';
import { CorsMiddleware } from './cors.middleware.js';
import { DocsMiddleware } from './docs.middleware.js';
import { ProblemFilter } from './problem.filter.js';
import { RefreshCookie } from './refresh-cookie.js';
import { RestMetrics } from './rest-metrics.js';
import { RestMiddleware } from './rest.middleware.js';
import { RouteTable } from './routes.js';
import { SecurityMiddleware } from './security.middleware.js';
import { WebClientFolder } from './web-client-folder.js';
import { WebClientMiddleware } from './web-client.middleware.js';

/** The HTTP edge: REST for every RPC that has it, its documentation, and the web client. */
@Module({
  imports: [IdentityModule],
  providers: [
    { provide: RouteTable, useFactory: () => new RouteTable() },
    { provide: WebClientFolder, useFactory: () => new WebClientFolder() },
    { provide: APP_FILTER, useClass: ProblemFilter },
    RefreshCookie,
    RestMetrics,
  ],
})
export class GatewayModule implements NestModule {
  configure(consumer: MiddlewareConsumer): void {
    // What none of them answers goes on to the controllers, such as that of health, and then is not found.
    consumer.apply(SecurityMiddleware, CorsMiddleware, DocsMiddleware, RestMiddleware, WebClientMiddleware).forRoutes('{*path}');
  }
}
