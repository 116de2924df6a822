import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { ServiceClients, UserInternalService } from '#contracts';

const POLL_EVERY_MS = 1_000;
/** Shorter failures are what the start and the restart of a suite look like. */
const QUIET_MS = 5_000;
/** Longer than an access token lives (10 minutes); after that the tokens of the device are no longer good anyway. */
const KEEP_MS = 15 * 60_000;

export type RevocationListener = (devices: readonly string[]) => void;

/**
 * Which devices were signed out, known about a second after it happened. While the user service is away the last known list
 * stays in force, and what was missed is made up for on the first answer.
 */
@Injectable()
export class Revocations implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(Revocations.name);
  private readonly revokedAt = new Map<string, number>();
  private readonly listeners = new Set<RevocationListener>();
  private cursor = 0;
  private timer: NodeJS.Timeout | undefined;
  private stopped = false;
  private failingSince: number | undefined;
  private told = false;

  constructor(private readonly clients: ServiceClients) {}

  has(device: string): boolean {
    return this.revokedAt.has(device);
  }

  /** Calls the listener with each device that is signed out from now on. Answers how to stop that. */
  onRevoked(listener: RevocationListener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  onApplicationBootstrap(): void {
    void this.run();
  }

  beforeApplicationShutdown(): void {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  private async run(): Promise<void> {
    try {
      await this.poll();
      this.failingSince = undefined;
    } catch (err) {
      this.note(err);
    }
    if (this.stopped) return;
    this.timer = setTimeout(() => void this.run(), POLL_EVERY_MS).unref();
  }

  private note(err: unknown): void {
    const now = performance.now();
    this.told &&= this.failingSince !== undefined;
    this.failingSince ??= now;
    if (this.told || now - this.failingSince < QUIET_MS) return;
    this.told = true;
    this.logger.warn({ err }, 'Revocations cannot be read; the last known ones stay in force.');
  }

  private async poll(): Promise<void> {
    const { devices, cursor } = await this.clients.client(UserInternalService).listRevocations({ cursor: this.cursor });
    this.cursor = cursor;
    const now = Date.now();
    for (const [device, at] of this.revokedAt) if (now - at > KEEP_MS) this.revokedAt.delete(device);
    const fresh = devices.filter((device) => !this.revokedAt.has(device));
    for (const device of fresh) this.revokedAt.set(device, now);
    if (fresh.length > 0) for (const listener of this.listeners) listener(fresh);
  }
}
