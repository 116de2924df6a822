import { runService } from '#runtime';
import { GatewayModule } from './gateway.module.js';

await runService({ name: 'gateway', modules: () => [GatewayModule], http: true });
