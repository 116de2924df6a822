import { setTimeout as sleep } from 'node:timers/promises';
import { inParallel, newId, openSocket, percentiles } from './client.mjs';

const RECEIVED_MS = 150;
/** What is still under way at the end has this long to arrive. */
const DRAIN_MS = 5_000;

/**
 * Pairs of clients that write to each other: with `window` messages in flight each (closed loop), or `rate` messages a second over all
 * (open loop, latency counted from the time at which a message was due). Warm-up is not counted.
 */
export async function runMessages(scenario) {
  const run = new Run(scenario);
  await run.open();
  await run.write();
  const result = run.result();
  run.close();
  return result;
}

class Run {
  constructor(scenario) {
    this.scenario = scenario;
    this.body = 'x'.repeat(scenario.bodyBytes);
    this.dueAt = new Map();
    this.counting = false;
    this.writing = true;
    this.receivedTimers = [];
    this.acks = [];
    this.deliveries = [];
    this.errors = {};
    this.sent = 0;
    this.acked = 0;
    this.delivered = 0;
    this.misordered = 0;
  }

  async open() {
    const { accounts, baseUrl } = this.scenario;
    this.clients = accounts.map((account, index) => ({
      account,
      to: { user: accounts[index ^ 1].id },
      unacked: [],
      heads: new Map(),
      received: new Map(),
    }));
    await inParallel(this.clients, 8, async (client) => {
      client.socket = await openSocket(client.account, baseUrl, (frame) => this.heard(client, frame));
      client.socket.on('close', (code) => this.writing && this.fail(`closed ${code}`));
    });
    // Real clients are not in step: each acknowledges at its own time.
    for (const [index, client] of this.clients.entries()) {
      const offset = (index * RECEIVED_MS) / this.clients.length;
      setTimeout(() => this.receivedTimers.push(setInterval(() => this.acknowledge(client), RECEIVED_MS)), offset);
    }
  }

  async write() {
    const { rate, window, warmUpSeconds, seconds } = this.scenario;
    if (rate === undefined) for (const client of this.clients) for (let n = 0; n < window; n += 1) this.send(client, performance.now());
    else void this.pace(rate);
    await sleep(warmUpSeconds * 1_000);
    this.counting = true;
    this.countedFrom = performance.now();
    await sleep(seconds * 1_000);
    this.counting = false;
    this.countedTo = performance.now();
    this.writing = false;
    for (let waited = 0; this.delivered < this.sent && waited < DRAIN_MS; waited += 50) await sleep(50);
  }

  /** A timer may be late; then the messages that have become due leave together, and their lateness counts. */
  async pace(rate) {
    const began = performance.now();
    for (let due = 0; this.writing; await sleep(1)) {
      const now = performance.now();
      for (; began + (due * 1_000) / rate <= now; due += 1)
        this.send(this.clients[due % this.clients.length], began + (due * 1_000) / rate);
    }
  }

  send(client, dueAt) {
    const id = newId();
    const after = client.unacked.at(-1);
    client.unacked.push(id);
    this.dueAt.set(id, dueAt);
    this.sent += 1;
    client.socket.send(JSON.stringify({ type: 'send', id, to: client.to, body: this.body, after }));
  }

  heard(client, frame) {
    if (frame.type === 'ack') this.heardAck(client, frame);
    else if (frame.type === 'entry') this.heardEntry(client, frame);
    else if (frame.type === 'error') this.fail(frame.code);
  }

  heardAck(client, { id }) {
    this.acked += 1;
    if (client.unacked[0] === id) client.unacked.shift();
    else client.unacked = client.unacked.filter((other) => other !== id);
    if (this.counting) this.acks.push(performance.now() - this.dueAt.get(id));
    if (this.writing && this.scenario.rate === undefined) this.send(client, performance.now());
  }

  heardEntry(client, { id, conversation, seq }) {
    this.delivered += 1;
    if (seq <= (client.heads.get(conversation) ?? 0)) this.misordered += 1;
    client.heads.set(conversation, seq);
    client.received.set(conversation, seq);
    if (this.counting) this.deliveries.push(performance.now() - this.dueAt.get(id));
  }

  acknowledge({ socket, received }) {
    for (const [conversation, seq] of received) socket.send(JSON.stringify({ type: 'received', conversation, seq }));
    received.clear();
  }

  fail(what) {
    this.errors[what] = (this.errors[what] ?? 0) + 1;
  }

  result() {
    const seconds = (this.countedTo - this.countedFrom) / 1_000;
    return {
      ackedPerSecond: Math.round(this.acks.length / seconds),
      deliveredPerSecond: Math.round(this.deliveries.length / seconds),
      ackMs: percentiles(this.acks),
      deliveryMs: percentiles(this.deliveries),
      sent: this.sent,
      unacked: this.sent - this.acked,
      undelivered: this.sent - this.delivered,
      misordered: this.misordered,
      errors: this.errors,
    };
  }

  close() {
    for (const timer of this.receivedTimers) clearInterval(timer);
    for (const { socket } of this.clients) socket.terminate();
  }
}
