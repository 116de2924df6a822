import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Module } from '@nestjs/common';
import { ParleyError } from '#errors';
import { eventually } from '../../test/support/eventually.js';
import { Config } from './config.js';
import { Drain } from './drain.js';
import type { Readiness } from './health.js';
import { startService, type RunningService } from './run-service.js';
import { startSentence } from './start-error.js';
import { Waiting, WaitInterrupted } from './waiting.js';

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

describe('a service that waits for something to start with', () => {
  let isThere: boolean;
  let metricsPort: number;
  beforeEach(async () => {
    isThere = false;
    metricsPort = await freePort();
  });

  const open = () => (isThere ? Promise.resolve() : Promise.reject(new ParleyError('unavailable', 'not there yet')));
  const factory = (waiting: Waiting) => waiting.untilThere({ name: 'Kafka', where: 'kafka:9092' }, open);

  function startWaiting(stopping?: Promise<void>): Promise<RunningService> {
    @Module({ providers: [{ provide: 'dependency', useFactory: factory, inject: [Waiting] }] })
    class WaitingModule {}
    return startService({ name: 'test', modules: () => [WaitingModule] }, config({ METRICS_PORT: String(metricsPort) }), stopping);
  }

  const health = (what: string): Promise<Response> => fetch(`http://127.0.0.1:${String(metricsPort)}/health/${what}`);

  const untilItWaits = (): Promise<unknown> => {
    const readiness = async () => (await health('ready')).json() as Promise<Readiness>;
    return eventually(
      () => readiness().catch(() => undefined),
      (told) => told?.failing.length === 2,
    );
  };

  it('says so from its very start, and goes on when it is there', async () => {
    const starting = startWaiting();
    expect(await untilItWaits()).toEqual({ ready: false, failing: ['starting', 'Kafka (kafka:9092)'] });
    expect((await health('ready')).status).toBe(503);
    expect((await health('live')).status).toBe(200);
    isThere = true;
    const service = await starting;
    expect((await health('ready')).status).toBe(200);
    await service.stop();
    await expect(health('live')).rejects.toThrow();
  });

  it('ends at once when it is told to stop', async () => {
    let stop: () => void = () => undefined;
    const starting = startWaiting(new Promise((resolve) => (stop = resolve)));
    const ended = expect(starting).rejects.toThrow(WaitInterrupted);
    await untilItWaits();
    stop();
    await ended;
    await expect(health('live')).rejects.toThrow();
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
