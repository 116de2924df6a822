/** Discovery sends everybody to the node that carries less, until the other one's load is told anew. */
const PATIENCE_MS = 30_000;

interface Place {
  account: string;
  node: string;
}

/**
 * A `fetch` that asks discovery again until the chat node is another than the one that somebody else got last, so that whoever
 * talk with each other are on different nodes. Everything else passes as it is. Without another node it rejects, or `lenient` takes the same.
 */
export function alternating(fetch: typeof globalThis.fetch, { lenient = false } = {}): typeof globalThis.fetch {
  let last: Place = { account: '', node: '' };
  let other: Place = last;
  let queue: Promise<unknown> = Promise.resolve();

  async function discover(account: string, ask: () => Promise<Response>): Promise<Response> {
    if (account !== last.account) other = last;
    for (const deadline = Date.now() + (lenient ? 1_000 : PATIENCE_MS); ;) {
      const response = await ask();
      const { node = '' } = response.ok ? ((await response.clone().json()) as { node: string }) : {};
      const isWanted = !response.ok || node !== other.node;
      if (!isWanted && Date.now() < deadline) continue;
      if (!isWanted && !lenient) throw new Error(`Discovery offers no chat node but ${node}.`);
      if (response.ok) last = { account, node };
      return response;
    }
  }

  return (input, init) => {
    const url = input instanceof Request ? input.url : input.toString();
    const token = new Headers(init?.headers).get('authorization');
    if (token === null || !url.endsWith('/discovery-service/chat-node')) return fetch(input, init);
    // One after the other: who asks at the same time would be compared with the same place.
    const answer = queue.then(() => discover(accountOf(token), () => fetch(input, init)));
    queue = answer.catch(() => undefined);
    return answer;
  };
}

/** The subject of an access token; anything else stands for itself. */
function accountOf(token: string): string {
  try {
    const claims = Buffer.from(token.split('.')[1] ?? '', 'base64url').toString();
    return (JSON.parse(claims) as { sub: string }).sub;
  } catch {
    return token;
  }
}
