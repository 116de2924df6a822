import { Logger, PinoLogger, type Params } from 'nestjs-pino';
import type { Config } from './config.js';

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
  return new Logger(new PinoLogger(params), params);
}
