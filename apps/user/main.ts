import { IdentityModule } from '#identity';
import { PostgresModule } from '#postgres';
import { runService } from '#runtime';
import { UserModule } from './user.module.js';

await runService({ name: 'user', modules: () => [PostgresModule, IdentityModule, UserModule] });
