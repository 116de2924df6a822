import { CacheModule } from '#cache';
import { NodeLinksModule } from '#conversation';
import { EventLogModule } from '#event-log';
import { HistoryModule } from '#history';
import { RegistryModule } from '#registry';
import { runService } from '#runtime';
import { MessageModule } from './message.module.js';

await runService({
  name: 'message',
  modules: (config) => [
    EventLogModule.forRoot(config),
    HistoryModule.forRoot(config),
    CacheModule,
    RegistryModule,
    NodeLinksModule,
    MessageModule,
  ],
});
