import { ParleyError } from '#errors';
import { kindOf, type Directory } from './directory.js';
import type { GrpcTls } from './grpc-tls.js';
import { LocalCalls, type OnUnknownError } from './local-calls.js';
import type { LocalServices } from './local-services.js';
import { NoAnswerError } from './no-answer.error.js';
import type { Peer } from './peer.js';
import { Peers } from './peers.js';
import type { RpcEdge } from './rpc-edge.js';
import { ServiceClients } from './service-clients.js';
import type { CallOptions, ClientOf, ServiceContract } from './service-contract.js';
import type { ServiceTokens } from './service-tokens.js';

const DEADLINE_MS = 5_000;
const RETRIES = 2;

export interface RoutedServiceClientsOptions {
  /** The name of the calling service. */
  service: string;
  local: LocalServices;
  edge: RpcEdge;
  tokens: ServiceTokens;
  /** Who else is there; without it there is only this process. */
  directory?: Directory | undefined;
  /** That of this process: instances of it are preferred. */
  zone?: string | undefined;
  tls?: GrpcTls | undefined;
  /** Gets errors of local controllers that are not ours, before they become `internal`. */
  onUnknownError: OnUnknownError;
}

type AnyMethod = ServiceContract['methods'][string];
type Call = (request: object, options?: CallOptions) => Promise<unknown>;
type Routed = { service: string; method: AnyMethod; request: object; options: CallOptions };

/** Calls the controller that lives in this process, if one does, and another instance otherwise. */
export class RoutedServiceClients extends ServiceClients {
  private readonly clients = new Map<string, Record<string, Call>>();
  private readonly calls: LocalCalls;
  private readonly peers: Peers | undefined;

  constructor(private readonly options: RoutedServiceClientsOptions) {
    super();
    const { local, edge, onUnknownError, directory, tokens, zone, tls } = options;
    this.calls = new LocalCalls(local, edge, onUnknownError);
    this.peers = directory === undefined ? undefined : new Peers({ directory, tokens, zone, tls });
  }

  override client<S extends ServiceContract>(service: S): ClientOf<S> {
    let client = this.clients.get(service.name);
    if (client === undefined) {
      client = clientOf(service, (call) => (this.calls.serves(call.method.path) ? this.callLocal(call) : this.callAny(call)));
      this.clients.set(service.name, client);
    }
    return client as ClientOf<S>;
  }

  override clientAt<S extends ServiceContract>(service: S, instance: string): ClientOf<S> {
    const isOwn = this.options.directory?.isOwn(instance) ?? false;
    return clientOf(service, (call) => (isOwn ? this.callLocal(call) : this.callAt(instance, call))) as ClientOf<S>;
  }

  close(): void {
    this.peers?.close();
  }

  /**
   * The caller's and the callee's objects are the same here: neither may change a request or an answer after handing it over.
   */
  private callLocal({ method, request, options }: Routed): Promise<unknown> {
    const answer = this.calls.run(method, request, { ...options.caller, service: this.options.service });
    return withDeadline(answer, options.deadlineMs ?? DEADLINE_MS, method.path);
  }

  private async callAt(instance: string, { method, request, options }: Routed): Promise<object> {
    const peer = this.peers?.at(instance);
    if (peer === undefined) throw new NoAnswerError('unsent', `${instance} is not known.`);
    return peer.call({ method, request, caller: options.caller ?? {}, deadlineMs: options.deadlineMs ?? DEADLINE_MS });
  }

  private async callAny(call: Routed): Promise<object> {
    const deadline = Date.now() + (call.options.deadlineMs ?? DEADLINE_MS);
    const tried = new Set<Peer>();
    let last: NoAnswerError | undefined;
    for (;;) {
      const peer = this.choose(call, tried) ?? (await this.appearing(call, { tried, deadline }));
      if (peer === undefined) throw last ?? new NoAnswerError('unsent', `${call.service} cannot be reached: no instance of it is up.`);
      try {
        const { method, request, options } = call;
        return await peer.call({ method, request, caller: options.caller ?? {}, deadlineMs: Math.max(deadline - Date.now(), 0) });
      } catch (error) {
        const isOver = tried.size >= RETRIES || Date.now() >= deadline;
        if (isOver || !(error instanceof NoAnswerError) || (error.outcome === 'unknown' && !call.method.idempotent)) throw error;
        last = error;
        tried.add(peer);
      }
    }
  }

  private choose({ service, options }: Routed, tried: ReadonlySet<Peer>): Peer | undefined {
    return this.peers?.choose(kindOf(service), { sticky: options.sticky, tried });
  }

  private async appearing(call: Routed, { tried, deadline }: { tried: ReadonlySet<Peer>; deadline: number }): Promise<Peer | undefined> {
    await this.peers?.appearing(kindOf(call.service), deadline);
    return this.choose(call, tried);
  }
}

function clientOf(service: ServiceContract, run: (call: Routed) => Promise<unknown>): Record<string, Call> {
  const methods = Object.entries(service.methods);
  const callOf =
    (method: AnyMethod): Call =>
    (request, options = {}) =>
      run({ service: service.name, method, request, options });
  return Object.fromEntries(methods.map(([name, method]) => [name, callOf(method)]));
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
