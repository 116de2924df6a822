// `npm test`: everything that needs nothing but Node. Ends with one line `N passed, N failed`.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ensureBuilt, ensureInstalled, nodeBinary, run } from './tools.mjs';

await ensureInstalled();
await ensureBuilt();

const reports = mkdtempSync(path.join(tmpdir(), 'parley-reports-'));
const jest = ['--experimental-vm-modules', '--no-warnings=ExperimentalWarning', 'node_modules/jest/bin/jest.js'];
const total = { passed: 0, failed: 0 };

async function check(name, command, args) {
  console.log(`\n── ${name}`);
  const code = await run(command, args);
  if (code === 0) total.passed++;
  else total.failed++;
}

async function suite(name, config, extra = []) {
  console.log(`\n── ${name}`);
  const report = path.join(reports, `${name}.json`);
  await run(nodeBinary(), [...jest, '--config', config, '--forceExit', '--json', '--outputFile', report, ...extra]);
  try {
    const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites } = JSON.parse(readFileSync(report, 'utf8'));
    total.passed += numPassedTests;
    // A suite that does not even load, or that holds no test, has failed.
    total.failed += numFailedTests + numRuntimeErrorTestSuites + (numPassedTests + numFailedTests === 0 ? 1 : 0);
  } catch {
    total.failed++;
  }
}

await check('contracts are current', nodeBinary(), ['scripts/contracts.mjs', '--check']);
await check('types', nodeBinary(), ['node_modules/typescript-native/bin/tsc', '-p', 'tsconfig.json', '--noEmit']);
await check('types of the web client', nodeBinary(), [
  'node_modules/typescript-native/bin/tsc',
  '-p',
  'apps/web/tsconfig.json',
  '--noEmit',
]);
await check('lint', nodeBinary(), ['node_modules/eslint/bin/eslint.js', '.', '--max-warnings', '0']);
await check('format', nodeBinary(), ['node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.']);
await check('imports', nodeBinary(), [
  'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs',
  'apps',
  'libs',
  'test',
  '--config',
  '.dependency-cruiser.cjs',
]);
await suite('unit and contract suites', 'jest.config.mjs');
await suite('end to end', 'test/e2e/jest.config.mjs', ['--runInBand']);
await suite('standalone', 'test/e2e-standalone/jest.config.mjs', ['--runInBand']);
await suite('browser', 'test/browser/jest.config.mjs', ['--runInBand']);

rmSync(reports, { recursive: true, force: true });
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed === 0 ? 0 : 1);
