import { setTimeout as sleep } from 'node:timers/promises';
import { inParallel, openSocket } from './client.mjs';
import { collectGarbage, residentBytes } from './server-process.mjs';

const WARM_UP = 200;

/** Memory that one more idle connection costs the server: resident, after a garbage collection before and after. */
export async function runIdle({ accounts, baseUrl, connections, pid, inspectPort }) {
  const open = (index) => openSocket(accounts[index % accounts.length], baseUrl, () => undefined);
  const sockets = await inParallel(range(WARM_UP), 16, open);
  const before = await settledBytes(pid, inspectPort);
  sockets.push(...(await inParallel(range(connections), 16, open)));
  const after = await settledBytes(pid, inspectPort);
  const alive = sockets.filter((socket) => socket.readyState === 1).length;
  for (const socket of sockets) socket.terminate();
  return {
    connections: alive,
    residentMiB: { before: toMiB(before), after: toMiB(after) },
    kibPerConnection: Number(((after - before) / connections / 1024).toFixed(1)),
  };
}

/** Resident memory of the server when it has come to rest. */
export async function settledBytes(pid, inspectPort) {
  await sleep(3_000);
  if (inspectPort !== undefined) await collectGarbage(inspectPort);
  await sleep(1_000);
  return residentBytes(pid);
}

function range(length) {
  return Array.from({ length }, (_, index) => index);
}

function toMiB(bytes) {
  return Math.round(bytes / 1024 / 1024);
}
