import { Module, type DynamicModule } from '@nestjs/common';
import { LoggerModule } from 'nestjs-pino';
import { ContractsModule } from '#contracts';
import { Config } from './config.js';
import { Drain } from './drain.js';
import { HealthController } from './health.controller.js';
import { Health } from './health.js';
import { loggingOf } from './logging.js';
import { Metrics } from './metrics.js';
import { Origins } from './origins.js';
import { Startup } from './startup.js';
import { Waiting } from './waiting.js';

export interface RuntimeOptions {
  config: Config;
  /** The name of the process: in logs, and by which others know its calls. */
  service: string;
  /** Made before the application, if health is served while it starts. */
  parts?: RuntimeParts;
}

/** What a process has before it opens anything. */
export interface RuntimeParts {
  health: Health;
  metrics: Metrics;
  waiting: Waiting;
}

export function makeParts(): RuntimeParts {
  const health = new Health();
  return { health, metrics: new Metrics(), waiting: new Waiting(health) };
}

/** What every process has: configuration, logs, health, metrics, drain, and the clients of the other services. */
@Module({})
export class RuntimeModule {
  static forRoot({ config, service, parts = makeParts() }: RuntimeOptions): DynamicModule {
    return {
      module: RuntimeModule,
      global: true,
      imports: [
        LoggerModule.forRoot(loggingOf(config, service)),
        ContractsModule.forRoot({
          service,
          serviceKey: config.serviceKey,
          servicesOnly: config.mode === 'distributed',
          zone: config.zone,
          tls: config.grpcTls,
        }),
      ],
      controllers: [HealthController],
      providers: [
        { provide: Config, useValue: config },
        { provide: Health, useValue: parts.health },
        { provide: Metrics, useValue: parts.metrics },
        { provide: Waiting, useValue: parts.waiting },
        { provide: Drain, useFactory: () => new Drain() },
        Origins,
        Startup,
      ],
      exports: [Config, Health, Drain, Metrics, Origins, Startup, Waiting],
    };
  }
}
