import { IdentityModule } from '#identity';
import { PostgresModule } from '#postgres';
import { RegistryModule } from '#registry';
import { runService } from '#runtime';
import { GroupModule } from './group.module.js';

await runService({ name: 'group', modules: () => [PostgresModule, RegistryModule.announcing('group'), IdentityModule, GroupModule] });
