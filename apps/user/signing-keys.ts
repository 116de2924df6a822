import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { calculateJwkThumbprint } from 'jose';
import { type EntityManager, In } from 'typeorm';
import type { Jwk } from '#contracts/gen/parley/user/v1/user.js';
import { Clock } from '#runtime';
import { SigningKeyEntity } from './entities.js';
import { KeyVault } from './key-vault.js';
import { ACCESS_TOKEN_MS, ROTATION_MS, SKEW_MS } from './lifetimes.js';
import { UserDatabase } from './user-database.js';

/** A new key is published this long before it signs, so that whoever verifies has it by then. */
export const ANNOUNCED_MS = 10 * 60_000;
/** An instance looks for keys made by others this often. */
const CACHED_MS = 60_000;
// A token signed with the old key in the last moment of a cache must outlive neither the key nor a clock that is slow.
const RETIRED_MS = CACHED_MS + ACCESS_TOKEN_MS + SKEW_MS;

interface SigningKey {
  kid: string;
  privateKey: KeyObject;
}

interface Loaded {
  at: number;
  rows: SigningKeyEntity[];
}

/** The ES256 keys that access tokens are signed with; made when needed, kept sealed in Postgres, shared by all instances. */
@Injectable()
export class SigningKeys {
  private loading: Promise<Loaded> | undefined;
  private loaded: Loaded | undefined;
  private readonly opened = new Map<string, KeyObject | undefined>();

  constructor(
    private readonly database: UserDatabase,
    private readonly vault: KeyVault,
    private readonly clock: Clock,
  ) {}

  /** The key that signs now. */
  async active(): Promise<SigningKey> {
    const now = this.clock.now();
    const { rows } = await this.load(now);
    const usable = rows.flatMap((row) => this.open(row) ?? []);
    const key = usable.findLast(({ activeAt }) => activeAt <= now) ?? usable[0];
    if (key === undefined) throw new Error('no signing key can be opened');
    return key;
  }

  /** The keys that verify every token that has not expired, and the next one. */
  async published(): Promise<Jwk[]> {
    const { rows } = await this.load(this.clock.now());
    return rows.map(({ kid, publicJwk: { x, y } }) => ({ kty: 'EC', crv: 'P-256', x, y, kid, alg: 'ES256', use: 'sig' }));
  }

  private async load(now: number): Promise<Loaded> {
    if (this.loaded !== undefined && now - this.loaded.at < CACHED_MS) return this.loaded;
    this.loading ??= this.database
      .transaction((manager) => this.renew(manager, now))
      .then((rows) => (this.loaded = { at: now, rows }))
      .finally(() => (this.loading = undefined));
    return this.loading;
  }

  /** One instance at a time looks, makes what is due and forgets what is over, so that all end up with the same keys. */
  private async renew(manager: EntityManager, now: number): Promise<SigningKeyEntity[]> {
    await manager.query(`SELECT pg_advisory_xact_lock(hashtext('parley.user.signing-keys'))`);
    const rows = await manager.find(SigningKeyEntity, { order: { activeAt: 'ASC' } });
    const newest = rows.flatMap((row) => this.open(row) ?? []).at(-1);
    if (newest === undefined || newest.activeAt + ROTATION_MS <= now) {
      const made = await this.make(newest === undefined ? now : now + ANNOUNCED_MS);
      await manager.insert(SigningKeyEntity, made);
      rows.push(made);
    }
    const over = rows.filter((_row, index) => (rows[index + 1]?.activeAt ?? now) + RETIRED_MS < now);
    if (over.length > 0) await manager.delete(SigningKeyEntity, { kid: In(over.map((row) => row.kid)) });
    return rows.filter((row) => !over.includes(row));
  }

  private async make(activeAt: number): Promise<SigningKeyEntity> {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
    const kid = await calculateJwkThumbprint({ kty: 'EC', crv: 'P-256', x, y });
    const sealed = this.vault.seal(privateKey.export({ format: 'der', type: 'pkcs8' }), kid);
    return Object.assign(new SigningKeyEntity(), { kid, publicJwk: { x, y }, privateKey: sealed, activeAt });
  }

  /** Nothing for a key that was sealed with another secret: it still verifies, but others sign. */
  private open({ kid, privateKey: sealed, activeAt }: SigningKeyEntity): (SigningKey & { activeAt: number }) | undefined {
    if (!this.opened.has(kid)) {
      const der = this.vault.unseal(sealed, kid);
      this.opened.set(kid, der === undefined ? undefined : createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }));
    }
    const privateKey = this.opened.get(kid);
    return privateKey === undefined ? undefined : { kid, privateKey, activeAt };
  }
}
