import { setTimeout as sleep } from 'node:timers/promises';
import { inParallel, newId, openSocket, percentiles } from './client.mjs';
import { get } from './rest.mjs';
import { ProcessorTime } from './server-process.mjs';

const RECEIVED_MS = 150;
/** What is still under way at the end has this long to arrive. */
const DRAIN_MS = 5_000;

/** How often it is looked whether History holds what has been acknowledged. */
const LOOK_MS = 250;

/**
 * Pairs of clients that write to each other, or, with `partners`, each in turn to so many: with `window` messages in flight each (closed loop),
 * or `rate` messages a second over all (open loop, latency counted from the time at which a message was due). Warm-up is not counted. With
 * `lookAtHistory` it is measured how far History is behind.
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
    this.messages = new Map();
    this.counting = false;
    this.writing = true;
    this.receivedTimers = [];
    this.acks = [];
    this.looks = [];
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
      partners: this.partnersOf(index),
      turn: index,
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

  /** An even one writes to odd ones and they to it, so that all pairs of the two halves make `partners` conversations for each. */
  partnersOf(index) {
    const { accounts, partners = 1 } = this.scenario;
    const places = Array.from(
      { length: partners },
      (_, n) => ((index ^ 1) + (index % 2 === 0 ? 2 * n : accounts.length - 2 * n)) % accounts.length,
    );
    return places.map((place) => ({ to: { user: accounts[place].id }, unacked: [] }));
  }

  async write() {
    const { rate, window, warmUpSeconds, seconds } = this.scenario;
    if (rate === undefined) for (const client of this.clients) for (let n = 0; n < window; n += 1) this.send(client, performance.now());
    else void this.pace(rate);
    await sleep(warmUpSeconds * 1_000);
    this.counting = true;
    this.countedFrom = performance.now();
    const time = new ProcessorTime(this.scenario.processes);
    const looking = this.scenario.lookAtHistory ? this.lookAtHistory() : undefined;
    await sleep(seconds * 1_000);
    this.counting = false;
    this.countedTo = performance.now();
    this.cpu = time.shares();
    this.writing = false;
    await looking;
    for (let waited = 0; this.delivered < this.sent && waited < DRAIN_MS; waited += 50) await sleep(50);
  }

  async lookAtHistory() {
    for (; this.writing; await sleep(LOOK_MS)) {
      const began = performance.now();
      if (await this.isStored()) this.looks.push(performance.now() - began);
      else this.fail('history more than 2 s behind');
    }
    while (!(await this.isStored()));
    this.storedAfterMs = Math.round(performance.now() - this.countedTo);
  }

  /** A list is answered when History holds all that was acknowledged before; if that takes more than 2 s, it is refused. */
  isStored() {
    const { token } = this.clients[0].account;
    const path = '/message-service/conversations?limit=1';
    return get(this.scenario.baseUrl, path, token).then(
      () => true,
      () => false,
    );
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
    const partner = client.partners[client.turn++ % client.partners.length];
    const after = partner.unacked.at(-1);
    partner.unacked.push(id);
    this.messages.set(id, { dueAt, partner });
    this.sent += 1;
    client.socket.send(JSON.stringify({ type: 'send', id, to: partner.to, body: this.body, after }));
  }

  heard(client, frame) {
    if (frame.type === 'ack') this.heardAck(client, frame);
    else if (frame.type === 'entry') this.heardEntry(client, frame);
    else if (frame.type === 'error') this.fail(frame.code);
  }

  heardAck(client, { id }) {
    this.acked += 1;
    const { dueAt, partner } = this.messages.get(id);
    if (partner.unacked[0] === id) partner.unacked.shift();
    else partner.unacked = partner.unacked.filter((other) => other !== id);
    if (this.counting) this.acks.push(performance.now() - dueAt);
    if (this.writing && this.scenario.rate === undefined) this.send(client, performance.now());
  }

  heardEntry(client, { id, conversation, seq }) {
    this.delivered += 1;
    if (seq <= (client.heads.get(conversation) ?? 0)) this.misordered += 1;
    client.heads.set(conversation, seq);
    client.received.set(conversation, seq);
    if (this.counting) this.deliveries.push(performance.now() - this.messages.get(id).dueAt);
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
      ...(this.scenario.lookAtHistory && { historyMs: percentiles(this.looks), storedAfterMs: this.storedAfterMs }),
      cpu: this.cpu,
      errors: this.errors,
    };
  }

  close() {
    for (const timer of this.receivedTimers) clearInterval(timer);
    for (const { socket } of this.clients) socket.terminate();
  }
}
