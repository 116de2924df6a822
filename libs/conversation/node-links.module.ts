import { Global, Module } from '@nestjs/common';
import { Cache } from '#cache';
import { Directory, ServiceClients } from '#contracts';
import { SessionStore } from '#sessions';
import { NodeLinks } from './node-links.js';
import { Surroundings } from './surroundings.js';

/** The nodes that this process can deliver to, and who has sessions there. Needs `Announcements` and `Cache`. */
@Global()
@Module({
  providers: [
    {
      provide: NodeLinks,
      useFactory: (directory: Directory, clients: ServiceClients) => new NodeLinks(directory, clients),
      inject: [Directory, ServiceClients],
    },
    { provide: SessionStore, useFactory: (cache: Cache) => new SessionStore(cache), inject: [Cache] },
    Surroundings,
  ],
  exports: [NodeLinks, Surroundings],
})
export class NodeLinksModule {}
