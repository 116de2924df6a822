import { IdentityModule } from '#identity';
import { PostgresModule } from '#postgres';
import { runService } from '#runtime';
import { GroupModule } from './group.module.js';

await runService({ name: 'group', modules: () => [PostgresModule, IdentityModule, GroupModule] });
