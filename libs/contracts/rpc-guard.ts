import { randomUUID } from 'node:crypto';
import type { Metadata, ServerUnaryCall } from '@grpc/grpc-js';
import { Catch, Injectable, type ArgumentsHost, type CanActivate, type ExceptionFilter, type ExecutionContext } from '@nestjs/common';
import { throwError, type Observable } from 'rxjs';
import { ParleyError, toParleyError } from '#errors';
import { setCaller } from './caller.js';
import { failureLog } from './failure-log.js';
import { RpcEdge } from './rpc-edge.js';
import { toGrpcStatus } from './rpc-errors.js';

/** Puts the edge's check before every controller of a gRPC server. */
@Injectable()
export class RpcGuard implements CanActivate {
  constructor(private readonly edge: RpcEdge) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const [request, metadata, call] = context.getArgs<[unknown, Metadata, ServerUnaryCall<unknown, unknown>]>();
    setCaller(metadata, await this.edge.admit(call.getPath(), request, metadata));
    return true;
  }
}

/** Tells errors as gRPC statuses. The text of an unknown one stays in the log, under the id that the caller gets. */
@Catch()
export class RpcErrorFilter implements ExceptionFilter {
  private readonly log = failureLog(RpcErrorFilter.name);

  catch(error: unknown, host: ArgumentsHost): Observable<never> {
    const requestId = error instanceof ParleyError ? undefined : randomUUID();
    if (requestId !== undefined) this.log(error, { requestId, path: pathOf(host) });
    return throwError(() => toGrpcStatus(toParleyError(error, requestId)));
  }
}

function pathOf(host: ArgumentsHost): string {
  return host.getArgByIndex<ServerUnaryCall<unknown, unknown>>(2).getPath();
}
