// `npm run test:stack [-- path …]`: what needs real engines. Installs what is missing, starts what the chosen specs need, and stops what it
// started: the specs of the adapters, then, with two instances of every service, the end-to-end suite and the specs of the suite itself.
// Ends with one line `N passed, N failed`.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ENGINES, engineOf, environment } from '../deploy/native/engines.mjs';
import { ensurePackages } from '../deploy/native/packages.mjs';
import { runningPid } from '../deploy/native/processes.mjs';
import { gatewayUrls, possibleServices } from '../deploy/native/services.mjs';
import { ensureInstalled, nodeBinary, root, run } from './tools.mjs';

const JEST = ['--experimental-vm-modules', '--no-warnings=ExperimentalWarning', 'node_modules/jest/bin/jest.js'];
const STACK = 'deploy/native/stack.mjs';
/** What the suite is started with, and the specs that start parts of it again. */
const SUITE = { STACK_INSTANCES: '2', RATE_LIMIT_SCALE: '0' };
const paths = process.argv.slice(2);
const total = { passed: 0, failed: 0 };

function chosenSpecs(config) {
  const { stdout } = spawnSync(nodeBinary(), [...JEST, '--config', config, '--listTests', ...paths], { cwd: root, encoding: 'utf8' });
  return stdout.split('\n').filter((line) => line.endsWith('.spec.ts'));
}

/** A spec tells its engines by its file's name, or by the variables through which it finds them. */
function enginesOf(specs) {
  const text = specs.map((spec) => `${path.basename(spec)}\n${readFileSync(spec, 'utf8')}`).join('\n');
  return ENGINES.filter((name) => [`.${name}.`, ...Object.keys(engineOf(name).environment())].some((word) => text.includes(word)));
}

async function test(name, config, env) {
  console.log(`\n── ${name}`);
  const folder = mkdtempSync(path.join(tmpdir(), 'parley-reports-'));
  const report = path.join(folder, 'report.json');
  const flags = ['--config', config, '--runInBand', '--forceExit', '--json', '--outputFile', report];
  try {
    await run(nodeBinary(), [...JEST, ...flags, ...paths], { env: { ...environment(), ...env } });
    const { numPassedTests: passed, numFailedTests: failed, numRuntimeErrorTestSuites: broken } = JSON.parse(readFileSync(report, 'utf8'));
    total.passed += passed;
    // A suite that does not even load, or that holds no test, has failed.
    total.failed += failed + broken + (passed + failed === 0 ? 1 : 0);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function stack(command, parts, env = {}) {
  if (parts.length > 0 && (await run(nodeBinary(), [STACK, command, ...parts], { env })) !== 0) throw new Error('The stack did not obey.');
}

/** Acts with these engines, and stops those that did not run before. */
async function withEngines(engines, act) {
  const ours = engines.filter((name) => runningPid(name) === undefined);
  try {
    await stack('start', engines);
    await act();
  } finally {
    await stack('stop', ours);
  }
}

async function withSuite(act) {
  const running = possibleServices().filter((name) => runningPid(name) !== undefined);
  if (running.length > 0) throw new Error(`${running.join(', ')} run already, not as the specs need them: npm run stack -- stop suite`);
  try {
    await stack('start', ['suite'], SUITE);
    await act();
  } finally {
    await stack('stop', ['suite'], SUITE);
  }
}

async function testSuite({ e2e, suite }) {
  await withSuite(async () => {
    const [url] = gatewayUrls();
    if (e2e) await test('end to end, on different chat nodes', E2E, { ...SUITE, E2E_URL: url, E2E_ALTERNATE_NODES: '1' });
    if (suite) await test('the suite', IN_SUITE, SUITE);
  });
}

const ADAPTERS = 'jest.stack.config.mjs';
const E2E = 'test/e2e/jest.config.mjs';
const IN_SUITE = 'test/stack/jest.config.mjs';

async function main() {
  await ensureInstalled();
  ensurePackages();
  const [adapters, e2e, suite] = [ADAPTERS, E2E, IN_SUITE].map(chosenSpecs);
  const needsSuite = e2e.length + suite.length > 0;
  if (adapters.length === 0 && !needsSuite) throw new Error(`There is no spec for the stack under ${paths.join(' ')}.`);
  await withEngines(needsSuite ? ENGINES : enginesOf(adapters), async () => {
    if (adapters.length > 0) await test('adapters on real engines', ADAPTERS);
    if (needsSuite) await testSuite({ e2e: e2e.length > 0, suite: suite.length > 0 });
  });
}

await main().catch((error) => {
  console.error(error.message);
  total.failed++;
});
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed === 0 ? 0 : 1);
