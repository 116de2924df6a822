import { IdentityModule } from '#identity';
import { PostgresModule } from '#postgres';
import { runService } from '#runtime';
import { RelayModule } from './relay.module.js';

await runService({ name: 'relay', modules: () => [PostgresModule, IdentityModule, RelayModule] });
