import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
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
  // Behind the name, which is in brackets and may hold anything: user and system time in ticks of 10 ms.
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
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
