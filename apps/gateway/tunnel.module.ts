import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { Module, type OnApplicationBootstrap } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { Gauge } from 'prom-client';
import { ChatNodes, Registry } from '#registry';
import { Drain, Metrics } from '#runtime';
import { Tunnels } from './tunnels.js';

/** The way to the sockets of chat nodes that live elsewhere. Needs `Registry`. A process that is a chat node itself has no use for it. */
@Module({
  providers: [Tunnels, { provide: ChatNodes, useFactory: (registry: Registry) => new ChatNodes(registry), inject: [Registry] }],
})
export class TunnelModule implements OnApplicationBootstrap {
  constructor(
    private readonly tunnels: Tunnels,
    private readonly http: HttpAdapterHost,
    drain: Drain,
    metrics: Metrics,
  ) {
    drain.add('disconnect', 'tunnels', () => tunnels.leave());
    new Gauge({
      name: 'parley_gateway_tunnels',
      help: 'Sockets that this gateway leads to chat nodes.',
      registers: [metrics.registry],
      collect() {
        this.set(tunnels.count);
      },
    });
  }

  onApplicationBootstrap(): void {
    const server = this.http.httpAdapter.getHttpServer() as Server;
    server.on('upgrade', (request: IncomingMessage, _socket: Duplex, head: Buffer) => {
      this.tunnels.handle({ request, head });
    });
  }
}
