import { Injectable } from '@nestjs/common';
import { Directory, ServiceClients } from '#contracts';
import { Announcements } from '#registry';
import { Metrics, Startup } from '#runtime';
import { SessionStore } from '#sessions';
import { NodeLinks } from './node-links.js';

/** What a message path finds in its process. */
@Injectable()
export class Surroundings {
  constructor(
    readonly links: NodeLinks,
    readonly clients: ServiceClients,
    readonly sessions: SessionStore,
    readonly directory: Directory,
    readonly announcements: Announcements,
    readonly startup: Startup,
    readonly metrics: Metrics,
  ) {}
}
