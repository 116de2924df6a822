import { Module, type DynamicModule } from '@nestjs/common';
import { CacheModule } from '#cache';
import { NodeLinksModule } from '#conversation';
import { EventLogModule } from '#event-log';
import { HistoryModule } from '#history';
import { PostgresModule } from '#postgres';
import { RegistryModule } from '#registry';
import type { Config } from '#runtime';
import { ChatModule } from '../chat/chat.module.js';
import { DiscoveryModule } from '../discovery/discovery.module.js';
import { GatewayModule } from '../gateway/gateway.module.js';
import { GroupModule } from '../group/group.module.js';
import { GroupMessageModule } from '../group-message/group-message.module.js';
import { LastSeenModule } from '../last-seen/last-seen.module.js';
import { MessageModule } from '../message/message.module.js';
import { RelayModule } from '../relay/relay.module.js';
import { SessionModule } from '../session/session.module.js';
import { UserModule } from '../user/user.module.js';

/** The whole suite in one process. */
@Module({
  imports: [
    PostgresModule,
    CacheModule,
    RegistryModule,
    NodeLinksModule,
    UserModule,
    SessionModule,
    DiscoveryModule,
    RelayModule,
    LastSeenModule,
    MessageModule,
    GroupMessageModule,
    GroupModule,
    ChatModule,
    GatewayModule,
  ],
})
export class StandaloneModule {
  static forRoot(config: Config): DynamicModule {
    return { module: StandaloneModule, imports: [EventLogModule.forRoot(config), HistoryModule.forRoot(config)] };
  }
}
