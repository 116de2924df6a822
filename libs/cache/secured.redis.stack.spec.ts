import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Test, type TestingModule } from '@nestjs/testing';
import { Redis } from 'ioredis';
import { Config, RuntimeModule } from '#runtime';
import { certificateOf } from '../../deploy/native/testing.mjs';
import { eventually } from '../../test/support/eventually.js';
import { Cache } from './cache.js';
import { CacheModule } from './cache.module.js';
import { freePort, startServer, stopServer } from './testing.redis.js';

const PASSWORD = 'a secret';

describe.each(['server', 'cluster'])('a Redis %s that asks for TLS, a certificate and a password', (kind) => {
  let folder: string;
  let server: ChildProcess;
  let port: number;
  let trusted: Record<string, string>;
  const file = (name: string): string => path.join(folder, `${name}.pem`);

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'parley-redis-'));
    const [ours, strangers] = await Promise.all([certificateOf('stack'), certificateOf('stranger')]);
    const files = { ...ours, 'strangers-ca': strangers.ca, 'strangers-cert': strangers.cert, 'strangers-key': strangers.key };
    await Promise.all(Object.entries(files).map(([name, pem]) => writeFile(file(name), pem)));
    const tls = { 'tls-ca-cert-file': file('ca'), 'tls-cert-file': file('cert'), 'tls-key-file': file('key') };
    port = await freePort();
    const settings = { port: 0, 'tls-port': port, requirepass: PASSWORD, dir: folder, ...tls };
    server = await (kind === 'cluster' ? startCluster(settings) : startServer(settings));
    trusted = { REDIS_TLS_CA: file('ca'), REDIS_TLS_CERT: file('cert'), REDIS_TLS_KEY: file('key') };
  });
  afterAll(async () => {
    await stopServer(server);
    await rm(folder, { recursive: true, force: true });
  });

  const boot = (env: Record<string, string>, password = PASSWORD): Promise<TestingModule> => {
    const url = `rediss://:${encodeURIComponent(password)}@127.0.0.1:${String(port)}`;
    const config = new Config({ LOG_LEVEL: 'silent', CACHE: 'redis', REDIS_URL: url, REDIS_CLUSTER: String(kind === 'cluster'), ...env });
    return Test.createTestingModule({ imports: [RuntimeModule.forRoot({ config, service: 'test' }), CacheModule] }).compile();
  };
  const refusal = async (env: Record<string, string>, password = PASSWORD): Promise<string> => {
    const error: unknown = await boot(env, password).catch((reason: unknown) => reason);
    if (!(error instanceof Error)) throw new Error('It let us in.');
    return error.message;
  };

  it('lets us in', async () => {
    const app = await boot(trusted);
    expect(await app.get(Cache).acquire({ key: 'lock', value: 'mine' }, 10_000)).toBe(true);
    await app.close();
  });

  /** Together, because each of them looks for two seconds. */
  it('is not waited for when it refuses us, or we do not trust it', async () => {
    const foreign = { ...trusted, REDIS_TLS_CERT: file('strangers-cert'), REDIS_TLS_KEY: file('strangers-key') };
    const refusals = [refusal(trusted, 'a wrong secret')];
    // Of a cluster the driver does not say why TLS failed, so that it is waited for.
    if (kind === 'server')
      refusals.push(
        ...[foreign, { ...trusted, REDIS_TLS_CA: file('strangers-ca') }, { ...trusted, REDIS_TLS_CA: '' }].map((env) => refusal(env)),
      );
    const [password, ...tls] = await Promise.all(refusals);
    expect(password).toMatch(/^Redis \(127\.0\.0\.1:\d+\) cannot be used: WRONGPASS/);
    expect(password).not.toContain('secret');
    for (const said of tls) expect(said).toMatch(/^Redis \(127\.0\.0\.1:\d+\) cannot be used: .*(unknown ca|certificate)/);
  });
});

/** Of one node. */
async function startCluster(settings: Record<string, string | number>): Promise<ChildProcess> {
  const server = await startServer({
    ...settings,
    'cluster-enabled': 'yes',
    'cluster-port': await freePort(),
    'tls-cluster': 'yes',
    'cluster-announce-ip': '127.0.0.1',
  });
  const [ca, cert, key] = ['ca', 'cert', 'key'].map((name) => readFileSync(path.join(String(settings['dir']), `${name}.pem`)));
  const options = { password: PASSWORD, tls: { ca, cert, key }, enableReadyCheck: false };
  const node = new Redis(Number(settings['tls-port']), '127.0.0.1', options);
  node.on('error', () => undefined);
  await node.cluster('ADDSLOTSRANGE', 0, 16_383);
  await eventually(async () => (await node.cluster('INFO')).includes('cluster_state:ok'));
  node.disconnect();
  return server;
}
