import type { IncomingMessage } from 'node:http';
import { ParleyError } from '#errors';

export const BODY_LIMIT = 64 * 1024;
/** Up to here a body that is too large is still read to its end, because a client that is cut off does not see the answer. */
const DISCARD_LIMIT = 4 * 1024 * 1024;

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** The JSON of a request; undefined if its body is empty. Throws `too_large`, or `invalid` for what is no JSON in UTF-8. */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  const bytes = await readBytes(request);
  if (bytes.length === 0) return undefined;
  const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/json') throw new ParleyError('invalid', 'The body must be JSON, with the content type application/json.');
  // The parser's own message would quote the body, which may hold a password.
  const text = attempt(() => utf8.decode(bytes), 'The body is not UTF-8.');
  return attempt(() => JSON.parse(text) as unknown, 'The body is not JSON.');
}

function attempt<T>(work: () => T, complaint: string): T {
  try {
    return work();
  } catch {
    throw new ParleyError('invalid', complaint);
  }
}

async function readBytes(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= BODY_LIMIT) chunks.push(chunk);
    if (size > DISCARD_LIMIT) break;
  }
  if (size > BODY_LIMIT) throw new ParleyError('too_large', `The body has more than ${String(BODY_LIMIT)} bytes.`);
  return Buffer.concat(chunks);
}
