import { Global, Module, type DynamicModule } from '@nestjs/common';
import { PostgresModule, PostgresUrl } from '#postgres';
import { Config, Waiting } from '#runtime';
import { Histories } from './histories.js';
import { CassandraHistory } from './history.cassandra.js';
import { PostgresHistory } from './history.postgres.js';

/** Chooses the adapter of `History` for the process. */
@Global()
@Module({})
export class HistoryModule {
  static forRoot({ history }: Config): DynamicModule {
    if (history === 'postgres')
      return {
        module: HistoryModule,
        imports: [PostgresModule],
        providers: [{ provide: Histories, useFactory: inPostgres, inject: [PostgresUrl] }],
        exports: [Histories],
      };
    return {
      module: HistoryModule,
      providers: [{ provide: Histories, useFactory: inCassandra, inject: [Config, Waiting] }],
      exports: [Histories],
    };
  }
}

/** Names of schemas and keyspaces have no hyphens. */
const nameOf = (service: string) => service.replaceAll('-', '_');

function inPostgres(postgres: PostgresUrl): Histories {
  return new Histories((service, onError) =>
    postgres.open((url) => PostgresHistory.open({ url, schema: `${nameOf(service)}_history`, onError })),
  );
}

function inCassandra({ cassandra }: Config, waiting: Waiting): Histories {
  const { contactPoints, dataCenter, replicas, credentials, tls } = cassandra;
  const dependency = { name: 'Cassandra', where: contactPoints.join(',') };
  const options = {
    contactPoints,
    localDataCenter: dataCenter,
    replication: { [dataCenter]: replicas },
    credentials,
    tls,
  };
  return new Histories((service) => {
    const keyspace = `${cassandra.keyspace}_${nameOf(service)}`;
    return waiting.untilThere(dependency, () => CassandraHistory.open({ ...options, keyspace }));
  });
}
