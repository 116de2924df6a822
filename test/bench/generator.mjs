import { spawn } from 'node:child_process';
import { once } from 'node:events';

const HEAP = '--max-old-space-size=4096';

/** Runs one scenario from a process of its own. */
export async function generate(scenario) {
  const generator = spawn(process.execPath, [HEAP, 'test/bench/load.mjs'], { stdio: ['pipe', 'pipe', 'inherit'] });
  generator.stdin.end(JSON.stringify(scenario));
  let output = '';
  generator.stdout.on('data', (data) => (output += data));
  const [code] = await once(generator, 'close');
  if (code !== 0) throw new Error(`The load generator ended with ${code}.`);
  return JSON.parse(output);
}
