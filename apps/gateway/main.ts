import { RegistryModule } from '#registry';
import { runService } from '#runtime';
import { GatewayModule } from './gateway.module.js';
import { TunnelModule } from './tunnel.module.js';

await runService({ name: 'gateway', modules: () => [RegistryModule.announcing('gateway'), GatewayModule, TunnelModule], http: true });
