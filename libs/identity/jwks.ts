import { createPublicKey, type KeyObject } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { ServiceClients, UserService } from '#contracts';

/** Keys are fetched again after this long, so that one that was withdrawn does not stay good. */
const KEEP_MS = 300_000;
/** The least time between two fetches: made-up key ids must not become calls of the user service. */
const FETCH_EVERY_MS = 1_000;

/** The public keys of access tokens, as the user service publishes them. */
@Injectable()
export class Jwks {
  private readonly logger = new Logger(Jwks.name);
  private keys = new Map<string, KeyObject>();
  private fetching: Promise<void> | undefined;
  private triedAt = -Infinity;
  private fetchedAt = -Infinity;

  constructor(private readonly clients: ServiceClients) {}

  /** The key of the id, if it is published. Throws `unavailable` if that cannot be known now. */
  async find(kid: string): Promise<KeyObject | undefined> {
    const now = performance.now();
    const known = this.keys.get(kid);
    if (known === undefined) {
      if (this.fetching !== undefined || this.fetchedAt === -Infinity || now - this.triedAt >= FETCH_EVERY_MS) await this.fetch(now);
      return this.keys.get(kid);
    }
    if (now - this.fetchedAt >= KEEP_MS && now - this.triedAt >= FETCH_EVERY_MS) {
      this.fetch(now).catch((err: unknown) => {
        this.logger.warn({ err }, 'The keys of access tokens could not be renewed; the known ones stay good.');
      });
    }
    return known;
  }

  private fetch(now: number): Promise<void> {
    this.triedAt = now;
    this.fetching ??= this.load().finally(() => {
      this.fetching = undefined;
    });
    return this.fetching;
  }

  private async load(): Promise<void> {
    const { keys } = await this.clients.client(UserService).getJwks({});
    const usable = keys.filter((key) => key.kty === 'EC' && key.crv === 'P-256');
    this.keys = new Map(usable.map(({ kty, crv, x, y, kid }) => [kid, createPublicKey({ key: { kty, crv, x, y }, format: 'jwk' })]));
    this.fetchedAt = performance.now();
  }
}
