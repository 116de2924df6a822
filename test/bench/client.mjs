import WebSocket from 'ws';

/** Where an account's socket is: given, or asked of discovery with its token. */
export async function socketUrl({ url, token }, baseUrl) {
  if (url !== undefined) return url;
  const response = await fetch(`${baseUrl}/discovery-service/chat-node`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: '{}',
  });
  const body = await response.json();
  if (!response.ok) throw new Error(`Discovery answered ${response.status}: ${JSON.stringify(body)}`);
  return body.url;
}

/** An open socket that has heard `ready`; every later frame goes to `onFrame`. */
export async function openSocket(account, baseUrl, onFrame) {
  const headers = account.url && account.token ? { authorization: `Bearer ${account.token}` } : {};
  const socket = new WebSocket(await socketUrl(account, baseUrl), 'parley.v1.json', { perMessageDeflate: false, headers });
  await new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.once('close', (code) => reject(new Error(`The socket was closed with ${code} before it was ready.`)));
    socket.on('message', (data) => {
      const frame = JSON.parse(data);
      if (frame.type === 'ready') resolve();
      else onFrame(frame);
    });
  });
  return socket;
}

/** Runs `work` for each item, so many at a time. */
export async function inParallel(items, width, work) {
  const results = [];
  let next = 0;
  const lanes = Array.from({ length: width }, async () => {
    while (next < items.length) {
      const index = next++;
      results[index] = await work(items[index], index);
    }
  });
  await Promise.all(lanes);
  return results;
}

let counter = 0;

/** A UUIDv7, cheaper than random bytes. */
export function newId() {
  const time = Date.now().toString(16).padStart(12, '0');
  const count = (counter++).toString(16).padStart(12, '0');
  const process_ = process.pid.toString(16).padStart(6, '0').slice(-6);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${process_.slice(0, 3)}-8${process_.slice(3)}-${count}`;
}

/** Milliseconds, of samples in any order. */
export function percentiles(samples) {
  const sorted = Float64Array.from(samples).sort();
  const at = (share) => Number((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(2));
  return { p50: at(0.5), p99: at(0.99), max: at(1) };
}
