import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { Logger, Module, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { Gauge } from 'prom-client';
import { PubSub } from '#cache';
import { ServiceClients } from '#contracts';
import { NodeLinks } from '#conversation';
import { AccessTokens, ChatTickets, IdentityModule, Revocations } from '#identity';
import { Registry } from '#registry';
import { Config, Drain, Metrics, Origins, warnSeldom } from '#runtime';
import { ChatInternalController } from './chat-internal.controller.js';
import { Chat } from './chat.js';
import { Upgrades } from './upgrades.js';

const onError = warnSeldom(new Logger('ChatNode'), 'Something that the node needs failed.');

/** A WebSocket node. Needs `ServiceClients`, `PubSub`, `Registry`, `NodeLinks` and an HTTP server, whose upgrades it handles. */
@Module({
  imports: [IdentityModule],
  controllers: [ChatInternalController],
  providers: [
    {
      provide: Chat,
      useFactory: (
        clients: ServiceClients,
        pubSub: PubSub,
        registry: Registry,
        revocations: Revocations,
        tickets: ChatTickets,
        tokens: AccessTokens,
        config: Config,
        origins: Origins,
      ) => new Chat({ clients, pubSub, registry, revocations, tickets, tokens, config, origins, onError }),
      inject: [ServiceClients, PubSub, Registry, Revocations, ChatTickets, AccessTokens, Config, Origins],
    },
  ],
})
export class ChatModule implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(
    private readonly chat: Chat,
    private readonly links: NodeLinks,
    private readonly http: HttpAdapterHost,
    drain: Drain,
    metrics: Metrics,
  ) {
    drain.add('withdraw', 'chat node', () => chat.node.withdraw());
    drain.add('disconnect', 'sockets', () => chat.node.disconnect());
    this.measure(metrics);
  }

  async onApplicationBootstrap(): Promise<void> {
    const { chat } = this;
    this.links.connect(chat.name, (deliveries) => chat.deliveries.deliver(deliveries));
    const server = this.http.httpAdapter.getHttpServer() as Server;
    server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
      if (Upgrades.concerns(request)) chat.upgrades.handle(request, stream, head);
      else stream.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n');
    });
    await chat.node.start();
  }

  onApplicationShutdown(): void {
    this.links.disconnect(this.chat.name);
    this.chat.node.stop();
  }

  private measure(metrics: Metrics): void {
    const { connections } = this.chat;
    new Gauge({
      name: 'parley_chat_connections',
      help: 'Live sockets of this node.',
      registers: [metrics.registry],
      collect() {
        this.set(connections.size);
      },
    });
  }
}
