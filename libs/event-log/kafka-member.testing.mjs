// A member of a group in a process of its own, so that it can be killed and stopped: node kafka-member.testing.mjs TOPIC PARTITIONS GROUP
// Says what happens to it, one JSON object a line; ends when its stdin does, having committed what it processed.
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { transformSync } from '@swc/core';

registerHooks({
  resolve: (specifier, context, next) => {
    const ours = specifier.startsWith('.') && !context.parentURL?.includes('/node_modules/');
    return next(ours ? specifier.replace(/\.js$/, '.ts') : specifier, context);
  },
  load: (url, context, next) => {
    if (!url.endsWith('.ts')) return next(url, context);
    const { code } = transformSync(readFileSync(fileURLToPath(url), 'utf8'), {
      jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
    });
    return { format: 'module', source: code, shortCircuit: true };
  },
});

const { KafkaEventLog } = await import('./event-log.kafka.ts');
const [topic, partitions, group] = process.argv.slice(2);
const say = (what) => process.stdout.write(`${JSON.stringify(what)}\n`);

const log = await KafkaEventLog.open({ brokers: process.env.KAFKA_BROKERS.split(','), topic, partitions: Number(partitions) });
const commits = new Set();
const subscription = await log.subscribe(group, {
  assign: async (partition, bounds) => {
    say({ kind: 'assign', partition });
    return bounds.committed ?? bounds.first;
  },
  process: async (partition, records) => {
    for (const { offset, at, payload } of records) say({ kind: 'record', partition, offset, at, text: Buffer.from(payload).toString() });
    // Refused while the group moves on; then the next owner reads these once more.
    const commit = subscription?.commit(partition, records.at(-1).offset + 1).catch(() => undefined);
    commits.add(commit);
    await commit;
    commits.delete(commit);
  },
  revoke: (partition) => say({ kind: 'revoke', partition }),
});
say({ kind: 'joined' });
process.stdin.resume().once('end', async () => {
  await Promise.all(commits);
  await log.close();
  say({ kind: 'closed' });
});
