import { Client, Metadata, credentials, status, type ServiceError } from '@grpc/grpc-js';
import type { INestApplication, Type } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { ERRORS, ParleyError, type ErrorCode } from '#errors';
import { ContractsModule, type ContractsOptions } from './contracts.module.js';
import { Directory } from './directory.js';
import type { DeliverRequest } from './gen/parley/chat/internal/v1/chat_internal.js';
import type { LookupRequest, LookupResponse } from './gen/parley/session/internal/v1/session.js';
import { ChatNodeService, SessionService } from './gen/services.js';
import { decodeMessage, encodeMessage } from './grpc-package.js';
import { listenGrpc, type GrpcOptions } from './grpc-server.js';
import { LocalServices } from './local-services.js';
import { IDENTITY } from './rpc-edge.js';
import type { CallOptions, ClientOf, Codec, ServiceContract } from './service-contract.js';

export const KEY = 'k'.repeat(32);

type Booting = Partial<ContractsOptions> & { controllers?: Type[] };

/** A process as far as calls go. */
export async function boot({ controllers = [], ...options }: Booting = {}): Promise<INestApplication> {
  const contracts = ContractsModule.forRoot({ service: 'gateway', serviceKey: KEY, ...options });
  const module = await Test.createTestingModule({ imports: [contracts], controllers }).compile();
  const app = module.createNestApplication();
  app.useLogger(false);
  return app.init();
}

/** Its address. */
export async function serve(app: INestApplication, options: GrpcOptions & { port?: number } = {}): Promise<string> {
  return `127.0.0.1:${String(await listenGrpc(app, { host: '127.0.0.1', port: options.port ?? 0 }, options))}`;
}

/** Makes instances known to a process, as the registry would: their addresses by their ids. */
export function list(app: INestApplication, kind: string, instances: Record<string, string>): void {
  const listed = Object.entries(instances).map(([id, address]) => ({ id, address, zone: '' }));
  app.get(Directory).update(kind, listed);
}

export async function refusal(work: Promise<unknown>): Promise<ParleyError> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof ParleyError)) throw new Error(`expected a refusal, got ${String(error)}`);
  return error;
}

/** Calls as an outsider does, or a service without streams: one HTTP/2 request each. */
export class UnaryClients {
  private readonly channel: Client;

  constructor(
    address: string,
    private readonly token: () => Promise<string | undefined> = () => Promise.resolve(undefined),
    channelCredentials = credentials.createInsecure(),
  ) {
    this.channel = new Client(address, channelCredentials);
  }

  client<S extends ServiceContract>(service: S): ClientOf<S> {
    const calls = Object.entries(service.methods).map(([name, method]) => [
      name,
      (request: object, options?: CallOptions) => this.call(method, request, options),
    ]);
    return Object.fromEntries(calls) as ClientOf<S>;
  }

  close(): void {
    this.channel.close();
  }

  private async call(method: ServiceContract['methods'][string], request: object, options: CallOptions = {}): Promise<object> {
    const metadata = identity(await this.token(), options);
    return new Promise((resolve, reject) => {
      const encode = (message: object): Buffer => encodeMessage(method.request as Codec<object>, message);
      const decode = (bytes: Buffer): object => decodeMessage(method.response as Codec<object>, bytes);
      const deadline = Date.now() + (options.deadlineMs ?? 5_000);
      this.channel.makeUnaryRequest(method.path, encode, decode, request, metadata, { deadline }, (error, response) => {
        if (error === null) resolve(response ?? {});
        else reject(fromServiceError(error));
      });
    });
  }
}

function identity(token: string | undefined, { caller = {} }: CallOptions): Metadata {
  const metadata = new Metadata();
  const entries = [
    [IDENTITY.service, token],
    [IDENTITY.onBehalfOfUser, caller.user],
    [IDENTITY.onBehalfOfDevice, caller.device],
    [IDENTITY.address, caller.address],
    [IDENTITY.origin, caller.origin],
  ] as const;
  for (const [key, value] of entries) if (value !== undefined) metadata.set(key, value);
  return metadata;
}

function fromServiceError({ code, details, metadata }: ServiceError): ParleyError {
  const trailer = (name: string): string | undefined => metadata.get(name)[0]?.toString();
  const parleyCode = trailer('parley-code');
  if (parleyCode !== undefined && Object.hasOwn(ERRORS, parleyCode)) {
    const retryAfter = trailer('parley-retry-after-ms');
    const retryAfterMs = retryAfter === undefined ? undefined : Number(retryAfter);
    return new ParleyError(parleyCode as ErrorCode, details, { field: trailer('parley-field'), retryAfterMs });
  }
  const isAway = code === status.UNAVAILABLE || code === status.UNIMPLEMENTED || code === status.DEADLINE_EXCEEDED;
  return new ParleyError(isAway ? 'unavailable' : 'internal', details);
}

/** Answers calls that have no rules of their own, and remembers them. */
export class Callee {
  readonly seen: string[] = [];
  answer: (users: string[]) => LookupResponse | Promise<LookupResponse> = (users) => ({
    users: users.map((user) => ({ user, nodes: [] })),
    incomplete: false,
  });

  constructor(readonly id: string) {}

  /** Idempotent. */
  async lookup({ users }: LookupRequest): Promise<LookupResponse> {
    this.seen.push(users.join());
    return this.answer(users);
  }

  /** Not idempotent. */
  async deliver({ missed }: DeliverRequest): Promise<object> {
    this.seen.push(`deliver ${String(missed)}`);
    await this.answer([]);
    return {};
  }
}

export interface TestInstance {
  app: INestApplication;
  callee: Callee;
  address: string;
}

/** Another process that serves `SessionService` and `ChatNodeService`. */
export async function bootInstance(id: string, options: { port?: number } = {}): Promise<TestInstance> {
  const app = await boot({ service: 'session' });
  const callee = new Callee(id);
  app.get(LocalServices).register(SessionService, callee);
  app.get(LocalServices).register(ChatNodeService, callee);
  app.get(Directory).claim(id);
  return { app, callee, address: await serve(app, options) };
}
