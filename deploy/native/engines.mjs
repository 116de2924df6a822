// The parts of the stack: started, stopped and looked at by name.
import { mkdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { isTaken } from './ask.mjs';
import { cassandra } from './cassandra/engine.mjs';
import { kafka } from './kafka/engine.mjs';
import { postgres } from './postgres/engine.mjs';
import { alone, end, hasEnded, launch, logFile, runningPid, signalPart } from './processes.mjs';
import { redis } from './redis/engine.mjs';
import { portOf, portVariable, stackDir } from './settings.mjs';
import { StackError } from './stack-error.mjs';
import { zookeeper } from './zookeeper/engine.mjs';

const ENGINES = [postgres, redis, zookeeper, kafka, cassandra];
export const PARTS = ENGINES.map(({ name }) => name);

/** Two busy cores make Cassandra take half a minute at times. */
const START_PATIENCE_MS = 120_000;

export function engineOf(part) {
  const engine = ENGINES.find(({ name }) => name === part);
  if (engine === undefined) throw new StackError(`There is no part called "${part}"; there are ${PARTS.join(', ')}.`);
  return engine;
}

/** Under which variables specs and services look for the parts. */
export function environment(parts = PARTS) {
  return Object.assign({}, ...parts.map((part) => engineOf(part).environment()));
}

/** Resolves when the part answers a real request. False: it was running already. */
export async function start(part) {
  const engine = engineOf(part);
  mkdirSync(stackDir(), { recursive: true });
  const wasRunning = runningPid(part) !== undefined;
  if (!wasRunning) await alone(part, () => begin(engine));
  await ready(engine);
  return !wasRunning;
}

async function begin(engine) {
  await requireFreePorts(engine);
  await launch(engine.name, await engine.prepare());
}

async function requireFreePorts(engine) {
  for (const name of engine.ports) {
    const port = portOf(name);
    if (!(await isTaken(port))) continue;
    throw new StackError(`Port ${port} of ${engine.name} is in use by another process: end that, or set ${portVariable(name)}.`);
  }
}

async function ready(engine) {
  const deadline = Date.now() + START_PATIENCE_MS;
  for (;;) {
    const answer = await engine.check().then(
      () => undefined,
      (error) => error,
    );
    // Asked after the check: what answered may be another's server if ours has ended.
    if (runningPid(engine.name) === undefined) throw new StackError(`${engine.name} ended instead of starting. ${endOfLog(engine.name)}`);
    if (answer === undefined) return;
    if (Date.now() > deadline) throw new StackError(`${engine.name} is not ready: ${answer.message}. ${endOfLog(engine.name)}`);
    await sleep(100);
  }
}

function endOfLog(part) {
  const lines = readFileSync(logFile(part), 'utf8').trimEnd().split('\n').slice(-15);
  return `The end of ${logFile(part)}:\n${lines.join('\n')}`;
}

/** Resolves when the part has ended. False: it was not running. */
export function stop(part) {
  return end(part, engineOf(part).ending);
}

/** `running`, `not answering` (its process lives) or `stopped`, with the pid. */
export async function status(part) {
  const engine = engineOf(part);
  const pid = runningPid(part);
  if (pid === undefined) return { state: 'stopped' };
  const state = await engine.check().then(
    () => 'running',
    () => 'not answering',
  );
  return { state, pid };
}

/** `kill -9`; resolves when the process is gone. */
export async function crash(part) {
  if (!signalPart(engineOf(part).name, 'SIGKILL')) throw new StackError(`${part} is not running, so it cannot be killed.`);
  await hasEnded(part, 10_000);
}

/** SIGSTOP: the process keeps its connections and answers nothing. */
export function freeze(part) {
  if (!signalPart(engineOf(part).name, 'SIGSTOP')) throw new StackError(`${part} is not running, so it cannot be stopped.`);
}

/** SIGCONT, after `freeze`. Without one, or without a process, it does nothing. */
export function thaw(part) {
  signalPart(engineOf(part).name, 'SIGCONT');
}
