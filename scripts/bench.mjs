// `npm run bench`: boots the standalone server and the floor in turn, loads both with the same generator, prints a table.
// `npm run bench -- --stack`: starts the native suite, with two and with one message service, and does the same.
// Options: --seconds N (per scenario, default 6), --connections N (idle, default 5000), --only NAME (of a target, such as floor),
// --scenario TEXT (only those whose title has it), --profile (CPU profiles of the servers into the working directory), --json FILE.
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { machine, processorTable, table } from '../test/bench/report.mjs';
import { StackTarget } from '../test/bench/stack-target.mjs';
import { BODY_BYTES, embeddedSuites, STACK_TARGETS, stackSuites } from '../test/bench/suites.mjs';
import { Target } from '../test/bench/target.mjs';

const { values } = parseArgs({
  options: {
    stack: { type: 'boolean', default: false },
    seconds: { type: 'string', default: '6' },
    connections: { type: 'string', default: '5000' },
    only: { type: 'string' },
    scenario: { type: 'string', default: '' },
    profile: { type: 'boolean', default: false },
    json: { type: 'string' },
  },
});
const seconds = Number(values.seconds);
const names = values.stack ? Object.keys(STACK_TARGETS) : ['parley', 'floor'];
const suites = values.stack ? stackSuites({ seconds }) : embeddedSuites({ seconds, connections: Number(values.connections) });

const results = {};
for (const name of names) {
  if (values.only !== undefined && values.only !== name) continue;
  results[name] = {};
  for (const suite of suites) Object.assign(results[name], await measure(name, suite));
}

const report = { ...machine(), mode: values.stack ? 'distributed' : 'embedded', bodyBytes: BODY_BYTES, seconds, results };
console.log(`${table(report)}\n\n${processorTable(report)}`);
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(report, null, 2)}\n`);

async function measure(name, { scenarios, ...options }) {
  const chosen = scenarios.filter(([title, , { only } = {}]) => title.includes(values.scenario) && (only ?? name) === name);
  const measured = {};
  if (chosen.length === 0) return measured;
  const target = await start(name, { ...options, profile: values.profile });
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

function start(name, options) {
  return values.stack ? StackTarget.start({ ...options, instances: STACK_TARGETS[name] }) : Target.start(name, options);
}
