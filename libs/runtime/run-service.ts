import type { AddressInfo } from 'node:net';
import type { DynamicModule, INestApplication, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Logger } from 'nestjs-pino';
import { listenGrpc, type AddressOf } from '#contracts';
import { Config } from './config.js';
import { lockDataDir } from './data-lock.js';
import { Drain } from './drain.js';
import { Health } from './health.js';
import { MetricsServer } from './metrics-server.js';
import { RuntimeModule } from './runtime.module.js';
import { requireFreePorts, requireWritable } from './start-checks.js';
import { startSentence } from './start-error.js';
import { Startup } from './startup.js';
import { onStopSignal } from './stop-signal.js';

export interface ServiceOptions {
  /** The name of the process: in logs, and by which others know its calls. */
  name: string;
  /** The modules of the process, made from its configuration. */
  modules: (config: Config) => (Type | DynamicModule)[];
  /** Whether it has a public HTTP port (`PORT`): the gateway, chat nodes, standalone. */
  http?: boolean;
  addressOf?: AddressOf;
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

class RootModule {}

/**
 * Runs a process from its configuration to its end: what keeps it from starting is one sentence on stderr and exit code 1,
 * and SIGTERM or SIGINT, also while it starts, drain it before it exits.
 */
export async function runService(options: ServiceOptions, onStarted?: (service: RunningService) => void): Promise<void> {
  const stopping = onStopSignal();
  try {
    const service = await startService(options, new Config(process.env));
    // Ctrl-C while starting: what has started is stopped, and nobody is told that it runs.
    if (!stopping.requested()) onStarted?.(service);
    await stopping.signal;
    await service.stop();
    process.exit(0);
  } catch (error) {
    process.stderr.write(`${startSentence(error)}\n`);
    process.exit(1);
  }
}

/** The same without the process around it. Rejects, with everything closed again, if it cannot start. */
export async function startService(options: ServiceOptions, config: Config): Promise<RunningService> {
  await requireFreePorts(config, options.http === true);
  const unlock = config.mode === 'embedded' ? await holdDataDir(config.dataDir) : async (): Promise<void> => {};
  try {
    const service = await startLocked(options, config);
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

async function startLocked(options: ServiceOptions, config: Config): Promise<RunningService> {
  const root: DynamicModule = {
    module: RootModule,
    imports: [RuntimeModule.forRoot({ config, service: options.name, addressOf: options.addressOf }), ...options.modules(config)],
  };
  const settings = { bufferLogs: true, bodyParser: false, abortOnError: false, forceCloseConnections: true };
  // Nest declares its options as a class and takes them as a plain object.
  // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment
  const app = await NestFactory.create<NestExpressApplication>(root, settings);
  app.useLogger(app.get(Logger));
  app.set('trust proxy', config.trustedProxies);
  app.disable('x-powered-by');
  try {
    return await listen(app, config, options.http === true);
  } catch (error) {
    await stop(app);
    throw error;
  }
}

async function listen(app: NestExpressApplication, config: Config, http: boolean): Promise<RunningService> {
  await app.init();
  const grpcPort = await listenGrpc(app, { host: config.privateHost, port: config.grpcPort });
  await app.get(MetricsServer).listen();
  if (http) await app.listen(config.port, config.host);
  const address = app.getHttpServer().address() as AddressInfo | null;
  const endpoints = {
    grpc: `${config.privateHost}:${String(grpcPort)}`,
    http: http ? `${config.privateHost}:${String(address?.port)}` : '',
  };
  await app.get(Startup).run(endpoints);
  app.get(Health).serving();
  return { app, config, port: http ? address?.port : undefined, grpcPort, stop: () => stop(app) };
}

async function stop(app: INestApplication): Promise<void> {
  app.get(Health).draining();
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
