// The suite: every service a process of its own, as many of each as `STACK_INSTANCES` asks for.
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { nodeBinary } from '../../scripts/tools.mjs';
import { environment } from './engines.mjs';
import { portOf, ROOT, stackDir } from './settings.mjs';
import { NotReady, StackError } from './stack-error.mjs';

/** How many of each there are unless something else is asked for. Ports follow from this order: new ones go to the end. */
const INSTANCES = {
  gateway: 2,
  chat: 2,
  message: 2,
  'group-message': 2,
  user: 1,
  group: 1,
  discovery: 1,
  session: 1,
  relay: 1,
  'last-seen': 1,
};
export const APPS = Object.keys(INSTANCES);

/** Each app has ten ports of a kind. */
const MOST_INSTANCES = 10;
/** The name of the public port of those that have one. */
const PUBLIC_PORTS = { gateway: 'GATEWAY', chat: 'CHAT' };

/** What there can be, running or not. */
export function possibleServices() {
  return namesOf(() => MOST_INSTANCES);
}

/** What `STACK_INSTANCES` asks for: `user=2,group=3`, or `2` of everything. */
export function chosenServices() {
  const counts = { ...INSTANCES };
  for (const word of (process.env.STACK_INSTANCES ?? '').split(',').filter(Boolean)) {
    const [app, count] = word.includes('=') ? word.split('=') : [undefined, word];
    if (!/^([0-9]|10)$/.test(count) || (app !== undefined && !APPS.includes(app))) {
      throw new StackError(`STACK_INSTANCES must be such as "2" or "user=2,group=2", at most ${MOST_INSTANCES} of each, not "${word}".`);
    }
    for (const each of app === undefined ? APPS : [app]) counts[each] = Number(count);
  }
  return namesOf((app) => counts[app]);
}

const namesOf = (countOf) => APPS.flatMap((app) => Array.from({ length: countOf(app) }, (_, n) => `${app}-${n + 1}`));

/** Where the web client and the API are. */
export const gatewayUrls = () => urlsOf('gateway');

const urlsOf = (app) => chosenServices().flatMap((name) => (appOf(name) === app ? addressesOf(name).url : []));

/** The service called `name` as a part; undefined if there is none. */
export function serviceOf(name) {
  if (!possibleServices().includes(name)) return undefined;
  const app = appOf(name);
  return {
    name,
    ports: Object.values(portNames(name)),
    // Draining: sockets are told to leave, and what was taken in is finished.
    ending: { patienceMs: 30_000 },
    prepare: async () => ({
      command: nodeBinary(),
      args: ['--enable-source-maps', `dist/apps/${app}/main.js`],
      cwd: ROOT,
      env: variables(name),
    }),
    check: () => requireReady(name),
  };
}

/** `group-message` of `group-message-2`. */
export const appOf = (name) => name.slice(0, name.lastIndexOf('-'));

function portNames(name) {
  const app = appOf(name);
  const n = Number(name.slice(app.length + 1)) - 1;
  const offset = APPS.indexOf(app) * MOST_INSTANCES + n;
  const publicPort = PUBLIC_PORTS[app];
  return { grpc: `GRPC+${offset}`, metrics: `METRICS+${offset}`, ...(publicPort && { http: `${publicPort}+${n}` }) };
}

/** Where a service listens: `host:port` of gRPC, the base URL of metrics and health, and that of its public port if it has one. */
export function addressesOf(name) {
  const { grpc, metrics, http } = portNames(name);
  const url = (port) => `http://127.0.0.1:${portOf(port)}`;
  return { grpc: `127.0.0.1:${portOf(grpc)}`, metrics: url(metrics), ...(http && { url: url(http) }) };
}

function variables(name) {
  const { grpc, metrics, http } = portNames(name);
  return {
    ...environment(),
    MODE: 'distributed',
    HOST: '127.0.0.1',
    GRPC_PORT: portOf(grpc),
    METRICS_PORT: portOf(metrics),
    SERVICE_KEY: serviceKey(),
    GRPC_REFLECTION: 'true',
    ALLOWED_ORIGINS: gatewayUrls().join(','),
    ...(http && { PORT: portOf(http) }),
    ...(appOf(name) === 'chat' && { NODE_URL: addressesOf(name).url }),
    ...(appOf(name) === 'gateway' && { CHAT_ORIGINS: urlsOf('chat').join(',') }),
    NODE_OPTIONS: process.env.STACK_NODE_OPTIONS,
    // A spec that starts a service is no part of it.
    NODE_ENV: undefined,
  };
}

/** Made once: what it has sealed in the database can be opened with it alone. */
function serviceKey() {
  const file = path.join(stackDir(), 'service-key');
  mkdirSync(stackDir(), { recursive: true });
  try {
    writeFileSync(file, randomBytes(32).toString('base64url'), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
  return readFileSync(file, 'utf8');
}

async function requireReady(name) {
  const response = await fetch(`${addressesOf(name).metrics}/health/ready`, { signal: AbortSignal.timeout(2_000) });
  if (response.ok) return;
  const { failing = [] } = await response.json();
  throw new NotReady(`waits for ${failing.join(', ')}`);
}
