import cassandra from 'cassandra-driver';
import { ParleyError } from '#errors';
import { schemaOf, type Replication } from './schema.cassandra.js';

/** From so many replicas on, a node that loses what its commit log has not synced yet can get it from the others. */
const DURABLE_REPLICAS = 3;
/** How a server refuses a statement about what it has not. */
const NO_SUCH_TABLE = 0x2200;

interface Keyspace {
  keyspace: string;
  localDataCenter: string;
  replication: Replication;
}

/** Makes what is missing, and refuses a cluster that could lose what it has acknowledged. Several processes may do so at once. */
export async function prepareKeyspace(client: cassandra.Client, { keyspace, localDataCenter, replication }: Keyspace): Promise<void> {
  if (!/^[a-z][a-z0-9_]{0,47}$/.test(keyspace)) throw new Error(`'${keyspace}' is no name of a keyspace.`);
  const schema = schemaOf(keyspace, replication);
  const found = await replicasOf(client, keyspace, localDataCenter);
  if (found === undefined) await change(client, schema.keyspace, localDataCenter);
  const replicas = found ?? (await replicasOf(client, keyspace, localDataCenter)) ?? 0;
  if (replicas < DURABLE_REPLICAS) {
    for (const host of nodesOf(client, localDataCenter)) requireSync(await commitlogSync(client, host), replicas);
  }
  const { rows } = await client.execute('SELECT table_name FROM system_schema.tables WHERE keyspace_name = ?', [keyspace], {
    prepare: true,
  });
  const tables = new Set(rows.map((row) => row.get('table_name') as string));
  for (const [name, statement] of schema.tables) if (!tables.has(name)) await change(client, statement, localDataCenter);
}

/**
 * Throws if a `kill -9` could take acknowledged writes along (message path, rule 18). Measured with `periodic`, the default of
 * both servers: 1,461 of 54,435 rows were lost.
 */
export function requireSync(sync: string, replicas: number): void {
  if (replicas >= DURABLE_REPLICAS || sync === 'group' || sync === 'batch') return;
  throw new Error(
    `The history needs 'commitlog_sync: group' or 'batch' (ScyllaDB: 'batch') with fewer than ${String(DURABLE_REPLICAS)} replicas; ` +
      `there are ${String(replicas)}, and it is '${sync}', which loses acknowledged messages when a server is killed.`,
  );
}

/**
 * All processes send changes of the schema to the same node, which makes one at a time: two nodes that create the same table at
 * once would disagree about its id.
 */
async function change(client: cassandra.Client, statement: string, dataCenter: string): Promise<void> {
  const [host] = nodesOf(client, dataCenter).sort((a, b) => (a.address < b.address ? -1 : 1));
  const { info } = await client.execute(statement, [], { ...(host && { host }), isIdempotent: true });
  // The driver has waited for it, and its types do not know that it tells.
  if ((info as { isSchemaInAgreement?: boolean }).isSchemaInAgreement !== true)
    throw new ParleyError('unavailable', 'The nodes of the history do not agree on its schema.');
}

function nodesOf(client: cassandra.Client, dataCenter: string): cassandra.Host[] {
  return client.hosts.values().filter((host) => host.datacenter === dataCenter && host.isUp());
}

/** Replicas in the data centre that has to answer. Undefined if there is no such keyspace. */
async function replicasOf(client: cassandra.Client, keyspace: string, dataCenter: string): Promise<number | undefined> {
  const query = 'SELECT replication FROM system_schema.keyspaces WHERE keyspace_name = ?';
  const { rows } = await client.execute(query, [keyspace], { prepare: true });
  const replication = rows[0]?.get('replication') as ReadonlyMap<string, string> | undefined;
  return replication && Number(replication.get(dataCenter) ?? replication.get('replication_factor') ?? 0);
}

/** Cassandra tells its settings in `system_views.settings`, ScyllaDB in `system.config`, as JSON. */
async function commitlogSync(client: cassandra.Client, host: cassandra.Host): Promise<string> {
  const ask = async (table: string): Promise<string> => {
    const { rows } = await client.execute(`SELECT value FROM ${table} WHERE name = 'commitlog_sync'`, [], { host });
    return String(rows[0]?.get('value') ?? 'unknown').replaceAll('"', '');
  };
  try {
    return await ask('system_views.settings');
  } catch (error) {
    if (error instanceof cassandra.errors.ResponseError && error.code === NO_SUCH_TABLE) return ask('system.config');
    throw error;
  }
}
