import { Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import type { Pool } from 'pg';
import { openPool, PostgresUrl } from '#postgres';
import { PointerStore, RELAY_MIGRATIONS } from './pointer.store.js';
import { RelayInternalController } from './relay-internal.controller.js';
import { RelayController } from './relay.controller.js';

const SCHEMA = 'relay';
const POOL = Symbol('the pool of the relay');

const open = (postgres: PostgresUrl): Promise<Pool> => postgres.open((url) => openPool({ url, schema: SCHEMA, max: 4 }, RELAY_MIGRATIONS));

/** Who is behind in which conversation. Needs `PostgresUrl`. */
@Module({
  controllers: [RelayController, RelayInternalController],
  providers: [
    { provide: POOL, useFactory: open, inject: [PostgresUrl] },
    { provide: PointerStore, useFactory: (pool: Pool) => new PointerStore(pool), inject: [POOL] },
  ],
})
export class RelayModule implements OnApplicationShutdown {
  constructor(@Inject(POOL) private readonly pool: Pool) {}

  async onApplicationShutdown(): Promise<void> {
    await this.pool.end();
  }
}
