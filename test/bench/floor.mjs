// The floor: the same work as a direct message with nothing around it. One process, plain `ws`, one batched insert into a log that is
// committed before the acknowledgement, order per conversation, delivery, one batched insert into history. No services, no rights, no
// duplicates, no recovery. Prints its port when it listens.
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { WebSocketServer } from 'ws';
import { EmbeddedPostgres } from '../../dist/libs/postgres/index.js';

const TABLES = `
  CREATE TABLE log (id bigserial PRIMARY KEY, batch text NOT NULL, at timestamptz NOT NULL DEFAULT now());
  CREATE TABLE history (conversation text, seq bigint, sender text, id text, at bigint, body text, PRIMARY KEY (conversation, seq))`;

const folder = await mkdtemp(path.join(tmpdir(), 'parley-floor-'));
// As root, Postgres runs as another user, who has to reach it.
await chmod(folder, 0o755);
const postgres = await EmbeddedPostgres.start({ dataDir: path.join(folder, 'postgres') });
const [log, history] = [new pg.Client(postgres.url), new pg.Client(postgres.url)];
await Promise.all([log.connect(), history.connect()]);
await log.query(TABLES);

/** The one group, of which everybody is a member. */
const GROUP = 'group';
const sockets = new Map();
const heads = new Map();
const unwritten = [];
let queue = [];
let appending = false;
let writing = false;

/** While one batch is committed, the next one gathers. */
async function append() {
  if (appending) return;
  appending = true;
  while (queue.length > 0) {
    const batch = queue;
    queue = [];
    const at = Date.now();
    await log.query({ name: 'append', text: 'INSERT INTO log (batch) VALUES ($1)', values: [JSON.stringify(batch)] });
    deliver(batch, at);
    void write();
  }
  appending = false;
}

function deliver(batch, at) {
  const touched = new Set();
  const toEverybody = [];
  for (const { from, to, id, body } of batch) {
    const conversation = to === GROUP ? GROUP : from < to ? `${from}+${to}` : `${to}+${from}`;
    const seq = (heads.get(conversation) ?? 0) + 1;
    heads.set(conversation, seq);
    const entry = { type: 'entry', conversation, seq, ordinal: seq, kind: 'message', id, from, at, body };
    put(touched, from, JSON.stringify({ type: 'ack', id, conversation, seq, at }));
    if (to === GROUP) toEverybody.push({ from, text: JSON.stringify(entry) });
    else put(touched, to, JSON.stringify(entry));
    unwritten.push(entry);
  }
  for (const stream of touched) stream.uncork();
  if (toEverybody.length > 0) spread(toEverybody);
}

/** One buffer for everybody; only those who have written something in it themselves get another. */
function spread(entries) {
  const all = Buffer.concat(entries.map(({ text }) => textFrame(text)));
  const writers = new Set(entries.map(({ from }) => from));
  for (const [user, socket] of sockets) {
    if (!writers.has(user)) socket._socket.write(all);
    else for (const { from, text } of entries) if (from !== user) socket.send(text);
  }
}

function textFrame(text) {
  const payload = Buffer.from(text);
  const header = Buffer.alloc(payload.length < 126 ? 2 : 4);
  header[0] = 0x81;
  header[1] = Math.min(payload.length, 126);
  if (payload.length >= 126) header.writeUInt16BE(payload.length, 2);
  return Buffer.concat([header, payload]);
}

/** All frames of a batch leave a socket in one write. */
function put(touched, user, text) {
  const socket = sockets.get(user);
  if (!socket) return;
  if (!touched.has(socket._socket)) {
    touched.add(socket._socket);
    socket._socket.cork();
  }
  socket.send(text);
}

async function write() {
  if (writing) return;
  writing = true;
  while (unwritten.length > 0) {
    const rows = unwritten.splice(0, 5_000);
    const column = (name) => rows.map((row) => row[name]);
    await history.query({
      name: 'write',
      text: 'INSERT INTO history SELECT * FROM unnest($1::text[], $2::bigint[], $3::text[], $4::text[], $5::bigint[], $6::text[])',
      values: [column('conversation'), column('seq'), column('from'), column('id'), column('at'), column('body')],
    });
  }
  writing = false;
}

function connected(socket, user) {
  sockets.set(user, socket);
  socket.on('message', (data) => {
    const frame = JSON.parse(data);
    if (frame.type !== 'send') return;
    queue.push({ from: user, to: frame.to.user ?? GROUP, id: frame.id, body: frame.body });
    // Frames of other sockets that have arrived in the same tick go along.
    setImmediate(append);
  });
  socket.on('error', () => undefined);
  socket.on('close', () => sockets.delete(user));
  socket.send('{"type":"ready","since":"0"}');
}

const server = createServer();
new WebSocketServer({ server, perMessageDeflate: false }).on('connection', (socket, request) =>
  connected(socket, new URL(request.url, 'http://floor').searchParams.get('user')),
);
server.listen(0, '127.0.0.1', () => console.log(server.address().port));

async function stop() {
  server.closeAllConnections();
  server.close();
  await Promise.allSettled([log.end(), history.end()]);
  await postgres.stop();
  await rm(folder, { recursive: true, force: true });
  process.exit(0);
}
process.once('SIGTERM', stop);
process.once('SIGINT', stop);
