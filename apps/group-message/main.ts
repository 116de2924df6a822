import { NodeLinksModule } from '#conversation';
import { PostgresModule } from '#postgres';
import { runService } from '#runtime';
import { GroupMessageModule } from './group-message.module.js';

await runService({ name: 'group-message', modules: () => [PostgresModule, NodeLinksModule, GroupMessageModule] });
