import { CacheModule } from '#cache';
import { IdentityModule } from '#identity';
import { PostgresModule } from '#postgres';
import { RegistryModule } from '#registry';
import { runService } from '#runtime';
import { LastSeenModule } from './last-seen.module.js';

await runService({
  name: 'last-seen',
  modules: () => [PostgresModule, CacheModule, RegistryModule.announcing('last-seen'), IdentityModule, LastSeenModule],
});
