import { NodeLinksModule } from '#conversation';
import { PostgresModule } from '#postgres';
import { runService } from '#runtime';
import { MessageModule } from './message.module.js';

await runService({ name: 'message', modules: () => [PostgresModule, NodeLinksModule, MessageModule] });
