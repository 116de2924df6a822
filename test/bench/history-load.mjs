import { inParallel, percentiles } from './client.mjs';

/** Pages of 50 entries from random places in conversations that the message scenarios have filled, a few readers at a time. */
export async function runHistory({ accounts, baseUrl, requests, readers }) {
  const places = await inParallel(accounts, 4, async (account) => {
    const { conversations } = await get(account, baseUrl, '/message-service/conversations?limit=1');
    return { account, conversation: conversations[0].conversation, head: conversations[0].head };
  });
  const samples = [];
  await inParallel(Array.from({ length: requests }), readers, async (_, index) => {
    const { account, conversation, head } = places[index % places.length];
    const before = 51 + Math.floor(Math.random() * Math.max(1, head - 50));
    const began = performance.now();
    const { entries } = await get(account, baseUrl, `/message-service/conversations/${conversation}/entries?before=${before}&limit=50`);
    if (index >= requests / 10) samples.push(performance.now() - began);
    if (entries.length < Math.min(50, head)) throw new Error(`A page before ${before} of ${head} held ${entries.length} entries.`);
  });
  return { pageMs: percentiles(samples), readers };
}

async function get({ token }, baseUrl, path) {
  const response = await fetch(baseUrl + path, { headers: { authorization: `Bearer ${token}` } });
  if (!response.ok) throw new Error(`GET ${path} answered ${response.status}: ${await response.text()}`);
  return response.json();
}
