// `npm run test:stack [-- path …]`: the specs on real engines. Installs what is missing, starts the engines that the chosen specs need,
// and stops those that it started. Ends with one line `N passed, N failed`.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { engineOf, environment, PARTS } from '../deploy/native/engines.mjs';
import { ensurePackages } from '../deploy/native/packages.mjs';
import { runningPid } from '../deploy/native/processes.mjs';
import { ensureInstalled, nodeBinary, root, run } from './tools.mjs';

const JEST = ['--experimental-vm-modules', '--no-warnings=ExperimentalWarning', 'node_modules/jest/bin/jest.js'];
const CONFIG = ['--config', 'jest.stack.config.mjs'];
const STACK = 'deploy/native/stack.mjs';
const paths = process.argv.slice(2);

function chosenSpecs() {
  const { stdout, stderr } = spawnSync(nodeBinary(), [...JEST, ...CONFIG, '--listTests', ...paths], { cwd: root, encoding: 'utf8' });
  const specs = stdout.split('\n').filter((line) => line.endsWith('.spec.ts'));
  if (specs.length === 0) throw new Error(`There is no *.stack.spec.ts under ${paths.join(' ') || root}. ${stderr}`);
  return specs;
}

/** A spec tells its engines by its file's name, or by the variables through which it finds them. */
function partsOf(specs) {
  const text = specs.map((spec) => `${path.basename(spec)}\n${readFileSync(spec, 'utf8')}`).join('\n');
  return PARTS.filter((part) => [`.${part}.`, ...Object.keys(engineOf(part).environment())].some((word) => text.includes(word)));
}

async function testAll(parts) {
  const folder = mkdtempSync(path.join(tmpdir(), 'parley-reports-'));
  const report = path.join(folder, 'stack.json');
  try {
    await run(nodeBinary(), [...JEST, ...CONFIG, '--forceExit', '--json', '--outputFile', report, ...paths], { env: environment(parts) });
    const { numPassedTests: passed, numFailedTests: failed, numRuntimeErrorTestSuites: broken } = JSON.parse(readFileSync(report, 'utf8'));
    // A suite that does not even load, or that holds no test, has failed.
    return { passed, failed: failed + broken + (passed + failed === 0 ? 1 : 0) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function main() {
  await ensureInstalled();
  ensurePackages();
  const parts = partsOf(chosenSpecs());
  const ours = parts.filter((part) => runningPid(part) === undefined);
  try {
    if (parts.length > 0 && (await run(nodeBinary(), [STACK, 'start', ...parts])) !== 0) throw new Error('The engines did not start.');
    return await testAll(parts);
  } finally {
    if (ours.length > 0) await run(nodeBinary(), [STACK, 'stop', ...ours]);
  }
}

const total = await main().catch((error) => {
  console.error(error.message);
  return { passed: 0, failed: 1 };
});
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed === 0 ? 0 : 1);
