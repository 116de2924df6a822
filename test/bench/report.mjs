import { execFileSync } from 'node:child_process';
import { cpus, totalmem } from 'node:os';

/** Where and what was measured. */
export function machine() {
  const processors = cpus();
  return {
    machine: `${processors.length} × ${processors[0]?.model.trim() ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB`,
    node: process.version,
    commit: commit(),
    date: new Date().toISOString(),
  };
}

/** A table in Markdown, one row per scenario and target, and Parley's share of the floor. */
export function table({ results, ...head }) {
  const lines = [
    `${head.machine}, Node ${head.node}, mode ${head.mode}, commit ${head.commit}, ${head.date}`,
    `${head.bodyBytes}-byte bodies, ${head.seconds} s per scenario, load generator on the same machine`,
    '',
    '| scenario | target | result | of the floor |',
    '|---|---|---|---|',
  ];
  const titles = new Set(Object.values(results).flatMap(Object.keys));
  for (const title of titles) {
    for (const [name, measured] of Object.entries(results)) {
      if (measured[title]) lines.push(`| ${title} | ${name} | ${words(measured[title])} | ${share(name, title, results)} |`);
    }
  }
  return lines.join('\n');
}

function words(result) {
  if (result.pageMs) return `page ${latency(result.pageMs)}`;
  if (result.kibPerConnection !== undefined) {
    return `${result.kibPerConnection} KiB per connection, ${result.connections} open, ${result.residentMiB.before} → ${result.residentMiB.after} MiB`;
  }
  if (result.bytesPerMembership) return memberships(result);
  if (result.changesPerSecond !== undefined) return churn(result);
  if (result.lastDeliveryMs) {
    const { deliveredPerSecond, cpuUsPerDelivery, ackMs, lastDeliveryMs } = result;
    return `${deliveredPerSecond.toLocaleString('en')}/s delivered, ${cpuUsPerDelivery} µs of the server's time each; ack ${latency(ackMs)}; last delivery ${latency(lastDeliveryMs)}${faults(result)}`;
  }
  return `${result.deliveredPerSecond.toLocaleString('en')}/s delivered; ack ${latency(result.ackMs)}; delivery ${latency(result.deliveryMs)}${stored(result)}${faults(result)}`;
}

function stored({ historyMs, storedAfterMs }) {
  return historyMs === undefined ? '' : `; history ${latency(historyMs)} behind, complete ${storedAfterMs} ms after the end`;
}

/** Which process took how much of a core, as a table in Markdown. */
export function processorTable({ results }) {
  const rows = Object.entries(results).flatMap(([name, measured]) =>
    Object.entries(measured).flatMap(([title, { cpu }]) => (cpu === undefined ? [] : [`| ${title} | ${name} | ${shares(cpu)} |`])),
  );
  return ['| scenario | target | of a core |', '|---|---|---|', ...rows].join('\n');
}

function shares(cpu) {
  const busy = Object.entries(cpu)
    .filter(([, share]) => share >= 0.01)
    .sort(([, one], [, other]) => other - one);
  const all = busy.reduce((sum, [, share]) => sum + share, 0);
  return [['all', all], ...busy].map(([name, share]) => `${name} ${Math.round(share * 100)} %`).join(', ');
}

function churn({ quiet, busy, changesPerSecond, changeMs, ...result }) {
  const peace = `in peace ack ${latency(quiet.ackMs)}, delivery ${latency(quiet.deliveryMs)}`;
  const change = `with ${changesPerSecond.toLocaleString('en')} changes/s (${latency(changeMs)}) ack ${latency(busy.ackMs)}, delivery ${latency(busy.deliveryMs)}`;
  return `${peace}; ${change}${faults(result)}`;
}

function memberships({ bytesPerMembership, connectMs }) {
  const memory = `${bytesPerMembership.offline} bytes per membership, ${bytesPerMembership.online} while online`;
  return `${memory}; upgrade to ready ${latency(connectMs.with)}, without groups ${latency(connectMs.without)}`;
}

function latency({ p50, p99 }) {
  return `p50 ${p50} ms, p99 ${p99} ms`;
}

/** Anything here means that the numbers beside it are worth nothing. */
function faults({ unacked = 0, undelivered = 0, misordered = 0, closed = 0, errors }) {
  const bad = Object.entries({ unacked, undelivered, misordered, closed, ...errors }).filter(([, count]) => count > 0);
  return bad.length === 0 ? '' : ` — FAULTS: ${bad.map(([name, count]) => `${name} ${count}`).join(', ')}`;
}

function share(name, title, { floor, parley }) {
  const [own, least] = [parley?.[title]?.deliveredPerSecond, floor?.[title]?.deliveredPerSecond];
  return name === 'parley' && own !== undefined && least ? `${(own / least).toFixed(2)}` : '';
}

function commit() {
  try {
    const dirty = execFileSync('git', ['status', '--porcelain']).toString() === '' ? '' : ' + changes';
    return execFileSync('git', ['rev-parse', '--short', 'HEAD']).toString().trim() + dirty;
  } catch {
    return 'unknown';
  }
}
