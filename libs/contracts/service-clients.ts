import type { ClientOf, ServiceContract } from './service-contract.js';

/**
 * Where a service gets the clients of the others. A call carries the service's own token and, beside it, the identity of
 * the user on whose behalf it is made; it has a deadline. A service of the same process is called without a network, behind
 * the same checks. Rejects with `ParleyError`; what the callee did not say itself is `unavailable`.
 */
export abstract class ServiceClients {
  /**
   * Any instance that is up answers. A call that fails without an answer is tried again at another one, within its deadline, if the
   * contract says that it is idempotent or if it surely did not arrive.
   */
  abstract client<S extends ServiceContract>(service: S): ClientOf<S>;

  /** This very instance of another process answers, or nobody; calls begin there in the order in which they were made, and are never tried again. */
  abstract clientAt<S extends ServiceContract>(service: S, instance: string): ClientOf<S>;
}
