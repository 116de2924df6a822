import { CacheModule } from '#cache';
import { runService } from '#runtime';
import { SessionModule } from './session.module.js';

await runService({ name: 'session', modules: () => [CacheModule, SessionModule] });
