import { randomUUID } from 'node:crypto';
import { Client, Metadata, credentials } from '@grpc/grpc-js';
import { firstValueFrom, isObservable } from 'rxjs';
import { ParleyError, toParleyError } from '#errors';
import { setCaller } from './caller.js';
import { decodeMessage, encodeMessage } from './grpc-package.js';
import { LocalServices, type LocalHandler } from './local-services.js';
import { IDENTITY, RpcEdge } from './rpc-edge.js';
import { fromServiceError } from './rpc-errors.js';
import { ServiceClients } from './service-clients.js';
import type { CallOptions, Caller, ClientOf, Codec, ServiceContract } from './service-contract.js';
import { ServiceTokens } from './service-tokens.js';

const DEADLINE_MS = 5_000;
const KEEPALIVE = { 'grpc.keepalive_time_ms': 10_000, 'grpc.keepalive_timeout_ms': 5_000, 'grpc.keepalive_permit_without_calls': 1 };

/** Where a service (full name) is reached, as `host:port`; undefined if nobody knows. */
export type AddressOf = (service: string) => string | undefined;

export interface RoutedServiceClientsOptions {
  /** The name of the calling service. */
  service: string;
  local: LocalServices;
  edge: RpcEdge;
  tokens: ServiceTokens;
  addressOf: AddressOf;
  /** Gets errors of local controllers that are not ours, before they become `internal`. */
  onUnknownError: (error: unknown, where: { path: string; requestId: string }) => void;
}

type AnyMethod = ServiceContract['methods'][string];
type Call = (request: object, options?: CallOptions) => Promise<unknown>;

/** Calls the controller that lives in this process, if one does, and the network otherwise. */
export class RoutedServiceClients extends ServiceClients {
  private readonly clients = new Map<string, Record<string, Call>>();
  private readonly channels = new Map<string, Client>();

  constructor(private readonly options: RoutedServiceClientsOptions) {
    super();
  }

  override client<S extends ServiceContract>(service: S): ClientOf<S> {
    let client = this.clients.get(service.name);
    if (client === undefined) {
      client = Object.fromEntries(Object.entries(service.methods).map(([name, method]) => [name, this.callOf(service.name, method)]));
      this.clients.set(service.name, client);
    }
    return client as ClientOf<S>;
  }

  override clientAt<S extends ServiceContract>(service: S, instance: string): ClientOf<S> {
    throw new ParleyError('unavailable', `${service.name} at ${instance} cannot be reached.`);
  }

  close(): void {
    for (const channel of this.channels.values()) channel.close();
    this.channels.clear();
  }

  private callOf(service: string, method: AnyMethod): Call {
    return (request, options = {}) => {
      const handler = this.options.local.find(method.path);
      return handler === undefined
        ? this.callRemote(service, method, { request, options })
        : this.callLocal(handler, method, { request, options });
    };
  }

  /**
   * The caller's and the callee's objects are the same here: neither may change a request or an answer after handing it over.
   */
  private async callLocal(handler: LocalHandler, method: AnyMethod, call: { request: object; options: CallOptions }): Promise<unknown> {
    const caller: Caller = { ...call.options.caller, service: this.options.service };
    this.options.edge.admitLocal(method, call.request, caller);
    const metadata = new Metadata();
    setCaller(metadata, caller);
    try {
      return await withDeadline(runHandler(handler, call.request, metadata), call.options.deadlineMs ?? DEADLINE_MS, method.path);
    } catch (error) {
      if (error instanceof ParleyError) throw error;
      const requestId = randomUUID();
      this.options.onUnknownError(error, { path: method.path, requestId });
      throw toParleyError(error, requestId);
    }
  }

  private async callRemote(
    service: string,
    method: AnyMethod,
    { request, options }: { request: object; options: CallOptions },
  ): Promise<object> {
    const address = this.options.addressOf(service);
    if (address === undefined) throw new ParleyError('unavailable', `${service} cannot be reached: no address of it is known.`);
    const metadata = this.identityMetadata(await this.options.tokens.token(), options.caller ?? {});
    const deadline = Date.now() + (options.deadlineMs ?? DEADLINE_MS);
    return new Promise((resolve, reject) => {
      const done = (error: Parameters<typeof fromServiceError>[0] | null, response?: object): void => {
        if (error !== null) reject(fromServiceError(error, service));
        else resolve(response ?? {});
      };
      const encode = (message: object): Buffer => encodeMessage(method.request as Codec<object>, message);
      const decode = (bytes: Buffer): object => decodeMessage(method.response as Codec<object>, bytes);
      this.channel(address).makeUnaryRequest(method.path, encode, decode, request, metadata, { deadline }, done);
    });
  }

  private identityMetadata(token: string, caller: Caller): Metadata {
    const metadata = new Metadata();
    metadata.set(IDENTITY.service, token);
    if (caller.user !== undefined) metadata.set(IDENTITY.onBehalfOfUser, caller.user);
    if (caller.device !== undefined) metadata.set(IDENTITY.onBehalfOfDevice, caller.device);
    if (caller.address !== undefined) metadata.set(IDENTITY.address, caller.address);
    if (caller.origin !== undefined) metadata.set(IDENTITY.origin, caller.origin);
    return metadata;
  }

  private channel(address: string): Client {
    let channel = this.channels.get(address);
    if (channel === undefined) {
      channel = new Client(address, credentials.createInsecure(), KEEPALIVE);
      this.channels.set(address, channel);
    }
    return channel;
  }
}

async function runHandler(handler: LocalHandler, request: object, metadata: Metadata): Promise<unknown> {
  const result = await handler(request, metadata);
  return isObservable(result) ? firstValueFrom(result) : result;
}

async function withDeadline<T>(work: Promise<T>, deadlineMs: number, path: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new ParleyError('unavailable', `${path} did not answer in time.`));
    }, deadlineMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
