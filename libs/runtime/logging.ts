import { Logger, PinoLogger, type Params } from 'nestjs-pino';
import type { Config } from './config.js';

/** What Nest tells of its own making, a hundred lines for each start; and of its failing, which we say in a sentence. */
const NEST = new Set([
  'ExceptionHandler',
  'InstanceLoader',
  'NestApplication',
  'NestFactory',
  'NestMicroservice',
  'RouterExplorer',
  'RoutesResolver',
]);

export function loggingOf(config: Config, service: string): Params {
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

/** The same logger that the modules of the process get, for what is said before there are any. */
export function makeLogger(config: Config, service: string): Logger {
  const params = loggingOf(config, service);
  return new ServiceLogger(new PinoLogger(params), params);
}

class ServiceLogger extends Logger {
  override log(message: unknown, ...rest: unknown[]): void {
    if (NEST.has(String(rest.at(-1)))) this.debug(message, ...rest);
    else super.log(message, ...rest);
  }

  override error(message: unknown, ...rest: unknown[]): void {
    if (NEST.has(String(rest.at(-1)))) this.debug(message, ...rest);
    else super.error(message, ...rest);
  }
}
