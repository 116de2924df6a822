import { RegistryModule } from '#registry';
import { runService } from '#runtime';
import { DiscoveryModule } from './discovery.module.js';

await runService({ name: 'discovery', modules: () => [RegistryModule.announcing('discovery'), DiscoveryModule] });
