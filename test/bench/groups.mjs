import { setTimeout as sleep } from 'node:timers/promises';
import { inParallel } from './client.mjs';
import { RawSocket } from './raw-socket.mjs';
import { post } from './rest.mjs';

/** How many users one call adds. */
const AT_ONCE = 1_000;
const OPENING = 64;

/** A group of these accounts, owned by the first one. On the floor everybody is in one group. */
export async function makeGroup({ accounts, baseUrl }, { name, visibility = 'private', settleMs = 3_000 }) {
  if (baseUrl === undefined) return { id: 'floor' };
  const [owner, ...others] = accounts;
  const first = others.slice(0, AT_ONCE).map(({ id }) => id);
  const { group } = await post(baseUrl, '/group-service/groups', { name, visibility, members: first }, owner.token);
  for (let from = AT_ONCE; from < others.length; from += AT_ONCE) {
    const userIds = others.slice(from, from + AT_ONCE).map(({ id }) => id);
    await post(baseUrl, `/group-service/groups/${group.id}/members`, { userIds }, owner.token);
  }
  // What the changes themselves have to deliver is not measured.
  await sleep(settleMs);
  return group;
}

/** A raw socket for each account. */
export function openMembers({ accounts, baseUrl }, onEntry, onEnd) {
  return inParallel(accounts, OPENING, ({ url, token }) =>
    RawSocket.open(url ?? `${baseUrl.replace('http:', 'ws:')}/chat-service/ws`, { token, onEntry, onEnd }),
  );
}
