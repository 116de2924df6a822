import { randomBytes } from 'node:crypto';

/** Everything a process can be told, read once from the environment. Injected by this class as token. */
export class Config {
  readonly mode: 'embedded' | 'distributed';
  /** Address that the public port binds to. */
  readonly host: string;
  /** Public port: web client, REST and WebSocket; 0 takes a free one. */
  readonly port: number;
  /** Port of the gRPC server; 0 takes a free one. */
  readonly grpcPort: number;
  readonly metricsPort: number | undefined;
  /** How many proxies in front of the public port are ours, so that their `X-Forwarded-…` headers are believed. */
  readonly trustedProxies: number;
  /** Where everything embedded is kept. */
  readonly dataDir: string;
  /** Postgres to use; absent in embedded mode, where the suite brings its own. */
  readonly postgresUrl: string | undefined;
  /** Under which URL clients reach the suite; absent: the request's own host. */
  readonly publicUrl: string | undefined;
  readonly allowedOrigins: readonly string[];
  readonly registration: 'open' | 'invite' | 'closed';
  /** Multiplies every rate limit; 0 switches them off. */
  readonly rateLimitScale: number;
  /** Signs the tokens with which services call each other, and tickets. At least 32 bytes. */
  readonly serviceKey: string;
  readonly logLevel: string;
  readonly zone: string;

  /** Where servers that are not public listen: on this machine alone, while everything is on it. */
  get privateHost(): string {
    return this.mode === 'embedded' ? '127.0.0.1' : this.host;
  }

  constructor(env: Readonly<Record<string, string | undefined>>) {
    const problems: string[] = [];
    const read = new EnvReader(env, problems);
    this.mode = read.word('MODE', ['embedded', 'distributed'], 'embedded');
    this.host = read.text('HOST') ?? '0.0.0.0';
    this.port = read.integer('PORT', { fallback: 8080, minimum: 0, maximum: 65_535 });
    this.metricsPort =
      read.text('METRICS_PORT') === undefined ? undefined : read.integer('METRICS_PORT', { fallback: 0, minimum: 0, maximum: 65_535 });
    this.grpcPort = read.integer('GRPC_PORT', { fallback: 0, minimum: 0, maximum: 65_535 });
    this.trustedProxies = read.integer('TRUSTED_PROXIES', { fallback: 0, minimum: 0, maximum: 10 });
    this.dataDir = read.text('DATA_DIR') ?? './data';
    this.postgresUrl = read.url('POSTGRES_URL', ['postgres:', 'postgresql:']);
    this.publicUrl = read.url('PUBLIC_URL', ['http:', 'https:']);
    this.allowedOrigins = (read.text('ALLOWED_ORIGINS') ?? '')
      .split(',')
      .map((origin) => origin.trim())
      .filter((origin) => origin !== '');
    this.registration = read.word('REGISTRATION', ['open', 'invite', 'closed'], 'open');
    this.rateLimitScale = read.number('RATE_LIMIT_SCALE', 1);
    this.serviceKey = read.text('SERVICE_KEY') ?? randomBytes(32).toString('base64url');
    this.logLevel = read.word(
      'LOG_LEVEL',
      ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'],
      this.mode === 'embedded' ? 'warn' : 'info',
    );
    this.zone = read.text('ZONE') ?? '';
    if (this.serviceKey.length < 32) problems.push('SERVICE_KEY must have at least 32 characters');
    if (this.mode === 'distributed' && read.text('SERVICE_KEY') === undefined)
      problems.push('SERVICE_KEY is required when MODE is distributed');
    if (this.mode === 'distributed' && this.postgresUrl === undefined) problems.push('POSTGRES_URL is required when MODE is distributed');
    for (const origin of this.allowedOrigins) {
      if (!URL.canParse(origin) || new URL(origin).origin !== origin)
        problems.push(`ALLOWED_ORIGINS must list origins such as https://chat.example.org, not ${JSON.stringify(origin)}`);
    }
    if (problems.length > 0) throw new ConfigError(problems);
  }
}

/** Every bad value at once; its message is meant for the person who starts the process. */
export class ConfigError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(`Bad configuration: ${problems.join('; ')}.`);
    this.name = 'ConfigError';
  }
}

class EnvReader {
  constructor(
    private readonly env: Readonly<Record<string, string | undefined>>,
    private readonly problems: string[],
  ) {}

  text(name: string): string | undefined {
    const value = this.env[name]?.trim();
    return value === '' ? undefined : value;
  }

  word<const Word extends string>(name: string, words: readonly Word[], fallback: Word): Word {
    const value = this.text(name) ?? fallback;
    const word = words.find((candidate) => candidate === value);
    if (word === undefined) this.problems.push(`${name} must be one of ${words.join(', ')}, not ${JSON.stringify(value)}`);
    return word ?? fallback;
  }

  number(name: string, fallback: number): number {
    const text = this.text(name);
    const value = text === undefined ? fallback : Number(text);
    if (!Number.isFinite(value) || value < 0) this.problems.push(`${name} must be a number of at least 0, not ${JSON.stringify(text)}`);
    return value;
  }

  integer(name: string, { fallback, minimum, maximum }: { fallback: number; minimum: number; maximum: number }): number {
    const text = this.text(name);
    const value = text === undefined ? fallback : Number(text);
    if (Number.isInteger(value) && value >= minimum && value <= maximum) return value;
    this.problems.push(`${name} must be a whole number from ${String(minimum)} to ${String(maximum)}, not ${JSON.stringify(text)}`);
    return fallback;
  }

  url(name: string, protocols: readonly string[]): string | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    const protocol = URL.canParse(value) ? new URL(value).protocol : undefined;
    if (protocol === undefined || !protocols.includes(protocol))
      this.problems.push(`${name} must be a URL that begins with ${protocols.join(' or ')}//, not ${JSON.stringify(value)}`);
    return value;
  }
}
