import { Server, ServerCredentials, logVerbosity, setLogVerbosity } from '@grpc/grpc-js';
import type { INestApplication, INestMicroservice } from '@nestjs/common';
import { ServerGrpc } from '@nestjs/microservices';
import { GRPC_PACKAGES, grpcPackageDefinition } from './grpc-package.js';
import { RpcErrorFilter, RpcGuard } from './rpc-guard.js';

export interface GrpcAddress {
  host: string;
  /** 0 takes a free one. */
  port: number;
}

/** What Nest's own type leaves out. */
interface DeferredMicroservice extends INestMicroservice {
  setIsInitHookCalled(called: boolean): void;
}

/** A batch of messages at its largest; callers that send more are refused. */
const MAX_MESSAGE_BYTES = 16 * 1024 * 1024;

/** Nest's gRPC server, which does not tell on which port it listens. */
class BoundGrpcServer extends ServerGrpc {
  port = 0;

  constructor(private readonly address: GrpcAddress) {
    super({ package: [...GRPC_PACKAGES], packageDefinition: grpcPackageDefinition(), gracefulShutdown: true });
  }

  override async createClient(): Promise<Server> {
    const server = new Server({ 'grpc.max_receive_message_length': MAX_MESSAGE_BYTES, 'grpc.keepalive_permit_without_calls': 1 });
    this.port = await new Promise<number>((resolve, reject) => {
      server.bindAsync(`${this.address.host}:${String(this.address.port)}`, ServerCredentials.createInsecure(), (error, port) => {
        if (error === null) resolve(port);
        else reject(bindError(error, this.address));
      });
    });
    return server;
  }
}

// grpc-js keeps the system's code in its text only.
function bindError(error: Error, address: GrpcAddress): Error {
  const code = /\b(E[A-Z]{4,})\b/.exec(error.message)?.[1];
  return Object.assign(error, { code, port: address.port, address: address.host });
}

/** Serves all controllers of the application over gRPC, behind the edge's check. Answers the port. */
export async function listenGrpc(app: INestApplication, address: GrpcAddress): Promise<number> {
  // It writes to stderr what it also rejects with.
  setLogVerbosity(logVerbosity.NONE);
  const server = new BoundGrpcServer(address);
  // Nest would bind the handlers at once, before the guard is there, and serve them without it.
  const grpc = app.connectMicroservice({ strategy: server }, { deferInitialization: true }) as unknown as DeferredMicroservice;
  grpc.setIsInitHookCalled(true);
  grpc.useGlobalGuards(app.get(RpcGuard));
  grpc.useGlobalFilters(app.get(RpcErrorFilter));
  await app.startAllMicroservices();
  return server.port;
}
