import { CacheModule } from '#cache';
import { RegistryModule } from '#registry';
import { runService } from '#runtime';
import { SessionModule } from './session.module.js';

await runService({ name: 'session', modules: () => [CacheModule, RegistryModule.announcing('session'), SessionModule] });
