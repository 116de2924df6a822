import { spawnSync } from 'node:child_process';
import { ENGINES, environment } from '../../deploy/native/engines.mjs';
import { runningPid } from '../../deploy/native/processes.mjs';
import { addressesOf, chosenServices, possibleServices } from '../../deploy/native/services.mjs';
import { seedAccounts } from './accounts.mjs';
import { generate } from './generator.mjs';

/** The native suite under load. Neighbours among the accounts have their sockets at different chat nodes, and come to them directly. */
export class StackTarget {
  constructor({ baseUrl, accounts, startedEngines }) {
    Object.assign(this, { baseUrl, accounts, startedEngines });
  }

  static async start({ accounts, instances = '', profile }) {
    const running = possibleServices().filter((name) => runningPid(name) !== undefined);
    if (running.length > 0)
      throw new Error(`${running.join(', ')} run already, not as a measurement needs them: npm run stack -- stop suite`);
    const startedEngines = ENGINES.filter((name) => runningPid(name) === undefined);
    Object.assign(process.env, { STACK_INSTANCES: instances, RATE_LIMIT_SCALE: '0', LOG_LEVEL: 'warn' });
    if (profile) process.env.STACK_NODE_OPTIONS = '--cpu-prof --cpu-prof-interval=500';
    stack('start');
    const baseUrl = addressesOf('gateway-1').url;
    const seeded = await seedAccounts(baseUrl, environment(['postgres']).POSTGRES_URL, accounts);
    const nodes = chosenServices().filter((name) => name.startsWith('chat-'));
    const urls = nodes.map((name) => `${addressesOf(name).url.replace('http:', 'ws:')}/chat-service/ws`);
    const spread = seeded.map((account, index) => ({ ...account, url: urls[index % urls.length] }));
    return new StackTarget({ baseUrl, accounts: spread, startedEngines });
  }

  load(scenario) {
    const { baseUrl, accounts } = this;
    const processes = pidsOf([...chosenServices(), ...ENGINES]);
    return generate({ ...scenario, baseUrl, accounts, processes, servers: Object.values(pidsOf(chosenServices())) });
  }

  async stop() {
    stack('stop', 'suite', ...this.startedEngines);
  }
}

function pidsOf(names) {
  return Object.fromEntries(names.map((name) => [name, runningPid(name)]));
}

function stack(...args) {
  const { status } = spawnSync(process.execPath, ['deploy/native/stack.mjs', ...args], { stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) throw new Error(`The stack did not ${args[0]}.`);
}
