import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Logger, type DynamicModule, type INestApplication, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { GrpcHealth, listenGrpc } from '#contracts';
import { Config } from './config.js';
import { lockDataDir } from './data-lock.js';
import { Drain } from './drain.js';
import { Health } from './health.js';
import { makeLogger } from './logging.js';
import { MetricsServer } from './metrics-server.js';
import { makeParts, RuntimeModule, type RuntimeParts } from './runtime.module.js';
import { requireFreePorts, requireWritable } from './start-checks.js';
import { startSentence } from './start-error.js';
import { Startup } from './startup.js';
import { onStopSignal } from './stop-signal.js';
import { VERSION } from './version.js';
import { WaitInterrupted } from './waiting.js';

export interface ServiceOptions {
  /** The name of the process: in logs, and by which others know its calls. */
  name: string;
  /** The modules of the process, made from its configuration. */
  modules: (config: Config) => (Type | DynamicModule)[];
  /** Whether it has a public HTTP port (`PORT`): the gateway, chat nodes, standalone. */
  http?: boolean;
}

export interface RunningService {
  app: INestApplication;
  config: Config;
  /** The public port, if there is one. */
  port: number | undefined;
  grpcPort: number;
  /** Drains and ends everything, but not the process. */
  stop: () => Promise<void>;
}

/** The longest that requests in hand may hold up the end. */
const REQUESTS_LIMIT_MS = 5_000;
/** How long a process that was told to stop while it starts may go on with that: nobody uses it yet. */
const START_LIMIT_MS = 5_000;

class RootModule {}

/**
 * Runs a process from its configuration to its end: what keeps it from starting is one sentence on stderr and exit code 1,
 * and SIGTERM or SIGINT, also while it starts or waits for something to start with, drain it before it exits.
 */
export async function runService(options: ServiceOptions, onStarted?: (service: RunningService) => void): Promise<void> {
  const stopping = onStopSignal();
  try {
    const config = new Config(process.env);
    let started = false;
    // What is embedded has a Postgres to stop.
    if (config.mode === 'distributed') void stopping.signal.then(() => sleep(START_LIMIT_MS)).then(() => started || process.exit(0));
    const service = await startService(options, config, stopping.signal);
    started = true;
    // Ctrl-C while starting: what has started is stopped, and nobody is told that it runs.
    if (!stopping.requested()) onStarted?.(service);
    await stopping.signal;
    await service.stop();
    process.exit(0);
  } catch (error) {
    if (error instanceof WaitInterrupted) process.exit(0);
    process.stderr.write(`${startSentence(error)}\n`);
    process.exit(1);
  }
}

/**
 * The same without the process around it. Rejects, with everything closed again, if it cannot start; with `WaitInterrupted` if
 * `stopping` resolves while it waits.
 */
export async function startService(options: ServiceOptions, config: Config, stopping?: Promise<void>): Promise<RunningService> {
  await requireFreePorts(config, options.http === true);
  const unlock = config.mode === 'embedded' ? await holdDataDir(config.dataDir) : async (): Promise<void> => {};
  try {
    const service = await startLocked(options, config, stopping);
    return { ...service, stop: () => service.stop().finally(unlock) };
  } catch (error) {
    await unlock();
    throw error;
  }
}

async function holdDataDir(folder: string): Promise<() => Promise<void>> {
  requireWritable(folder);
  return lockDataDir(folder);
}

/** Health can be asked from here on. */
async function startLocked(options: ServiceOptions, config: Config, stopping?: Promise<void>): Promise<RunningService> {
  const parts = makeParts();
  const operators = new MetricsServer(config, parts.metrics, parts.health);
  void stopping?.then(() => parts.waiting.stop());
  try {
    await operators.listen();
    const app = await makeApp(options, config, parts);
    const service = await start(app, config, options.http === true);
    return { ...service, stop: () => stop(app).finally(() => operators.close()) };
  } catch (error) {
    parts.waiting.stop();
    operators.close();
    throw error;
  }
}

async function makeApp(options: ServiceOptions, config: Config, parts: RuntimeParts): Promise<NestExpressApplication> {
  const { name } = options;
  const root: DynamicModule = {
    module: RootModule,
    imports: [RuntimeModule.forRoot({ config, service: name, parts }), ...options.modules(config)],
  };
  const settings = { logger: makeLogger(config, name), bodyParser: false, abortOnError: false, forceCloseConnections: true };
  // Nest declares its options as a class and takes them as a plain object.
  // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment
  const app = await NestFactory.create<NestExpressApplication>(root, settings);
  app.set('trust proxy', config.trustedProxies);
  app.disable('x-powered-by');
  return app;
}

async function start(app: NestExpressApplication, config: Config, http: boolean): Promise<Omit<RunningService, 'stop'>> {
  try {
    return await listen(app, config, http);
  } catch (error) {
    await stop(app);
    throw error;
  }
}

async function listen(app: NestExpressApplication, config: Config, http: boolean): Promise<Omit<RunningService, 'stop'>> {
  await app.init();
  const grpcPort = await listenGrpc(
    app,
    { host: config.privateHost, port: config.grpcPort },
    { reflection: config.grpcReflection, tls: config.grpcTls },
  );
  if (http) await app.listen(config.port, config.host);
  const address = app.getHttpServer().address() as AddressInfo | null;
  const at = (number: number | undefined): string => `${config.advertisedHost}:${String(number)}`;
  const endpoints = { grpc: at(grpcPort), http: http ? at(address?.port) : '' };
  await app.get(Startup).run(endpoints);
  app.get(Health).serving();
  app.get(GrpcHealth).serving();
  new Logger('Service').log({ version: VERSION, ...endpoints }, 'Ready.');
  return { app, config, port: http ? address?.port : undefined, grpcPort };
}

async function stop(app: INestApplication): Promise<void> {
  app.get(Health).draining();
  app.get(GrpcHealth).draining();
  await app.get(Drain).run();
  await finishRequests(app);
  await app.close();
}

async function finishRequests(app: INestApplication): Promise<void> {
  const server = (app as NestExpressApplication).getHttpServer();
  if (!server.listening) return;
  const finished = new Promise<void>((resolve) =>
    server.close(() => {
      resolve();
    }),
  );
  const limit = new Promise<void>((resolve) => setTimeout(resolve, REQUESTS_LIMIT_MS).unref());
  await Promise.race([finished, limit]);
}
