// `npm run bench`: boots the standalone server and the floor in turn, loads both with the same generator, prints a table.
// Options: --seconds N (per scenario, default 10), --connections N (idle, default 5000), --only parley|floor, --json FILE.
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { machine, table } from '../test/bench/report.mjs';
import { Target } from '../test/bench/target.mjs';

const CLIENTS = 100;
const BODY_BYTES = 100;

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '10' },
    connections: { type: 'string', default: '5000' },
    only: { type: 'string' },
    json: { type: 'string' },
  },
});
const seconds = Number(values.seconds);
const messages = { kind: 'messages', bodyBytes: BODY_BYTES, seconds, warmUpSeconds: Math.min(3, seconds) };

/** In this order: the later ones read what the first ones have written. */
const SCENARIOS = [
  ['saturated, 32 in flight per client', { ...messages, window: 32 }],
  ['one in flight per client', { ...messages, window: 1 }],
  ['1,000 messages/s', { ...messages, rate: 1_000 }],
  ['5,000 messages/s', { ...messages, rate: 5_000 }],
  ['history page of 50, 4 readers', { kind: 'history', requests: 2_000, readers: 4 }, { only: 'parley' }],
];
const IDLE = [`${values.connections} idle connections`, { kind: 'idle', connections: Number(values.connections) }];

const results = {};
for (const name of ['parley', 'floor']) {
  if (values.only !== undefined && values.only !== name) continue;
  results[name] = { ...(await measure(name, SCENARIOS, {})), ...(await measure(name, [IDLE], { inspect: true })) };
}

const report = { ...machine(), mode: 'embedded', clients: CLIENTS, bodyBytes: BODY_BYTES, seconds, results };
console.log(table(report));
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(report, null, 2)}\n`);

async function measure(name, scenarios, { inspect = false }) {
  const target = await Target.start(name, { inspect, accounts: CLIENTS });
  const measured = {};
  try {
    for (const [title, scenario, { only } = {}] of scenarios) {
      if (only !== undefined && only !== name) continue;
      console.error(`${name}: ${title} …`);
      measured[title] = await target.load(scenario);
    }
  } finally {
    await target.stop();
  }
  return measured;
}
