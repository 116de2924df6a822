import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client, Metadata, credentials, status } from '@grpc/grpc-js';
import { SignJWT, generateKeyPair } from 'jose';
import { IDENTITY, SERVICES, ServiceTokens, type MethodContract } from '#contracts';
import { Clock, Config, type RunningService, startService } from '#runtime';
import { AccessTokens } from '../user/access-token.js';
import { SigningKeys } from '../user/signing-keys.js';
import { StandaloneModule } from './standalone.module.js';

const SERVICE_KEY = 'a key that only the services of this suite share';
const HOUR_MS = 3_600_000;

class AnHourAgo extends Clock {
  override now(): number {
    return Date.now() - HOUR_MS;
  }
}

/** What a caller shows of an identity that is not good. */
interface Bad {
  name: string;
  metadata: Record<string, string>;
}

describe('every RPC of the suite, over the network', () => {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'parley-identity-'));
  const methods = SERVICES.flatMap((service) => Object.values(service.methods) as MethodContract[]);
  let service: RunningService;
  let client: Client;
  let expired = '';
  let bads: Bad[] = [];

  beforeAll(async () => {
    chmodSync(dataDir, 0o711);
    const env = { PORT: '0', HOST: '127.0.0.1', DATA_DIR: dataDir, LOG_LEVEL: 'silent', SERVICE_KEY, RATE_LIMIT_SCALE: '0' };
    service = await startService(
      { name: 'standalone', modules: (config) => [StandaloneModule.forRoot(config)], http: true },
      new Config(env),
    );
    client = new Client(`127.0.0.1:${String(service.grpcPort)}`, credentials.createInsecure());
    const keys = service.app.get(SigningKeys, { strict: false });
    expired = (await new AccessTokens(keys, new AnHourAgo()).issue('some-user', 'some-device')).token;
    bads = await badIdentities(expired);
  });
  afterAll(async () => {
    client.close();
    await service.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const call = (method: MethodContract, shown: Record<string, string>): Promise<status> => {
    const metadata = new Metadata();
    for (const [key, value] of Object.entries(shown)) metadata.set(key, value);
    const nothing = (): Buffer => Buffer.alloc(0);
    return new Promise((resolve) => {
      const answered = (error: { code: status } | null): void => resolve(error?.code ?? status.OK);
      client.makeUnaryRequest(method.path, nothing, (bytes: Buffer) => bytes, {}, metadata, { deadline: Date.now() + 5_000 }, answered);
    });
  };

  it('is refused to whoever shows no identity, a forged one, an expired one, or claims one by headers alone', async () => {
    for (const method of methods.filter(({ access }) => access !== 'public')) {
      for (const { name, metadata } of bads)
        expect([method.path, name, await call(method, metadata)]).toEqual([method.path, name, status.UNAUTHENTICATED]);
    }
  });

  it('is refused to a signed-in user if it is for services, and to a service without a user if it is for users', async () => {
    const token = (await service.app.get(AccessTokens, { strict: false }).issue('some-user', 'some-device')).token;
    const own = await new ServiceTokens('test', SERVICE_KEY).token();
    for (const method of methods) {
      if (method.access === 'service')
        expect([method.path, await call(method, { authorization: `Bearer ${token}` })]).toEqual([method.path, status.UNAUTHENTICATED]);
      if (method.access === 'user')
        expect([method.path, await call(method, { [IDENTITY.service]: own })]).toEqual([method.path, status.UNAUTHENTICATED]);
    }
  });

  it('refuses an expired access token on every REST call that needs one', async () => {
    for (const { http, access } of methods) {
      if (http === undefined || access !== 'user') continue;
      const url = `http://127.0.0.1:${String(service.port)}${http.path.replaceAll(/\{\w+\}/g, 'x')}`;
      const answer = await fetch(url, { method: http.verb.toUpperCase(), headers: { authorization: `Bearer ${expired}` } });
      expect([http.path, answer.status]).toEqual([http.path, 401]);
    }
  });

  it('lets the right caller through to its own checks', async () => {
    const own = await new ServiceTokens('test', SERVICE_KEY).token();
    const outcomes = await Promise.all(
      methods.map((method) =>
        call(method, { [IDENTITY.service]: own, [IDENTITY.onBehalfOfUser]: 'some-user', [IDENTITY.onBehalfOfDevice]: 'some-device' }),
      ),
    );
    expect(outcomes.filter((outcome) => outcome === status.UNIMPLEMENTED)).toEqual([]);
    expect(methods.filter((method, index) => method.access === 'service' && outcomes[index] === status.UNAUTHENTICATED)).toEqual([]);
  });
});

async function badIdentities(expired: string): Promise<Bad[]> {
  const { privateKey } = await generateKeyPair('ES256');
  const forged = await new SignJWT({ sid: 'd' })
    .setProtectedHeader({ alg: 'ES256', kid: 'unknown' })
    .setIssuer('parley')
    .setAudience('parley')
    .setSubject('some-user')
    .setExpirationTime('10m')
    .sign(privateKey);
  const foreignService = await new ServiceTokens('test', 'the key of another suite, not of this one').token();
  return [
    { name: 'none', metadata: {} },
    { name: 'forged', metadata: { authorization: `Bearer ${forged}` } },
    { name: 'expired', metadata: { authorization: `Bearer ${expired}` } },
    { name: 'a service of another suite', metadata: { [IDENTITY.service]: foreignService, [IDENTITY.onBehalfOfUser]: 'some-user' } },
    { name: 'headers alone', metadata: { [IDENTITY.onBehalfOfUser]: 'some-user', [IDENTITY.onBehalfOfDevice]: 'd' } },
  ];
}
