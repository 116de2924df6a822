// The engines that the suite runs on.
import { cassandra } from './cassandra/engine.mjs';
import { kafka } from './kafka/engine.mjs';
import { postgres } from './postgres/engine.mjs';
import { redis } from './redis/engine.mjs';
import { StackError } from './stack-error.mjs';
import { zookeeper } from './zookeeper/engine.mjs';

const ALL = [postgres, redis, zookeeper, kafka, cassandra];
export const ENGINES = ALL.map(({ name }) => name);

export function engineOf(name) {
  const engine = ALL.find((candidate) => candidate.name === name);
  if (engine === undefined) throw new StackError(`There is no engine called "${name}"; there are ${ENGINES.join(', ')}.`);
  return engine;
}

/** Under which variables specs and services look for the engines. */
export function environment(engines = ENGINES) {
  return Object.assign({}, ...engines.map((engine) => engineOf(engine).environment()));
}
