// `npm run test:e2e -- --url URL`: the suite of the public protocol against whatever speaks it; without a URL, against a server of its own.
// Rate limits would refuse what the suite does: start the server with RATE_LIMIT_SCALE=0.
import { parseArgs } from 'node:util';
import { ensureBuilt, ensureInstalled, nodeBinary, run } from './tools.mjs';

const { values, positionals } = parseArgs({ options: { url: { type: 'string' } }, allowPositionals: true });
await ensureInstalled();
if (values.url === undefined) await ensureBuilt();
const env = values.url === undefined ? {} : { E2E_URL: values.url };
const jest = ['--experimental-vm-modules', '--no-warnings=ExperimentalWarning', 'node_modules/jest/bin/jest.js'];
process.exit(await run(nodeBinary(), [...jest, '--config', 'test/e2e/jest.config.mjs', '--runInBand', ...positionals], { env }));
