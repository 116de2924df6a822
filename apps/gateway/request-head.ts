import type { IncomingMessage } from 'node:http';

/** Headers that say where a request comes from: the word of a proxy that is trusted, and of nobody else. */
const FORWARDED = ['x-forwarded-for', 'x-forwarded-proto', 'x-forwarded-host', 'x-forwarded-port', 'forwarded'];

/** The request line and the headers as they came, in Latin-1; only what proxies say of the client is stated anew. */
export function requestHead(request: IncomingMessage, trustedProxies: number): string {
  const lines = [`${request.method ?? 'GET'} ${request.url ?? '/'} HTTP/1.1`];
  const { rawHeaders } = request;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] ?? '';
    if (!FORWARDED.includes(name.toLowerCase())) lines.push(`${name}: ${rawHeaders[at + 1] ?? ''}`);
  }
  return [...lines, ...forwarded(request, trustedProxies > 0), '\r\n'].join('\r\n');
}

function forwarded({ headers, socket }: IncomingMessage, trusted: boolean): string[] {
  const given = (name: string): string | undefined => (trusted ? headers[name]?.toString() : undefined);
  const addresses = [given('x-forwarded-for'), socket.remoteAddress].filter((each) => each !== undefined);
  return [
    `X-Forwarded-For: ${addresses.join(', ')}`,
    `X-Forwarded-Proto: ${given('x-forwarded-proto') ?? 'http'}`,
    `X-Forwarded-Host: ${given('x-forwarded-host') ?? headers.host ?? ''}`,
  ];
}
