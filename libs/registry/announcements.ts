import { randomUUID } from 'node:crypto';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Directory } from '#contracts';
import { Config, Drain, Startup, type Endpoints, VERSION } from '#runtime';
import { Registry, type Registration } from './registry.js';

/** How often the registry hears of a load, in milliseconds. */
const LOAD_INTERVAL_MS = 2_000;

/** What a process makes known of itself. */
export interface Announcement {
  /** The name of the app whose services it serves. */
  kind: string;
  /** New at each start. */
  id?: string;
  /** Base URL under which clients reach this very process, if they do. */
  url?: string | undefined;
  /** How much it carries. */
  load?: () => number;
}

/** Makes the services of a process known while it takes work: from when it listens until it drains. */
@Injectable()
export class Announcements implements OnApplicationShutdown {
  private readonly announced: { registration: Registration; load: (() => number) | undefined }[] = [];
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly registry: Registry,
    private readonly config: Config,
    private readonly startup: Startup,
    private readonly directory: Directory,
    drain: Drain,
  ) {
    drain.add('withdraw', 'registry', () => this.withdraw());
  }

  add(announcement: Announcement): void {
    this.startup.add('announce', (endpoints) => this.announce(announcement, endpoints));
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  private async announce({ kind, id = `${kind}-${randomUUID()}`, url = '', load }: Announcement, endpoints: Endpoints): Promise<void> {
    const data = { url, ...endpoints, zone: this.config.zone, version: VERSION, startedAt: Date.now(), load: 0 };
    this.directory.claim(id);
    const registration = await this.registry.register({ kind, id, data });
    this.announced.push({ registration, load });
    this.timer ??= setInterval(() => this.report(), LOAD_INTERVAL_MS).unref();
  }

  private report(): void {
    for (const { registration, load } of this.announced) {
      // A load that is not told is told with the next one.
      if (load !== undefined) registration.update({ load: load() }).catch(() => undefined);
    }
  }

  private async withdraw(): Promise<void> {
    clearInterval(this.timer);
    await Promise.all(this.announced.map(({ registration }) => registration.close()));
  }
}
