import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { DeviceStore } from './device.store.js';
import { InviteStore } from './invite.store.js';
import { RevocationStore } from './revocation.store.js';

const EVERY_MS = 10 * 60_000;

/** Ends sign-ins that were not used for too long, and forgets old revocations and invitations. Any number of instances may do so. */
@Injectable()
export class Sweeper implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(Sweeper.name);
  private timer: NodeJS.Timeout | undefined;
  private sweeping: Promise<void> | undefined;

  constructor(
    private readonly devices: DeviceStore,
    private readonly revocations: RevocationStore,
    private readonly invites: InviteStore,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.sweeping ??= this.sweep().finally(() => (this.sweeping = undefined));
    }, EVERY_MS);
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    await this.sweeping;
  }

  private async sweep(): Promise<void> {
    try {
      await this.devices.revokeExpired();
      await this.revocations.forgetOld();
      await this.invites.forgetOld();
    } catch (err) {
      this.logger.warn({ err }, 'Old sign-ins and invitations could not be swept.');
    }
  }
}
