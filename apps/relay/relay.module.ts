import { Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import type { Pool } from 'pg';
import { createPool, migrate, PostgresUrl } from '#postgres';
import { PointerStore, RELAY_MIGRATIONS } from './pointer.store.js';
import { RelayInternalController } from './relay-internal.controller.js';
import { RelayController } from './relay.controller.js';

const SCHEMA = 'relay';
const POOL = Symbol('the pool of the relay');

async function openPool({ value: url }: PostgresUrl): Promise<Pool> {
  const pool = createPool({ url, schema: SCHEMA, max: 4 });
  await migrate(pool, SCHEMA, RELAY_MIGRATIONS);
  return pool;
}

/** Who is behind in which conversation. Needs `PostgresUrl`. */
@Module({
  controllers: [RelayController, RelayInternalController],
  providers: [
    { provide: POOL, useFactory: openPool, inject: [PostgresUrl] },
    { provide: PointerStore, useFactory: (pool: Pool) => new PointerStore(pool), inject: [POOL] },
  ],
})
export class RelayModule implements OnApplicationShutdown {
  constructor(@Inject(POOL) private readonly pool: Pool) {}

  async onApplicationShutdown(): Promise<void> {
    await this.pool.end();
  }
}
