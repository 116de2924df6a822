import { Logger, Module, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { PubSub } from '#cache';
import { ServiceClients } from '#contracts';
import { PostgresUrl } from '#postgres';
import { LastSeenController } from './last-seen.controller.js';
import { openLastSeenDatabase } from './last-seen.database.js';
import { LastSeenEntity } from './last-seen.entity.js';
import { LastSeenInternalController } from './last-seen-internal.controller.js';
import { LastSeenStore } from './last-seen.store.js';
import { PresenceTracker } from './presence.tracker.js';

const TICK_MS = 500;

/** The database of this service among those of the process. */
abstract class LastSeenDatabase extends DataSource {}

function makeTracker(clients: ServiceClients, pubSub: PubSub, database: LastSeenDatabase): PresenceTracker {
  const store = new LastSeenStore(database.getRepository(LastSeenEntity));
  return new PresenceTracker({ clients, pubSub, store, now: Date.now });
}

/** Presence and last seen. Needs `PostgresUrl`, `ServiceClients` and `PubSub`. */
@Module({
  controllers: [LastSeenController, LastSeenInternalController],
  providers: [
    { provide: LastSeenDatabase, useFactory: (postgres: PostgresUrl) => postgres.open(openLastSeenDatabase), inject: [PostgresUrl] },
    { provide: PresenceTracker, useFactory: makeTracker, inject: [ServiceClients, PubSub, LastSeenDatabase] },
  ],
})
export class LastSeenModule implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(LastSeenModule.name);
  private timer: NodeJS.Timeout | undefined;
  private ticking: Promise<void> | undefined;
  private failing = false;

  constructor(
    private readonly tracker: PresenceTracker,
    private readonly database: LastSeenDatabase,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.tracker.restore();
    this.timer = setInterval(() => this.tick(), TICK_MS);
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.ticking;
    await this.tracker.stop().catch((err: unknown) => this.logger.warn({ err }, 'The last moments of presence were not stored.'));
    await this.database.destroy();
  }

  private tick(): void {
    this.ticking ??= this.tracker
      .tick()
      .then(
        () => this.note(undefined),
        (err: unknown) => this.note(err),
      )
      .finally(() => {
        this.ticking = undefined;
      });
  }

  /** Says once that presence stands still, and once that it goes on. */
  private note(err: unknown): void {
    const failing = err !== undefined;
    if (failing && !this.failing) this.logger.warn({ err }, 'Presence cannot be brought up to date; it is tried again.');
    if (!failing && this.failing) this.logger.log('Presence is up to date again.');
    this.failing = failing;
  }
}
