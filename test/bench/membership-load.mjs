import { inParallel, newId, percentiles } from './client.mjs';
import { makeGroup } from './groups.mjs';
import { settledBytes } from './idle-load.mjs';
import { RawSocket } from './raw-socket.mjs';

const CONNECTS = 30;

/** What memberships cost: memory of the server for `users` × `groups` of them, and the time from the upgrade to `ready` of such a user. */
export async function runMemberships({ accounts, baseUrl, users, groups, pid, inspectPort }) {
  const [members, stranger] = [accounts.slice(0, users), accounts[users]];
  await connectTimes(stranger, baseUrl);
  const withoutMs = await connectTimes(stranger, baseUrl);
  const before = await settledBytes(pid, inspectPort);
  await inParallel(Array.from({ length: groups }), 4, (_, index) =>
    makeGroup({ accounts: rotated(members, index), baseUrl }, { name: `of-many-${index}-${newId().slice(-6)}`, settleMs: 0 }),
  );
  const idle = await settledBytes(pid, inspectPort);
  const withMs = await connectTimes(members[0], baseUrl);
  const sockets = await inParallel(members, 8, (account) => RawSocket.open(socketUrl(baseUrl), { token: account.token }));
  const online = await settledBytes(pid, inspectPort);
  for (const socket of sockets) socket.close();
  return {
    users,
    groups,
    bytesPerMembership: { offline: Math.round((idle - before) / users / groups), online: Math.round((online - before) / users / groups) },
    connectMs: { without: withoutMs, with: withMs },
  };
}

async function connectTimes({ token }, baseUrl) {
  const times = [];
  for (let n = 0; n < CONNECTS; n += 1) {
    const began = performance.now();
    const socket = await RawSocket.open(socketUrl(baseUrl), { token });
    times.push(performance.now() - began);
    socket.close();
  }
  return percentiles(times);
}

/** Another owner for each group. */
function rotated(list, by) {
  const at = by % list.length;
  return [...list.slice(at), ...list.slice(0, at)];
}

function socketUrl(baseUrl) {
  return `${baseUrl.replace('http:', 'ws:')}/chat-service/ws`;
}
