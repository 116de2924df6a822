import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { Logger, Module, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { Gauge } from 'prom-client';
import { PubSub } from '#cache';
import { ChatNodeService, Directory, kindOf, ServiceClients } from '#contracts';
import { Surroundings } from '#conversation';
import { AccessTokens, ChatTickets, IdentityModule, Revocations } from '#identity';
import { Config, Drain, Origins, warnSeldom, type Metrics } from '#runtime';
import { ChatInternalController } from './chat-internal.controller.js';
import { Chat } from './chat.js';
import { Upgrades } from './upgrades.js';

const KIND = kindOf(ChatNodeService.name);
const onError = warnSeldom(new Logger('ChatNode'), 'Something that the node needs failed.');

/** A WebSocket node. Needs `ServiceClients`, `PubSub`, `Surroundings` and an HTTP server, whose upgrades it handles. */
@Module({
  imports: [IdentityModule],
  controllers: [ChatInternalController],
  providers: [
    {
      provide: Chat,
      useFactory: (
        clients: ServiceClients,
        directory: Directory,
        pubSub: PubSub,
        revocations: Revocations,
        tickets: ChatTickets,
        tokens: AccessTokens,
        config: Config,
        origins: Origins,
      ) => new Chat({ clients, directory, pubSub, revocations, tickets, tokens, config, origins, onError }),
      inject: [ServiceClients, Directory, PubSub, Revocations, ChatTickets, AccessTokens, Config, Origins],
    },
  ],
})
export class ChatModule implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(
    private readonly chat: Chat,
    private readonly http: HttpAdapterHost,
    private readonly surroundings: Surroundings,
    config: Config,
    drain: Drain,
  ) {
    const { name, connections, interest, node } = chat;
    const { announcements, startup, metrics } = surroundings;
    announcements.add({ kind: KIND, id: name, url: config.nodeUrl, load: () => connections.size });
    startup.add('work', () => {
      interest.start();
      return Promise.resolve();
    });
    drain.add('disconnect', 'sockets', () => node.disconnect());
    this.measure(metrics);
  }

  onApplicationBootstrap(): void {
    const { chat } = this;
    this.surroundings.links.connect(KIND, chat.name, (batch) => chat.deliveries.deliver(batch));
    const server = this.http.httpAdapter.getHttpServer() as Server;
    server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
      if (Upgrades.concerns(request)) chat.upgrades.handle(request, stream, head);
      else stream.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n');
    });
    chat.node.start();
  }

  onApplicationShutdown(): void {
    this.surroundings.links.disconnect(this.chat.name);
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
