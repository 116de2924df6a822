import { setTimeout as sleep } from 'node:timers/promises';
import { newId, openSocket, percentiles } from './client.mjs';
import { makeGroup } from './groups.mjs';
import { post } from './rest.mjs';

/** How many calls are under way at most: beyond, the rate is what the server can do. */
const MOST_CALLS = 256;

/** Two members of a public group talk, first in peace, then while others join and leave it at `changesPerSecond`. */
export async function runChurn(scenario) {
  const run = new Churn(scenario);
  await run.open();
  const quiet = await run.measure();
  run.changing = true;
  const pace = run.pace();
  await sleep(1_000);
  const before = { changes: run.changes, at: performance.now() };
  const busy = await run.measure();
  const changesPerSecond = Math.round(((run.changes - before.changes) * 1_000) / (performance.now() - before.at));
  run.changing = false;
  await pace;
  await run.settle();
  run.close();
  return {
    quiet,
    busy,
    changesPerSecond,
    changeMs: percentiles(run.changeTimes),
    systemEntries: run.systemEntries,
    unacked: run.sentAt.size,
    errors: run.errors,
  };
}

class Churn {
  constructor(scenario) {
    this.scenario = scenario;
    this.body = 'x'.repeat(scenario.bodyBytes);
    this.sentAt = new Map();
    this.changes = 0;
    this.changeTimes = [];
    this.systemEntries = 0;
    this.errors = {};
    this.samples = { acks: [], deliveries: [] };
  }

  async open() {
    const { accounts, baseUrl } = this.scenario;
    const [writer, reader, ...visitors] = accounts;
    this.visitors = visitors.slice(0, this.scenario.visitors).map(({ token }) => ({ token, member: false }));
    this.group = await makeGroup({ accounts: [writer, reader], baseUrl }, { name: `churn-${newId().slice(-12)}`, visibility: 'public' });
    this.reader = await openSocket(reader, baseUrl, (frame) => this.heardByReader(frame));
    this.writer = await openSocket(writer, baseUrl, (frame) => this.heard(frame));
  }

  async measure() {
    const { rate, seconds } = this.scenario;
    this.samples = { acks: [], deliveries: [] };
    const began = performance.now();
    for (let due = 0; due < rate * seconds; await sleep(1)) {
      for (; due < rate * seconds && began + (due * 1_000) / rate <= performance.now(); due += 1) this.send(began + (due * 1_000) / rate);
    }
    await sleep(1_000);
    return { ackMs: percentiles(this.samples.acks), deliveryMs: percentiles(this.samples.deliveries) };
  }

  send(dueAt) {
    const id = newId();
    this.sentAt.set(id, dueAt);
    this.writer.send(JSON.stringify({ type: 'send', id, to: { group: this.group.id }, body: `${dueAt} ${this.body}` }));
  }

  heard({ type, id, code }) {
    if (type === 'error') return this.fail(code);
    if (type !== 'ack') return;
    this.samples.acks.push(performance.now() - this.sentAt.get(id));
    this.sentAt.delete(id);
  }

  heardByReader({ type, kind, body }) {
    if (type !== 'entry') return;
    if (kind === 'system') this.systemEntries += 1;
    else this.samples.deliveries.push(performance.now() - Number.parseFloat(body));
  }

  /** Visitors take turns: each joins, and leaves when its turn comes again. */
  async pace() {
    const { changesPerSecond } = this.scenario;
    const began = performance.now();
    let under = 0;
    for (let due = 0; this.changing; await sleep(1)) {
      for (; began + (due * 1_000) / changesPerSecond <= performance.now() && under < MOST_CALLS; due += 1) {
        under += 1;
        void this.change(this.visitors[due % this.visitors.length]).finally(() => (under -= 1));
      }
    }
    while (under > 0) await sleep(10);
  }

  async change(visitor) {
    const began = performance.now();
    const verb = visitor.member ? 'leave' : 'join';
    visitor.member = !visitor.member;
    try {
      await post(this.scenario.baseUrl, `/group-service/groups/${this.group.id}/${verb}`, {}, visitor.token);
      this.changes += 1;
      this.changeTimes.push(performance.now() - began);
    } catch (error) {
      this.fail(error.message.slice(0, 120));
    }
  }

  /** What the changes have left to deliver comes before the next scenario. */
  async settle() {
    for (let before = -1; before !== this.systemEntries; await sleep(500)) before = this.systemEntries;
  }

  fail(what) {
    this.errors[what] = (this.errors[what] ?? 0) + 1;
  }

  close() {
    this.writer.terminate();
    this.reader.terminate();
  }
}
