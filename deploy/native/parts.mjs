// The parts of the stack, engines and services: started, stopped and looked at by name.
import { mkdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { isTaken } from './ask.mjs';
import { ENGINES, engineOf } from './engines.mjs';
import { alone, end, hasEnded, launch, logFile, runningPid, signalPart } from './processes.mjs';
import { APPS, appOf, chosenServices, possibleServices, serviceOf } from './services.mjs';
import { portOf, portVariable, stackDir } from './settings.mjs';
import { NotReady, StackError } from './stack-error.mjs';

/** Two busy cores make Cassandra, or twenty services at once, take half a minute at times. */
const START_PATIENCE_MS = 240_000;

export function partOf(name) {
  if (ENGINES.includes(name)) return engineOf(name);
  const service = serviceOf(name);
  if (service !== undefined) return service;
  throw new StackError(`There is no part called "${name}"; there are ${[...ENGINES, ...chosenServices()].join(', ')}.`);
}

/**
 * The parts that these words name, in the order in which they are started; all if there are none. `engines` and `suite` name the halves, the
 * name of an app its instances: those that were asked for, and those that run nevertheless.
 */
export function partsNamed(words) {
  const services = possibleServices().filter((name) => chosenServices().includes(name) || runningPid(name) !== undefined);
  const all = [...ENGINES, ...services];
  const groups = { engines: ENGINES, suite: services };
  const named = words.flatMap(
    (word) => groups[word] ?? (APPS.includes(word) ? services.filter((name) => appOf(name) === word) : partOf(word).name),
  );
  return words.length === 0 ? all : [...ENGINES, ...possibleServices()].filter((name) => named.includes(name));
}

/** Resolves when the part answers a real request. False: it was running already. */
export async function start(name) {
  const part = partOf(name);
  mkdirSync(stackDir(), { recursive: true });
  const wasRunning = runningPid(name) !== undefined;
  if (!wasRunning) await alone(name, () => begin(part));
  await ready(part);
  return !wasRunning;
}

async function begin(part) {
  await requireFreePorts(part);
  await launch(part.name, await part.prepare());
}

async function requireFreePorts(part) {
  for (const name of part.ports) {
    const port = portOf(name);
    if (!(await isTaken(port))) continue;
    throw new StackError(`Port ${port} of ${part.name} is in use by another process: end that, or set ${portVariable(name)}.`);
  }
}

async function ready(part) {
  const deadline = Date.now() + START_PATIENCE_MS;
  for (;;) {
    const answer = await part.check().then(
      () => undefined,
      (error) => error,
    );
    // Asked after the check: what answered may be another's server if ours has ended.
    if (runningPid(part.name) === undefined) throw new StackError(`${part.name} ended instead of starting. ${endOfLog(part)}`);
    if (answer === undefined) return;
    if (Date.now() > deadline) throw new StackError(`${part.name} is not ready: ${answer.message}. ${endOfLog(part)}`);
    await sleep(100);
  }
}

function endOfLog({ name }) {
  const lines = readFileSync(logFile(name), 'utf8').trimEnd().split('\n').slice(-15);
  return `The end of ${logFile(name)}:\n${lines.join('\n')}`;
}

/** Resolves when the part has ended. False: it was not running. */
export function stop(name) {
  return end(name, partOf(name).ending);
}

/** `running`, what it waits for, `not answering` (its process lives) or `stopped`, with the pid. */
export async function status(name) {
  const part = partOf(name);
  const pid = runningPid(name);
  if (pid === undefined) return { state: 'stopped' };
  const state = await part.check().then(
    () => 'running',
    (error) => (error instanceof NotReady ? error.message : 'not answering'),
  );
  return { state, pid };
}

/** `kill -9`; resolves when the process is gone. */
export async function crash(name) {
  if (!signalPart(partOf(name).name, 'SIGKILL')) throw new StackError(`${name} is not running, so it cannot be killed.`);
  if (!(await hasEnded(name, 30_000))) throw new StackError(`${name} lives on after SIGKILL.`);
}

/** SIGSTOP: the process keeps its connections and answers nothing. */
export function freeze(name) {
  if (!signalPart(partOf(name).name, 'SIGSTOP')) throw new StackError(`${name} is not running, so it cannot be stopped.`);
}

/** SIGCONT, after `freeze`. Without one, or without a process, it does nothing. */
export function thaw(name) {
  signalPart(partOf(name).name, 'SIGCONT');
}
