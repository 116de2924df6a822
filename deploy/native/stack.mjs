// `node deploy/native/stack.mjs start|stop|status [part …]`: engines and services on this machine, without Docker.
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { ensureBuilt, nodeBinary } from '../../scripts/tools.mjs';
import { ENGINES, environment } from './engines.mjs';
import { partOf, partsNamed, start, status, stop } from './parts.mjs';
import { logFile } from './processes.mjs';
import { APPS, gatewayUrls } from './services.mjs';
import { portOf, stackDir } from './settings.mjs';
import { StackError } from './stack-error.mjs';

const USAGE = `node deploy/native/stack.mjs start|stop|status [part …]
Parts: the engines ${ENGINES.join(', ')}; the services ${APPS.join(', ')}, of which chat-1 is the first instance.
"engines" or "suite" for one half of them, nothing for all. STACK_INSTANCES=user=2,group=2 or STACK_INSTANCES=2 says how many of each.`;

const commands = { start: startAll, stop: stopAll, status: showAll };

const isEngine = (part) => ENGINES.includes(part);

async function startAll(parts) {
  const engines = parts.filter(isEngine);
  const services = parts.filter((part) => !isEngine(part));
  for (const engine of engines) await startOne(engine);
  if (services.length === 0) return sayVariables(engines);
  await ensureBuilt();
  await Promise.all(services.map(startOne));
  const [first, ...others] = gatewayUrls();
  console.log(`The web client is at ${first}${others.length === 0 ? '' : `, and at ${others.join(', ')}`}`);
}

async function startOne(part) {
  const began = Date.now();
  const started = await start(part);
  console.log(started ? `${part} is ready after ${((Date.now() - began) / 1000).toFixed(1)} s` : `${part} runs already`);
}

function sayVariables(engines) {
  for (const [name, value] of Object.entries(environment(engines))) console.log(`export ${name}=${value}`);
}

/** Services first, all at once: none of them waits for an engine that has gone. */
async function stopAll(parts) {
  await Promise.all(parts.filter((part) => !isEngine(part)).map(stopOne));
  for (const engine of parts.filter(isEngine).toReversed()) await stopOne(engine);
}

async function stopOne(part) {
  console.log((await stop(part)) ? `${part} has been stopped` : `${part} was not running`);
}

async function showAll(parts) {
  for (const part of parts) {
    const { state, pid } = await status(part);
    const where = pid === undefined ? '' : `  pid ${pid}  ports ${partOf(part).ports.map(portOf).join(' ')}  log ${logFile(part)}`;
    console.log(`${part.padEnd(16)} ${state}${where}`);
  }
  console.log(`data in ${stackDir()}`);
}

async function main() {
  const { positionals } = parseArgs({ allowPositionals: true });
  const [command, ...words] = positionals;
  if (!Object.hasOwn(commands, command ?? '')) throw new StackError(USAGE);
  await commands[command](partsNamed(words));
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
