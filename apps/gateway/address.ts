import type { IncomingMessage } from 'node:http';
import { isIPv6 } from 'node:net';

/** How much one address may ask; it may stand for an office full of users. */
export const ADDRESS_LIMIT = { burst: 600, perSecond: 200 };

/** Where a request that is no call comes from; for calls Express says the same. Of each of our proxies, its word counts for the one before it. */
export function clientAddress({ headers, socket }: IncomingMessage, trustedProxies: number): string | undefined {
  const told = headers['x-forwarded-for']?.toString().split(/ *, */) ?? [];
  const hops = [socket.remoteAddress, ...told.reverse()];
  return hops[Math.min(trustedProxies, hops.length - 1)];
}

/** The network address that rate limits count by: of IPv6 the /64, because one customer has at least that many. */
export function limitAddress(address: string | undefined): string {
  const plain = (address ?? 'unknown').replace(/^::ffff:(?=\d+\.)/, '').split('%')[0] ?? 'unknown';
  if (!isIPv6(plain)) return plain;
  const [head = '', tail] = plain.split('::');
  const front = head === '' ? [] : head.split(':');
  const back = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - front.length - back.length);
  const groups = [...front, ...Array<string>(zeros).fill('0'), ...back];
  return `${groups
    .slice(0, 4)
    .map((group) => parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}
