import { Inject, Logger, Module, type DynamicModule, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { DiscoveryModule, DiscoveryService } from '@nestjs/core';
import { Directory } from './directory.js';
import { LocalServices } from './local-services.js';
import { RoutedServiceClients, type AddressOf } from './routed-service-clients.js';
import { RpcEdge } from './rpc-edge.js';
import { RpcErrorFilter, RpcGuard } from './rpc-guard.js';
import { ServiceClients } from './service-clients.js';
import { ServiceTokens } from './service-tokens.js';

export interface ContractsOptions {
  /** The name under which this process calls others. */
  service: string;
  /** The key that the services of a suite share. */
  serviceKey: string;
  /** Where services of other processes are; none are known by default. */
  addressOf?: AddressOf | undefined;
}

/** Gives a process its service clients, and the check before its own controllers. */
@Module({})
export class ContractsModule implements OnModuleInit, OnApplicationShutdown {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly local: LocalServices,
    @Inject(ServiceClients) private readonly clients: RoutedServiceClients,
  ) {}

  static forRoot(options: ContractsOptions): DynamicModule {
    return {
      module: ContractsModule,
      global: true,
      imports: [DiscoveryModule],
      providers: [
        Directory,
        LocalServices,
        RpcGuard,
        RpcErrorFilter,
        { provide: ServiceTokens, useFactory: () => new ServiceTokens(options.service, options.serviceKey) },
        { provide: RpcEdge, useFactory: (tokens: ServiceTokens) => new RpcEdge(tokens), inject: [ServiceTokens] },
        { provide: ServiceClients, useFactory: routedClients(options), inject: [LocalServices, RpcEdge, ServiceTokens] },
      ],
      exports: [Directory, LocalServices, RpcGuard, RpcErrorFilter, ServiceTokens, RpcEdge, ServiceClients],
    };
  }

  // All controllers exist by now, of whatever module.
  onModuleInit(): void {
    for (const { instance } of this.discovery.getControllers() as { instance: object | undefined }[]) {
      if (instance !== undefined) this.local.registerDecorated(instance);
    }
  }

  onApplicationShutdown(): void {
    this.clients.close();
  }
}

function routedClients(options: ContractsOptions): (local: LocalServices, edge: RpcEdge, tokens: ServiceTokens) => ServiceClients {
  const logger = new Logger('ServiceClients');
  const onUnknownError = (err: unknown, where: { path: string; requestId: string }): void => {
    logger.error({ ...where, err }, 'A call failed.');
  };
  return (local, edge, tokens) =>
    new RoutedServiceClients({
      service: options.service,
      local,
      edge,
      tokens,
      addressOf: options.addressOf ?? (() => undefined),
      onUnknownError,
    });
}
