import type { Metadata } from '@grpc/grpc-js';
import { ParleyError } from '#errors';
import type { Caller } from './service-contract.js';

const callers = new WeakMap<Metadata, Caller>();

/** Remembers who was found to be calling; only the edges of a service do this, after they have checked it. */
export function setCaller(metadata: Metadata, caller: Caller): void {
  callers.set(metadata, caller);
}

/** Who calls, as the edge has verified it. Nobody on public calls without a token. */
export function callerOf(metadata: Metadata): Caller {
  return callers.get(metadata) ?? {};
}

/** The signed-in user on whose behalf the call is made. */
export function requireUser(metadata: Metadata): string {
  const { user } = callerOf(metadata);
  if (user === undefined) throw new ParleyError('unauthenticated', 'Sign in first.');
  return user;
}
