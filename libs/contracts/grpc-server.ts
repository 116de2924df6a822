import { Server, logVerbosity, setLogVerbosity } from '@grpc/grpc-js';
import type { INestApplication, INestMicroservice } from '@nestjs/common';
import { ServerGrpc } from '@nestjs/microservices';
import { CallStreamServer } from './call-stream.server.js';
import { MAX_MESSAGE_BYTES } from './call-wire.js';
import { GrpcHealth } from './grpc-health.js';
import { GRPC_PACKAGES, grpcPackageDefinition } from './grpc-package.js';
import { addReflection } from './grpc-reflection.js';
import { serverCredentials, type GrpcTls } from './grpc-tls.js';
import { LocalServices } from './local-services.js';
import { RpcErrorFilter, RpcGuard } from './rpc-guard.js';

export interface GrpcAddress {
  host: string;
  /** 0 takes a free one. */
  port: number;
}

export interface GrpcOptions {
  /** Whether tools may list the services; off if absent. */
  reflection?: boolean | undefined;
  tls?: GrpcTls | undefined;
}

/** What Nest's own type leaves out. */
interface DeferredMicroservice extends INestMicroservice {
  setIsInitHookCalled(called: boolean): void;
}

const CHANNEL = {
  'grpc.max_receive_message_length': MAX_MESSAGE_BYTES,
  // Callers that vanished without a word are forgotten.
  'grpc.keepalive_time_ms': 10_000,
  'grpc.keepalive_timeout_ms': 5_000,
  'grpc.keepalive_permit_without_calls': 1,
};
/** How long calls of outsiders, and their watches of the health, may hold up the end, in milliseconds. */
const SHUTDOWN_MS = 3_000;

/** What is served beside the services that Nest serves. */
interface Beside {
  calls: CallStreamServer;
  health: GrpcHealth;
  local: LocalServices;
}

/** Nest's gRPC server, which does not tell on which port it listens. */
class BoundGrpcServer extends ServerGrpc {
  port = 0;

  constructor(
    private readonly address: GrpcAddress,
    private readonly beside: Beside,
    private readonly served: GrpcOptions,
  ) {
    super({ package: [...GRPC_PACKAGES], packageDefinition: grpcPackageDefinition(), gracefulShutdown: true });
  }

  override async createClient(): Promise<Server> {
    const server = new Server(CHANNEL);
    this.beside.calls.addTo(server);
    this.beside.health.addTo(server);
    if (this.served.reflection === true) addReflection(server, this.beside.local.served());
    this.port = await new Promise<number>((resolve, reject) => {
      server.bindAsync(`${this.address.host}:${String(this.address.port)}`, serverCredentials(this.served.tls), (error, port) => {
        if (error === null) resolve(port);
        else reject(bindError(error, this.address));
      });
    });
    return server;
  }

  override async close(): Promise<void> {
    const server = this.grpcClient as Server | null;
    const timer = setTimeout(() => server?.forceShutdown(), SHUTDOWN_MS);
    await this.beside.calls.drain();
    await super.close();
    clearTimeout(timer);
  }
}

// grpc-js keeps the system's code in its text only.
function bindError(error: Error, address: GrpcAddress): Error {
  const code = /\b(E[A-Z]{4,})\b/.exec(error.message)?.[1];
  return Object.assign(error, { code, port: address.port, address: address.host });
}

/** Serves all controllers of the application over gRPC, behind the edge's check. Answers the port. */
export async function listenGrpc(app: INestApplication, address: GrpcAddress, options: GrpcOptions = {}): Promise<number> {
  // It writes to stderr what it also rejects with.
  setLogVerbosity(logVerbosity.NONE);
  const beside = { calls: app.get(CallStreamServer), health: app.get(GrpcHealth), local: app.get(LocalServices) };
  const server = new BoundGrpcServer(address, beside, options);
  // Nest would bind the handlers at once, before the guard is there, and serve them without it.
  const grpc = app.connectMicroservice({ strategy: server }, { deferInitialization: true }) as unknown as DeferredMicroservice;
  grpc.setIsInitHookCalled(true);
  grpc.useGlobalGuards(app.get(RpcGuard));
  grpc.useGlobalFilters(app.get(RpcErrorFilter));
  await app.startAllMicroservices();
  return server.port;
}
