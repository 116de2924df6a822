import { PATTERN_METADATA } from '@nestjs/microservices/constants.js';
import { SERVICES } from './gen/services.js';
import type { ServiceContract } from './service-contract.js';
import type { Metadata } from '@grpc/grpc-js';

/** A method of a controller, bound to it. */
export type LocalHandler = (request: object, metadata: Metadata) => unknown;

type Method = (request: object, metadata: Metadata) => unknown;

/** The services whose controllers live in this process, so that calls of them need no network. */
export class LocalServices {
  private readonly handlers = new Map<string, LocalHandler>();

  /** Makes a controller's methods known as those of the service. */
  register(service: ServiceContract, controller: object): void {
    for (const [name, { path }] of Object.entries(service.methods)) {
      const method: unknown = Reflect.get(controller, name);
      if (typeof method === 'function') this.handlers.set(path, (method as Method).bind(controller));
    }
  }

  /** Registers a controller for the services that its `@…ControllerMethods()` decorators name. */
  registerDecorated(controller: object): void {
    const names = new Set<string>();
    const prototype: object = Object.getPrototypeOf(controller) as object;
    for (const key of Object.getOwnPropertyNames(prototype)) {
      const method: unknown = Object.getOwnPropertyDescriptor(prototype, key)?.value;
      if (typeof method !== 'function') continue;
      const patterns = (Reflect.getMetadata(PATTERN_METADATA, method) ?? []) as { service?: string }[];
      for (const { service } of patterns) if (service !== undefined) names.add(service);
    }
    for (const service of SERVICES) if (names.has(shortName(service))) this.register(service, controller);
  }

  /** The services of which it has a method. */
  served(): readonly ServiceContract[] {
    return SERVICES.filter(({ methods }) => Object.values(methods).some(({ path }) => this.handlers.has(path)));
  }

  find(path: string): LocalHandler | undefined {
    return this.handlers.get(path);
  }
}

function shortName(service: ServiceContract): string {
  return service.name.slice(service.name.lastIndexOf('.') + 1);
}
