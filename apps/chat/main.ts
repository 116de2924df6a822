import { CacheModule } from '#cache';
import { NodeLinksModule } from '#conversation';
import { RegistryModule } from '#registry';
import { runService } from '#runtime';
import { ChatModule } from './chat.module.js';

await runService({ name: 'chat', modules: () => [CacheModule, RegistryModule, NodeLinksModule, ChatModule], http: true });
