// Processes that outlive the one that started them, found again by pid file.
import { spawn } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { stackDir } from './settings.mjs';
import { StackError } from './stack-error.mjs';

/** A log that has grown beyond this is put aside at the next start; the one put aside before is gone then. */
const LOG_LIMIT = 20 * 1024 * 1024;

export const logFile = (part) => path.join(stackDir(), 'logs', `${part}.log`);
const pidFile = (part) => path.join(stackDir(), `${part}.pid`);

/** Acts while no other process does the same for this part; two that start it at once would lose track of one of them. */
export async function alone(part, act) {
  const file = path.join(stackDir(), `${part}.starting`);
  const { pid, started } = readOwner(file);
  if (pid !== undefined && startOf(pid) === started) throw new StackError(`Process ${pid} is starting ${part} at this moment.`);
  rmSync(file, { force: true });
  writeFileSync(file, JSON.stringify({ pid: process.pid, started: startOf(process.pid) }), { flag: 'wx' });
  try {
    return await act();
  } finally {
    rmSync(file, { force: true });
  }
}

/** Starts a process that goes on after this one, with its output in the log of the part. Answers its pid. */
export async function launch(part, { command, args, env = {}, ...options }) {
  const log = openLog(part);
  try {
    const child = spawn(command, args, { ...options, env: { ...process.env, ...env }, detached: true, stdio: ['ignore', log, log] });
    await new Promise((resolve, reject) => child.once('spawn', resolve).once('error', reject));
    child.unref();
    writeFileSync(pidFile(part), JSON.stringify({ pid: child.pid, started: startOf(child.pid) }));
    return child.pid;
  } finally {
    closeSync(log);
  }
}

function openLog(part) {
  const file = logFile(part);
  mkdirSync(path.dirname(file), { recursive: true });
  if (existsSync(file) && statSync(file).size > LOG_LIMIT) renameSync(file, `${file}.1`);
  return openSync(file, 'a');
}

/** The pid of the part if its process lives: the very process that was started, and not another that has its number since. */
export function runningPid(part) {
  const { pid, started } = readOwner(pidFile(part));
  return pid !== undefined && started !== undefined && startOf(pid) === started ? pid : undefined;
}

function readOwner(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    // None, or one cut off by a crash while it was written: nothing that could be stopped by it.
    return {};
  }
}

/** What no two processes with the same pid share: the boot, and the moment since then. Undefined if the process has ended. */
function startOf(pid) {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    // The name of the program, in parentheses, may hold spaces; the fields after it do not. State is 3, the start is 22.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1).split(' ');
    return fields[0] === 'Z' && !hasThreads(pid) ? undefined : `${boot} ${fields[19]}`;
  } catch {
    return undefined;
  }
}

/** After kill -9 the first thread is gone at once, while others of a large process still hold its ports. */
const hasThreads = (pid) => readdirSync(`/proc/${pid}/task`).length > 1;

/** Asks the process to end, waits, and kills it if it does not. False: it was not running. */
export async function end(part, { signal = 'SIGTERM', patienceMs = 20_000 } = {}) {
  const pid = runningPid(part);
  if (pid !== undefined) {
    process.kill(pid, signal);
    // A process that is stopped hears no SIGTERM.
    process.kill(pid, 'SIGCONT');
    if (!(await hasEnded(part, patienceMs))) {
      process.kill(pid, 'SIGKILL');
      await hasEnded(part, 10_000);
    }
  }
  rmSync(pidFile(part), { force: true });
  return pid !== undefined;
}

/** Sends the signal to the part. False: it is not running. */
export function signalPart(part, signal) {
  const pid = runningPid(part);
  if (pid !== undefined) process.kill(pid, signal);
  return pid !== undefined;
}

/** Whether the process of the part ended in time. */
export async function hasEnded(part, patienceMs) {
  const deadline = Date.now() + patienceMs;
  while (runningPid(part) !== undefined) {
    if (Date.now() > deadline) return false;
    await sleep(20);
  }
  return true;
}
