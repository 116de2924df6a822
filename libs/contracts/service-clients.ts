import type { ClientOf, ServiceContract } from './service-contract.js';

/**
 * Where a service gets the clients of the others. A call carries the service's own token and, beside it, the identity of
 * the user on whose behalf it is made; it has a deadline. A service of the same process is called without a network, behind
 * the same checks. Rejects with `ParleyError`; what the callee did not say itself is `unavailable`.
 */
export abstract class ServiceClients {
  abstract client<S extends ServiceContract>(service: S): ClientOf<S>;
}
