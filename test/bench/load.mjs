// The load generator: one process, raw sockets, no SDK. Reads one scenario as JSON from stdin, prints its result as JSON.
import { readFileSync } from 'node:fs';
import { runChurn } from './churn-load.mjs';
import { runFanOut } from './fan-out-load.mjs';
import { runHistory } from './history-load.mjs';
import { runIdle } from './idle-load.mjs';
import { runMemberships } from './membership-load.mjs';
import { runMessages } from './message-load.mjs';

const SCENARIOS = {
  messages: runMessages,
  idle: runIdle,
  history: runHistory,
  fanOut: runFanOut,
  churn: runChurn,
  memberships: runMemberships,
};

const scenario = JSON.parse(readFileSync(0, 'utf8'));
const result = await SCENARIOS[scenario.kind](scenario);
console.log(JSON.stringify(result));
process.exit(0);
