import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Module } from '@nestjs/common';
import { Config } from './config.js';
import { Drain } from './drain.js';
import { startService, type RunningService } from './run-service.js';
import { startSentence } from './start-error.js';

@Module({})
class EmptyModule {}

function config(env: Record<string, string> = {}): Config {
  return new Config({ DATA_DIR: mkdtempSync(path.join(tmpdir(), 'parley-')), PORT: '0', HOST: '127.0.0.1', LOG_LEVEL: 'silent', ...env });
}

function start(env: Record<string, string> = {}): Promise<RunningService> {
  return startService({ name: 'test', modules: () => [EmptyModule], http: true }, config(env));
}

async function sentenceOf(work: Promise<unknown>): Promise<string> {
  return work.then(() => 'it started', startSentence);
}

describe('a service', () => {
  it('is ready once it has started, and not from the moment it is told to stop', async () => {
    const service = await start();
    const ready = (): Promise<Response> => fetch(`http://127.0.0.1:${String(service.port)}/health/ready`);
    expect((await ready()).status).toBe(200);
    let whileDraining: unknown;
    service.app.get(Drain).add('withdraw', 'look', async () => {
      const response = await ready();
      whileDraining = [response.status, await response.json()];
    });
    await service.stop();
    expect(whileDraining).toEqual([503, { ready: false, failing: ['draining'] }]);
    await expect(ready()).rejects.toThrow();
  });

  it('runs the phases of the drain in their order, and goes on when a step fails', async () => {
    const service = await start();
    const drain = service.app.get(Drain);
    const seen: string[] = [];
    drain.add('finish', 'c', () => Promise.resolve(void seen.push('finish')));
    drain.add('disconnect', 'b', () => Promise.reject(new Error('no')));
    drain.add('withdraw', 'a', () => Promise.resolve(void seen.push('withdraw')));
    await service.stop();
    expect(seen).toEqual(['withdraw', 'finish']);
  });

  it('serves metrics on a port of its own and never on the public one', async () => {
    const metricsPort = await freePort();
    const service = await start({ METRICS_PORT: String(metricsPort) });
    const response = await fetch(`http://127.0.0.1:${String(metricsPort)}/metrics`);
    expect(await response.text()).toContain('process_cpu_seconds_total');
    expect((await fetch(`http://127.0.0.1:${String(service.port)}/metrics`)).status).toBe(404);
    await service.stop();
  });
});

describe('a service that cannot start', () => {
  it.each(['PORT', 'GRPC_PORT', 'METRICS_PORT'])('says that the port of %s is in use', async (variable) => {
    const blocker = createServer();
    await new Promise<void>((resolve) => blocker.listen(0, '127.0.0.1', resolve));
    const { port } = blocker.address() as AddressInfo;
    expect(await sentenceOf(start({ [variable]: String(port) }))).toMatch(`Port ${String(port)} is already in use`);
    await new Promise((resolve) => blocker.close(resolve));
  });

  it('says that another holds its data folder, until that one has stopped', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'parley-'));
    const first = await start({ DATA_DIR: folder });
    expect(await sentenceOf(start({ DATA_DIR: folder }))).toBe(
      `The data folder ${folder} is in use by another Parley; stop that one or choose another with DATA_DIR.`,
    );
    await first.stop();
    const second = await start({ DATA_DIR: folder });
    await second.stop();
  });

  it('says that its data folder cannot be written', async () => {
    const file = path.join(mkdtempSync(path.join(tmpdir(), 'parley-')), 'file');
    writeFileSync(file, '');
    expect(await sentenceOf(start({ DATA_DIR: path.join(file, 'data') }))).toBe(
      `The data folder ${path.join(file, 'data')} cannot be written (ENOTDIR); choose another with DATA_DIR.`,
    );
  });

  it('names every bad value of its configuration at once', () => {
    expect(() => config({ PORT: 'eighty', MODE: 'cluster', ALLOWED_ORIGINS: 'example.org' })).toThrow(
      /MODE must .*; PORT must .*; ALLOWED_ORIGINS must /,
    );
  });
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
