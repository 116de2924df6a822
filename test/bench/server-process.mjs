import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import WebSocket from 'ws';

/** Resident memory of a process. */
export function residentBytes(pid) {
  if (process.platform !== 'linux') return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)]).toString()) * 1024;
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) * 1024;
}

/** Time that a process has had on processors, in seconds; unlike a rate it hardly depends on what else the machine does. */
export function cpuSeconds(pid) {
  if (process.platform !== 'linux') return Number.NaN;
  return sumOfTicks(statOf(pid).slice(11, 13));
}

/** In seconds. Ticks are of 10 ms. */
function sumOfTicks(fields) {
  return fields.reduce((sum, ticks) => sum + Number(ticks), 0) / 100;
}

/** What the system tells of a process behind its name, which is in brackets and may hold anything: 1 is the parent, 11 to 14 are processor time. */
function statOf(pid) {
  return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1).split(' ');
}

/** What processes take of a processor, with those that they have started: 1 is one core all the time. */
export class ProcessorTime {
  constructor(processes) {
    this.processes = processes;
    this.before = secondsOf(processes);
    this.since = performance.now();
  }

  shares() {
    const seconds = (performance.now() - this.since) / 1_000;
    const share = ([name, now]) => [name, Number(((now - this.before[name]) / seconds).toFixed(3))];
    return Object.fromEntries(Object.entries(secondsOf(this.processes)).map(share));
  }
}

function secondsOf(processes) {
  if (process.platform !== 'linux') return {};
  const all = readdirSync('/proc').filter((entry) => /^\d+$/.test(entry));
  const stats = new Map(all.flatMap((pid) => statIfThere(Number(pid))));
  // With the time of those children that have ended.
  const own = (pid) => sumOfTicks((stats.get(pid) ?? []).slice(11, 15));
  const children = (pid) => [...stats].flatMap(([child, stat]) => (Number(stat[1]) === pid ? [child] : []));
  const whole = (pid) => children(pid).reduce((sum, child) => sum + whole(child), own(pid));
  const named = Object.entries({ ...processes, 'load generator': process.pid });
  return Object.fromEntries(named.map(([name, pid]) => [name, whole(pid)]));
}

function statIfThere(pid) {
  try {
    return [[pid, statOf(pid)]];
  } catch {
    // It has ended meanwhile.
    return [];
  }
}

/** Asks a Node process for a full garbage collection through its inspector. */
export async function collectGarbage(inspectPort) {
  const targets = await (await fetch(`http://127.0.0.1:${inspectPort}/json/list`)).json();
  const socket = new WebSocket(targets[0].webSocketDebuggerUrl);
  await new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.once('open', () => {
      socket.send(JSON.stringify({ id: 1, method: 'HeapProfiler.enable' }));
      socket.send(JSON.stringify({ id: 2, method: 'HeapProfiler.collectGarbage' }));
    });
    socket.on('message', (data) => JSON.parse(data).id === 2 && resolve());
  });
  socket.terminate();
}
