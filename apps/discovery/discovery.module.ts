import { Module } from '@nestjs/common';
import { IdentityModule } from '#identity';
import { ChatNodes, Registry } from '#registry';
import { DiscoveryController } from './discovery.controller.js';

/** Which chat node a client should use. Needs `Registry` and `Config`. */
@Module({
  imports: [IdentityModule],
  controllers: [DiscoveryController],
  providers: [{ provide: ChatNodes, useFactory: (registry: Registry) => new ChatNodes(registry), inject: [Registry] }],
})
export class DiscoveryModule {}
