import { setTimeout as sleep } from 'node:timers/promises';
import { newId, openSocket, percentiles } from './client.mjs';
import { makeGroup, openMembers } from './groups.mjs';
import { cpuSeconds, ProcessorTime } from './server-process.mjs';

/** As the SDK does in groups. */
const RECEIVED_MS = 1_000;
const DRAIN_MS = 10_000;

/**
 * One member writes to a group, all others listen: with `window` messages under way (a message is under way until its last delivery),
 * or one message every `everyMs`. With `receipts` each listener says once a second how far it has received.
 */
export async function runFanOut(scenario) {
  const run = new FanOut(scenario);
  await run.open();
  await run.write();
  const result = run.result();
  run.close();
  return result;
}

class FanOut {
  constructor(scenario) {
    this.scenario = scenario;
    this.body = 'x'.repeat(scenario.bodyBytes);
    this.messages = [];
    this.sentAt = new Map();
    this.acks = [];
    this.lasts = [];
    this.ends = 0;
    this.errors = {};
    this.counting = false;
    this.writing = false;
    this.delivered = 0;
    this.timers = [];
  }

  async open() {
    const { baseUrl, members } = this.scenario;
    const accounts = this.scenario.accounts.slice(0, members);
    this.group = await makeGroup({ accounts, baseUrl }, { name: `fan-out-${newId().slice(-12)}` });
    const [writer, ...listeners] = accounts;
    this.listeners = await openMembers(
      { accounts: listeners, baseUrl },
      (index) => this.heardEntry(index),
      () => (this.ends += 1),
    );
    this.socket = await openSocket(writer, baseUrl, (frame) => this.heard(frame));
    await sleep(1_000);
    // What came before the first message of this run does not count.
    for (const listener of this.listeners) listener.entries = 0;
    this.openEnds = this.ends;
    if (this.scenario.receipts) this.acknowledge();
  }

  /** Members are not in step. */
  acknowledge() {
    for (const [index, listener] of this.listeners.entries()) {
      const start = setTimeout(
        () => this.timers.push(setInterval(() => this.received(listener), RECEIVED_MS)),
        (index * RECEIVED_MS) / this.listeners.length,
      );
      this.timers.push(start);
    }
  }

  received(listener) {
    if (listener.entries === (listener.told ?? 0) || this.conversation === undefined) return;
    listener.told = listener.entries;
    listener.send({ type: 'received', conversation: this.conversation, seq: this.firstSeq + listener.entries - 1 });
  }

  async write() {
    const { window, everyMs, warmUpSeconds, seconds } = this.scenario;
    this.writing = true;
    if (everyMs === undefined) for (let n = 0; n < window; n += 1) this.send();
    else this.timers.push(setInterval(() => this.send(), everyMs));
    await sleep(warmUpSeconds * 1_000);
    this.counting = true;
    const serverSeconds = () => this.scenario.servers.reduce((sum, pid) => sum + cpuSeconds(pid), 0);
    const time = new ProcessorTime(this.scenario.processes);
    const [began, from, cpu] = [performance.now(), this.delivered, serverSeconds()];
    await sleep(seconds * 1_000);
    this.counting = false;
    this.perSecond = (this.delivered - from) / ((performance.now() - began) / 1_000);
    this.cpuUsPerDelivery = ((serverSeconds() - cpu) * 1e6) / (this.delivered - from);
    this.cpu = time.shares();
    this.writing = false;
    for (const timer of this.timers) clearInterval(timer);
    for (let waited = 0; this.undelivered() > 0 && waited < DRAIN_MS; waited += 50) await sleep(50);
  }

  send() {
    if (!this.writing) return;
    const id = newId();
    const message = { at: performance.now(), left: this.listeners.length, counted: this.counting };
    this.messages.push(message);
    this.sentAt.set(id, message);
    this.socket.send(JSON.stringify({ type: 'send', id, to: { group: this.group.id }, body: this.body }));
  }

  heard(frame) {
    if (frame.type === 'ack') {
      this.conversation = frame.conversation;
      this.firstSeq ??= frame.seq;
      const message = this.sentAt.get(frame.id);
      this.sentAt.delete(frame.id);
      if (message?.counted) this.acks.push(performance.now() - message.at);
    } else if (frame.type === 'error') this.errors[frame.code] = (this.errors[frame.code] ?? 0) + 1;
  }

  /** Each listener gets the messages in order, so its n-th entry is the n-th message. */
  heardEntry(index) {
    if (!this.messages) return;
    const message = this.messages[index];
    if (message === undefined) return;
    this.delivered += 1;
    message.left -= 1;
    if (message.left > 0) return;
    if (message.counted) this.lasts.push(performance.now() - message.at);
    if (this.scenario.everyMs === undefined) this.send();
  }

  undelivered() {
    return this.messages.reduce((sum, message) => sum + message.left, 0);
  }

  result() {
    return {
      members: this.listeners.length + 1,
      deliveredPerSecond: Math.round(this.perSecond),
      cpuUsPerDelivery: Number(this.cpuUsPerDelivery.toFixed(2)),
      ackMs: percentiles(this.acks),
      lastDeliveryMs: percentiles(this.lasts),
      sent: this.messages.length,
      unacked: this.sentAt.size,
      undelivered: this.undelivered(),
      closed: this.ends - this.openEnds,
      errors: this.errors,
      cpu: this.cpu,
    };
  }

  close() {
    for (const listener of this.listeners) listener.close();
    this.socket.terminate();
  }
}
