import path from 'node:path';
import { Global, Logger, Module, type OnApplicationShutdown } from '@nestjs/common';
import pg from 'pg';
import { Config, Health, Waiting } from '#runtime';
import { EmbeddedPostgres } from './embedded-postgres.js';
import { PostgresUrl } from './postgres-url.js';

/** The server that this process has brought with it, if it has. */
class OwnServer {
  constructor(readonly server: EmbeddedPostgres | undefined) {}
}

async function startOwnServer({ postgresUrl, dataDir }: Config): Promise<OwnServer> {
  if (postgresUrl !== undefined) return new OwnServer(undefined);
  const logger = new Logger('Postgres');
  const server = await EmbeddedPostgres.start({
    dataDir: path.join(dataDir, 'postgres'),
    onLog: (line) => {
      logger.debug(line.trim());
    },
  });
  return new OwnServer(server);
}

/** Where Postgres is: at `POSTGRES_URL`, or in a server of the process's own. */
@Global()
@Module({
  providers: [
    { provide: OwnServer, useFactory: startOwnServer, inject: [Config] },
    {
      provide: PostgresUrl,
      useFactory: ({ postgresUrl = '' }: Config, { server }: OwnServer, waiting: Waiting) =>
        new PostgresUrl(server?.url ?? postgresUrl, waiting),
      inject: [Config, OwnServer, Waiting],
    },
  ],
  exports: [PostgresUrl],
})
export class PostgresModule implements OnApplicationShutdown {
  constructor(
    private readonly own: OwnServer,
    health: Health,
    url: PostgresUrl,
  ) {
    health.addProbe('postgres', () => answers(url.value));
  }

  async onApplicationShutdown(): Promise<void> {
    await this.own.server?.stop();
  }
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 1_000, query_timeout: 1_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('SELECT 1');
    return true;
  } finally {
    await client.end();
  }
}
