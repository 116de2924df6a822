// `npm run bench`: boots the standalone server and the floor in turn, loads both with the same generator, prints a table.
// Options: --seconds N (per scenario, default 6), --connections N (idle, default 5000), --only parley|floor,
// --scenario TEXT (only those whose title has it), --profile (CPU profiles of the server into the working directory), --json FILE.
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { machine, table } from '../test/bench/report.mjs';
import { Target } from '../test/bench/target.mjs';

const CLIENTS = 100;
const BODY_BYTES = 100;

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '6' },
    connections: { type: 'string', default: '5000' },
    only: { type: 'string' },
    scenario: { type: 'string', default: '' },
    profile: { type: 'boolean', default: false },
    json: { type: 'string' },
  },
});
const seconds = Number(values.seconds);
const common = { bodyBytes: BODY_BYTES, seconds, warmUpSeconds: Math.min(3, seconds) };
const messages = { ...common, kind: 'messages' };
const fanOut = { ...common, kind: 'fanOut', receipts: true };
const parley = { only: 'parley' };

/** Each suite has a server of its own. Within one the order matters: the later ones read what the first ones have written. */
const SUITES = [
  {
    accounts: CLIENTS,
    scenarios: [
      ['saturated, 32 in flight per client', { ...messages, window: 32 }],
      ['one in flight per client', { ...messages, window: 1 }],
      ['1,000 messages/s', { ...messages, rate: 1_000 }],
      ['5,000 messages/s', { ...messages, rate: 5_000 }],
      ['history page of 50, 4 readers', { kind: 'history', requests: 2_000, readers: 4 }, parley],
    ],
  },
  {
    accounts: CLIENTS,
    inspect: true,
    scenarios: [[`${values.connections} idle connections`, { kind: 'idle', connections: Number(values.connections) }]],
  },
  {
    accounts: 1_002,
    seeded: true,
    scenarios: [
      ['group of 1,000 online, 8 in flight', { ...fanOut, members: 1_000, window: 8 }],
      ['group of 1,000 online, one in flight', { ...fanOut, members: 1_000, window: 1 }],
      [
        '100 messages/s in a group, then with 1,000 joins and leaves/s',
        { ...common, kind: 'churn', rate: 100, visitors: 1_000, changesPerSecond: 1_000 },
        parley,
      ],
    ],
  },
  {
    accounts: 201,
    seeded: true,
    inspect: true,
    scenarios: [['200 users in 500 groups each', { kind: 'memberships', users: 200, groups: 500 }, parley]],
  },
  {
    accounts: 10_000,
    seeded: true,
    scenarios: [
      [
        'group of 10,000 online, a message every 2 s',
        { ...fanOut, members: 10_000, everyMs: 2_000, warmUpSeconds: 4, seconds: 2 * seconds },
      ],
    ],
  },
];

const results = {};
for (const name of ['parley', 'floor']) {
  if (values.only !== undefined && values.only !== name) continue;
  results[name] = {};
  for (const suite of SUITES) Object.assign(results[name], await measure(name, suite));
}

const report = { ...machine(), mode: 'embedded', clients: CLIENTS, bodyBytes: BODY_BYTES, seconds, results };
console.log(table(report));
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(report, null, 2)}\n`);

async function measure(name, { scenarios, ...options }) {
  const chosen = scenarios.filter(([title, , { only } = {}]) => title.includes(values.scenario) && (only ?? name) === name);
  const measured = {};
  if (chosen.length === 0) return measured;
  const target = await Target.start(name, { ...options, profile: values.profile });
  try {
    for (const [title, scenario] of chosen) {
      console.error(`${name}: ${title} …`);
      measured[title] = await target.load(scenario);
    }
  } finally {
    await target.stop();
  }
  return measured;
}
