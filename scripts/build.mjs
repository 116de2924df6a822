// Compiles the servers and the SDK once, and the web client.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { mustRun, nodeBinary, root } from './tools.mjs';

const tsc = 'node_modules/typescript-native/bin/tsc';
const started = new Date();
rmSync(path.join(root, 'dist'), { recursive: true, force: true });
await Promise.all([
  mustRun(nodeBinary(), [tsc, '-p', 'tsconfig.build.json']),
  mustRun(nodeBinary(), [path.join(root, 'node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'warn'], {
    cwd: path.join(root, 'apps/web'),
  }),
]);
mkdirSync(path.join(root, 'dist'), { recursive: true });
// Dated from before the compilation: a source that changed meanwhile counts as newer.
writeFileSync(path.join(root, 'dist/.built'), started.toISOString());
