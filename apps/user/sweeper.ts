import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { DeviceStore } from './device.store.js';
import { RevocationStore } from './revocation.store.js';

const EVERY_MS = 10 * 60_000;

/** Ends sign-ins that were not used for too long, and forgets old revocations. Any number of instances may do so. */
@Injectable()
export class Sweeper implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(Sweeper.name);
  private timer: NodeJS.Timeout | undefined;
  private sweeping: Promise<void> | undefined;

  constructor(
    private readonly devices: DeviceStore,
    private readonly revocations: RevocationStore,
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
    } catch (err) {
      this.logger.warn({ err }, 'Old sign-ins could not be swept.');
    }
  }
}
