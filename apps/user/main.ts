import { IdentityModule } from '#identity';
import { PostgresModule } from '#postgres';
import { RegistryModule } from '#registry';
import { runService } from '#runtime';
import { UserModule } from './user.module.js';

await runService({ name: 'user', modules: () => [PostgresModule, RegistryModule.announcing('user'), IdentityModule, UserModule] });
