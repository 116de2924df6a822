import { randomUUID } from 'node:crypto';
import { Metadata } from '@grpc/grpc-js';
import { firstValueFrom, isObservable } from 'rxjs';
import { ParleyError, toParleyError } from '#errors';
import { setCaller } from './caller.js';
import type { LocalHandler, LocalServices } from './local-services.js';
import type { MethodRule, RpcEdge } from './rpc-edge.js';
import type { Caller } from './service-contract.js';

/** Gets errors of controllers that are not ours, before they become `internal`. */
export type OnUnknownError = (error: unknown, where: { path: string; requestId: string }) => void;

/** Calls the controllers of this process, behind the edge's check. */
export class LocalCalls {
  constructor(
    private readonly local: LocalServices,
    private readonly edge: RpcEdge,
    private readonly onUnknownError: OnUnknownError,
  ) {}

  serves(path: string): boolean {
    return this.local.find(path) !== undefined;
  }

  /** The controller has begun when this returns. Rejects with `ParleyError`, `unavailable` if this process has no such controller. */
  async run(method: MethodRule, request: object, caller: Caller): Promise<unknown> {
    this.edge.admitLocal(method, request, caller);
    const handler = this.local.find(method.path);
    if (handler === undefined) throw new ParleyError('unavailable', `${method.path} is not served here.`);
    try {
      return await runHandler(handler, request, caller);
    } catch (error) {
      if (error instanceof ParleyError) throw error;
      const requestId = randomUUID();
      this.onUnknownError(error, { path: method.path, requestId });
      throw toParleyError(error, requestId);
    }
  }
}

async function runHandler(handler: LocalHandler, request: object, caller: Caller): Promise<unknown> {
  const metadata = new Metadata();
  setCaller(metadata, caller);
  const result = await handler(request, metadata);
  return isObservable(result) ? firstValueFrom(result) : result;
}
