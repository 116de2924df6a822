// Where the stack keeps its things, and on which ports it listens. All of it can be set by the environment.
import { homedir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { StackError } from './stack-error.mjs';

export const HERE = path.dirname(fileURLToPath(import.meta.url));
export const ROOT = path.resolve(HERE, '../..');

/** Data, pid files and logs. */
export function stackDir() {
  return path.resolve(process.env.STACK_DIR || path.join(ROOT, 'data/stack'));
}

/** What was fetched once and stays good: outside the checkout, so that a new one costs nothing. */
export function cacheDir() {
  return path.join(process.env.XDG_CACHE_HOME || path.join(homedir(), '.cache'), 'parley-stack');
}

// Away from the engines' usual ports, which a server of the system may use, and below 32768, where Linux picks ports for
// outgoing connections: one of those would now and then sit on ours.
const PORTS = {
  KAFKA: 19092,
  KAFKA_CONTROLLER: 19093,
  KAFKA_SECURED: 19094,
  CASSANDRA: 19042,
  CASSANDRA_STORAGE: 17000,
  ZOOKEEPER: 12181,
  ZOOKEEPER_METRICS: 17070,
  REDIS: 16379,
  POSTGRES: 15432,
  // The first of as many as there are instances.
  GATEWAY: 18080,
  CHAT: 17001,
  GRPC: 15000,
  METRICS: 16000,
};

export const portVariable = (name) => `STACK_${name.split('+')[0]}_PORT`;

/** The port called `name`, or what its variable says instead; `GRPC+3` is the third after the one called `GRPC`. */
export function portOf(name) {
  const [base, offset = 0] = name.split('+');
  const variable = portVariable(base);
  const first = Number(process.env[variable] || PORTS[base]);
  if (!Number.isInteger(first) || first < 1 || first > 65_535) throw new StackError(`${variable} is no port: ${process.env[variable]}`);
  return first + Number(offset);
}
