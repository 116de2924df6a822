import { IdentityModule } from '#identity';
import { PostgresModule } from '#postgres';
import { RegistryModule } from '#registry';
import { runService } from '#runtime';
import { RelayModule } from './relay.module.js';

await runService({ name: 'relay', modules: () => [PostgresModule, RegistryModule.announcing('relay'), IdentityModule, RelayModule] });
