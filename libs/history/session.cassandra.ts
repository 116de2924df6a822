import cassandra from 'cassandra-driver';
import { isTlsRefusal, ParleyError } from '#errors';
import { tlsOptions, type EngineTls } from '#runtime';
import { connected, LastingClient } from './client.cassandra.js';
import { prepareKeyspace } from './keyspace.cassandra.js';
import type { Replication } from './schema.cassandra.js';

/** Between two attempts to reach a node that is away. */
const RECONNECT_MS = 500;
const REQUEST_TIMEOUT_MS = 5_000;
/** For a change of the schema; it takes seconds on a busy server. */
const SCHEMA_TIMEOUT_MS = 30_000;
/** Rows of one answer of the server; more follow page by page. */
const FETCH_SIZE = 5_000;
/** Requests of a process that the cluster works on at a time; the others wait here, where they cannot time out. */
const READS_IN_FLIGHT = 256;
const WRITES_IN_FLIGHT = 256;

export interface CassandraOptions {
  /** `host:port`; names are resolved again when the cluster was lost. */
  contactPoints: readonly string[];
  localDataCenter: string;
  /** Made if absent. Lower-case letters, digits and `_`. */
  keyspace: string;
  /** How many replicas each data centre gets if the keyspace is made; one in the local data centre if absent. */
  replication?: Replication;
  credentials?: { username: string; password: string } | undefined;
  tls?: EngineTls | undefined;
  requestTimeoutMs?: number;
}

/** A statement with its parameters. */
export interface Statement {
  query: string;
  params: unknown[];
}

/**
 * A connection to a cluster that outlives the loss of it. Everything is prepared, idempotent and LOCAL_QUORUM; what fails because
 * the cluster is away or too slow fails as `unavailable`.
 */
export class CassandraSession {
  private readonly reads = new Lanes(READS_IN_FLIGHT);
  private readonly writes = new Lanes(WRITES_IN_FLIGHT);

  private constructor(private readonly client: LastingClient) {}

  /** Makes or completes the keyspace, and connects. */
  static async open(options: CassandraOptions): Promise<CassandraSession> {
    const { keyspace, localDataCenter } = options;
    const replication = options.replication ?? { [localDataCenter]: 1 };
    // Two clients: one that has to come before the keyspace, with time for changes of the schema, and one that works in it.
    try {
      const client = await connected(clientOptions({ ...options, requestTimeoutMs: SCHEMA_TIMEOUT_MS }));
      await prepareKeyspace(client, { keyspace, localDataCenter, replication }).finally(() => client.shutdown());
      return new CassandraSession(await LastingClient.connect({ ...clientOptions(options), keyspace }, RECONNECT_MS));
    } catch (error) {
      throw refusalIn(error) ?? translate(error);
    }
  }

  /** All rows of the answer. */
  async select<Row>(query: string, params: unknown[]): Promise<Row[]> {
    return this.reads.run(async () => {
      const rows: Row[] = [];
      let pageState: Buffer | string | undefined;
      do {
        const result = await this.ask((client) => client.execute(query, params, { prepare: true, ...(pageState && { pageState }) }));
        rows.push(...(result.rows as unknown as Row[]));
        ({ pageState } = result);
      } while (pageState);
      return rows;
    });
  }

  /** The first row. */
  async first<Row>(query: string, params: unknown[]): Promise<Row | undefined> {
    return (await this.select<Row>(query, params))[0];
  }

  /** Durable when it resolves. Several statements have to be of one partition: these are applied all at once or not at all. */
  async apply(statements: readonly Statement[]): Promise<void> {
    const [first] = statements;
    if (first === undefined) return;
    await this.writes.run(() =>
      this.ask((client) =>
        statements.length === 1
          ? client.execute(first.query, first.params, { prepare: true })
          : client.batch([...statements], { prepare: true, logged: false }),
      ),
    );
  }

  async close(): Promise<void> {
    await this.client.close();
  }

  private async ask<T>(request: (client: cassandra.Client) => Promise<T>): Promise<T> {
    try {
      return await request(this.client.current);
    } catch (error) {
      throw translate(error);
    }
  }
}

function clientOptions(options: CassandraOptions): cassandra.ClientOptions {
  const { contactPoints, localDataCenter, credentials, tls, requestTimeoutMs } = options;
  return {
    contactPoints: [...contactPoints],
    localDataCenter,
    ...(credentials && { credentials }),
    ...(tls && { sslOptions: tlsOptions(tls, contactPoints.map(hostOf)) }),
    encoding: { useBigIntAsLong: true, map: Map },
    policies: { reconnection: new cassandra.policies.reconnection.ConstantReconnectionPolicy(RECONNECT_MS) },
    queryOptions: { consistency: cassandra.types.consistencies.localQuorum, isIdempotent: true, fetchSize: FETCH_SIZE },
    protocolOptions: { maxSchemaAgreementWaitSeconds: 30 },
    socketOptions: { connectTimeout: 2_000, readTimeout: requestTimeoutMs ?? REQUEST_TIMEOUT_MS },
  };
}

/** The name in `host:port`. */
const hostOf = (address: string) => address.slice(0, address.lastIndexOf(':')).replace(/[[\]]/g, '');

/** Why no node will ever let us in: a wrong password, certificate or data centre. The driver says that there is none. */
function refusalIn(error: unknown): unknown {
  const { NoHostAvailableError, AuthenticationError, ArgumentError } = cassandra.errors;
  if (!(error instanceof NoHostAvailableError)) return undefined;
  const reasons = Object.values(error.innerErrors as Record<string, unknown>);
  return reasons.find((reason) => reason instanceof AuthenticationError || reason instanceof ArgumentError || isTlsRefusal(reason));
}

/** What a server says that cannot do it now: unavailable, overloaded, bootstrapping, and timeouts and failures of replicas. */
const NOT_NOW = new Set([0x1000, 0x1001, 0x1002, 0x1100, 0x1200, 0x1300, 0x1500]);

function translate(error: unknown): unknown {
  const { NoHostAvailableError, OperationTimedOutError, BusyConnectionError, ResponseError } = cassandra.errors;
  const away =
    error instanceof NoHostAvailableError ||
    error instanceof OperationTimedOutError ||
    error instanceof BusyConnectionError ||
    (error instanceof ResponseError && NOT_NOW.has(error.code));
  if (!away) return error;
  const unavailable = new ParleyError('unavailable', 'The history cannot be reached at the moment.', { retryAfterMs: RECONNECT_MS });
  return Object.assign(unavailable, { cause: error });
}

/** Lets so many pass at a time, first come, first served. */
class Lanes {
  private readonly waiting: (() => void)[] = [];

  constructor(private free: number) {}

  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.free > 0) this.free--;
    else await new Promise<void>((resolve) => this.waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next === undefined) this.free++;
      else next();
    }
  }
}
