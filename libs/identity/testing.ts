import { createPrivateKey, generateKeyPairSync, randomUUID, type KeyObject } from 'node:crypto';
import { Controller } from '@nestjs/common';
import { GrpcMethod } from '@nestjs/microservices';
import { SignJWT } from 'jose';

type JwkAnswer = { keys: { kty: string; crv: string; x: string; y: string; kid: string; alg: string; use: string }[] };

/** For specs: a user service that knows only keys and revocations, and the tokens that go with them. */
@Controller()
export class KeysController {
  readonly revoked: string[] = [];
  failing = false;
  fetches = 0;
  private readonly keys = new Map<string, { private: KeyObject; jwk: JwkAnswer['keys'][number] }>();
  private current = '';

  constructor() {
    this.rotate();
  }

  /** From now on tokens are signed by a new key. */
  rotate(): void {
    const kid = randomUUID();
    const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const { x = '', y = '' } = pair.publicKey.export({ format: 'jwk' });
    const jwk = { kty: 'EC', crv: 'P-256', x, y, kid, alg: 'ES256', use: 'sig' };
    this.keys.set(kid, { private: createPrivateKey(pair.privateKey.export({ format: 'pem', type: 'pkcs8' })), jwk });
    this.current = kid;
  }

  /** A token as the user service would sign it; claims given replace its own. */
  async sign(claims: Record<string, unknown> = {}): Promise<string> {
    const now = Math.floor(Date.now() / 1000);
    const all = { iss: 'parley', aud: 'parley', sub: 'user-1', sid: 'device-1', iat: now, exp: now + 600, ...claims };
    const key = this.keys.get(this.current);
    if (key === undefined) throw new Error('no key');
    return new SignJWT(all).setProtectedHeader({ alg: 'ES256', kid: this.current }).sign(key.private);
  }

  @GrpcMethod('UserService', 'getJwks')
  getJwks(): JwkAnswer {
    this.fetches++;
    if (this.failing) throw new Error('away');
    return { keys: [...this.keys.values()].map(({ jwk }) => jwk) };
  }

  @GrpcMethod('UserInternalService', 'listRevocations')
  listRevocations({ cursor }: { cursor: number }): { devices: string[]; cursor: number } {
    if (this.failing) throw new Error('away');
    return { devices: this.revoked.slice(cursor), cursor: this.revoked.length };
  }
}
