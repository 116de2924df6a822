// `npm start`: installs what is missing, builds what is stale, and runs the whole suite in one process.
import { ensureBuilt, ensureInstalled, nodeBinary, run } from './tools.mjs';

await ensureInstalled();
await ensureBuilt();
process.exit(await run(nodeBinary(), ['--enable-source-maps', 'dist/apps/standalone/main.js']));
