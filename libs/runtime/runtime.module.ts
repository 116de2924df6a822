import { Module, type DynamicModule } from '@nestjs/common';
import { LoggerModule, type Params } from 'nestjs-pino';
import { ContractsModule, type AddressOf } from '#contracts';
import { Config } from './config.js';
import { Drain } from './drain.js';
import { HealthController } from './health.controller.js';
import { Health } from './health.js';
import { Metrics } from './metrics.js';
import { MetricsServer } from './metrics-server.js';
import { Origins } from './origins.js';
import { Startup } from './startup.js';

export interface RuntimeOptions {
  config: Config;
  /** The name of the process: in logs, and by which others know its calls. */
  service: string;
  addressOf?: AddressOf | undefined;
}

/** What every process has: configuration, logs, health, metrics, drain, and the clients of the other services. */
@Module({})
export class RuntimeModule {
  static forRoot({ config, service, addressOf }: RuntimeOptions): DynamicModule {
    return {
      module: RuntimeModule,
      global: true,
      imports: [
        LoggerModule.forRoot(logging(config, service)),
        ContractsModule.forRoot({ service, serviceKey: config.serviceKey, addressOf }),
      ],
      controllers: [HealthController],
      providers: [
        { provide: Config, useValue: config },
        Health,
        { provide: Drain, useFactory: () => new Drain() },
        Metrics,
        MetricsServer,
        Origins,
        Startup,
      ],
      exports: [Config, Health, Drain, Metrics, MetricsServer, Origins, Startup],
    };
  }
}

function logging(config: Config, service: string): Params {
  return {
    pinoHttp: {
      level: config.logLevel,
      base: { service },
      // Requests are counted, not logged: their URLs carry tickets, their headers and bodies tokens and messages.
      autoLogging: false,
      quietReqLogger: true,
      redact: { paths: ['req', 'res', '*.password', '*.accessToken', '*.refreshToken'], remove: true },
    },
  };
}
