import { readFileSync } from 'node:fs';
import path from 'node:path';
import { PACKAGE_ROOT } from '#runtime';

/** Every replica of a keyspace, by data centre. */
export type Replication = Readonly<Record<string, number>>;

/**
 * Entries in one partition of `conversations`: with 16 KiB in every one of them it stays below the 100 MB that Cassandra and ScyllaDB
 * handle well, and with ordinary texts most conversations are one partition of a megabyte or two.
 */
export const BUCKET_ENTRIES = 5_000;

/** Which partition of its conversation an entry lies in. */
export function bucketOf(seq: number): number {
  return Math.floor(seq / BUCKET_ENTRIES);
}

/** The keyspace, and what makes each table, by its name; from `deploy/cassandra/history.cql`. Every statement may be repeated. */
export function schemaOf(keyspace: string, replication: Replication): { keyspace: string; tables: ReadonlyMap<string, string> } {
  const replicas = Object.entries(replication).map(([dataCenter, count]) => `, '${dataCenter}': ${String(count)}`);
  return {
    keyspace: `CREATE KEYSPACE IF NOT EXISTS ${keyspace} WITH replication = {'class': 'NetworkTopologyStrategy'${replicas.join('')}}`,
    tables: new Map(statements().map((statement) => [tableOf(statement), statement.replace('${keyspace}', keyspace)])),
  };
}

function statements(): string[] {
  const text = readFileSync(path.join(PACKAGE_ROOT, 'deploy/cassandra/history.cql'), 'utf8');
  const code = text.replace(/^--.*$/gm, '').split(';');
  return code.map((statement) => statement.trim()).filter((statement) => statement !== '');
}

function tableOf(statement: string): string {
  return /\$\{keyspace\}\.(\w+)/.exec(statement)?.[1] ?? '';
}
