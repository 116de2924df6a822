import { Global, Module } from '@nestjs/common';
import { Directory, ServiceClients } from '#contracts';
import { NodeLinks } from './node-links.js';
import { Surroundings } from './surroundings.js';

/** The nodes that this process can deliver to. Needs `Announcements`. */
@Global()
@Module({
  providers: [
    {
      provide: NodeLinks,
      useFactory: (directory: Directory, clients: ServiceClients) => new NodeLinks(directory, clients),
      inject: [Directory, ServiceClients],
    },
    Surroundings,
  ],
  exports: [NodeLinks, Surroundings],
})
export class NodeLinksModule {}
