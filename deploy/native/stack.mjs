// `node deploy/native/stack.mjs start|stop|status [part …]`: the engines on this machine, without Docker.
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { nodeBinary } from '../../scripts/tools.mjs';
import { environment, PARTS, engineOf, start, status, stop } from './engines.mjs';
import { logFile } from './processes.mjs';
import { portOf, stackDir } from './settings.mjs';
import { StackError } from './stack-error.mjs';

const USAGE = `node deploy/native/stack.mjs start|stop|status [part …]
Parts: ${PARTS.join(', ')}; all of them if none is named.`;

const commands = { start: startAll, stop: stopAll, status: showAll };

async function startAll(parts) {
  for (const part of parts) {
    const began = Date.now();
    const started = await start(part);
    console.log(started ? `${part} is ready after ${((Date.now() - began) / 1000).toFixed(1)} s` : `${part} runs already`);
  }
  for (const [name, value] of Object.entries(environment(parts))) console.log(`export ${name}=${value}`);
}

async function stopAll(parts) {
  for (const part of parts.toReversed()) console.log((await stop(part)) ? `${part} has been stopped` : `${part} was not running`);
}

async function showAll(parts) {
  for (const part of parts) {
    const { state, pid } = await status(part);
    const where = pid === undefined ? '' : `  pid ${pid}  ports ${engineOf(part).ports.map(portOf).join(' ')}  log ${logFile(part)}`;
    console.log(`${part.padEnd(10)} ${state}${where}`);
  }
  console.log(`data in ${stackDir()}`);
}

async function main() {
  const { positionals } = parseArgs({ allowPositionals: true });
  const [command, ...named] = positionals;
  if (!Object.hasOwn(commands, command ?? '')) throw new StackError(USAGE);
  const parts = named.length === 0 ? PARTS : PARTS.filter((part) => named.includes(part));
  named.forEach(engineOf);
  await commands[command](parts);
}

// Postgres is found by the project's own TypeScript, which older Nodes than the project's do not read.
if (Number(process.versions.node.split('.')[0]) < 24 && nodeBinary() !== process.execPath) {
  process.exit(spawnSync(nodeBinary(), process.argv.slice(1), { stdio: 'inherit' }).status ?? 1);
}
try {
  await main();
} catch (error) {
  console.error(error instanceof StackError ? error.message : error);
  process.exitCode = 1;
}
