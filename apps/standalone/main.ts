import { runService } from '#runtime';
import { StandaloneModule } from './standalone.module.js';

await runService({ name: 'standalone', modules: (config) => [StandaloneModule.forRoot(config)], http: true }, ({ config, port }) => {
  process.stdout.write(`Parley is ready: ${config.publicUrl ?? `http://localhost:${String(port)}`}\n`);
});
