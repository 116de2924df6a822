import { Inject, Module, type DynamicModule, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { DiscoveryModule, DiscoveryService } from '@nestjs/core';
import { CallStreamServer } from './call-stream.server.js';
import { Directory } from './directory.js';
import { failureLog } from './failure-log.js';
import { GrpcHealth } from './grpc-health.js';
import type { GrpcTls } from './grpc-tls.js';
import { LocalCalls } from './local-calls.js';
import { LocalServices } from './local-services.js';
import { RoutedServiceClients } from './routed-service-clients.js';
import { RpcEdge } from './rpc-edge.js';
import { RpcErrorFilter, RpcGuard } from './rpc-guard.js';
import { ServiceClients } from './service-clients.js';
import { ServiceTokens } from './service-tokens.js';

export interface ContractsOptions {
  /** The name under which this process calls others. */
  service: string;
  /** The key that the services of a suite share. */
  serviceKey: string;
  /** That of this process: instances of it are called by preference. */
  zone?: string | undefined;
  /** Whether nobody but services may call over the network, also for users and in public calls; false if absent. */
  servicesOnly?: boolean | undefined;
  /** How this process calls others. */
  tls?: GrpcTls | undefined;
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
        { provide: RpcEdge, useFactory: (tokens: ServiceTokens) => new RpcEdge(tokens, options.servicesOnly), inject: [ServiceTokens] },
        { provide: ServiceClients, useFactory: routedClients(options), inject: [LocalServices, RpcEdge, ServiceTokens, Directory] },
        { provide: CallStreamServer, useFactory: callStreamServer, inject: [LocalServices, RpcEdge, ServiceTokens, Directory] },
        GrpcHealth,
      ],
      exports: [Directory, LocalServices, RpcGuard, RpcErrorFilter, ServiceTokens, RpcEdge, ServiceClients, CallStreamServer, GrpcHealth],
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

type Parts = [local: LocalServices, edge: RpcEdge, tokens: ServiceTokens, directory: Directory];

function routedClients({ service, zone, tls }: ContractsOptions): (...parts: Parts) => ServiceClients {
  return (local, edge, tokens, directory) =>
    new RoutedServiceClients({ service, local, edge, tokens, directory, zone, tls, onUnknownError: failureLog('ServiceClients') });
}

function callStreamServer(...[local, edge, tokens, directory]: Parts): CallStreamServer {
  return new CallStreamServer(new LocalCalls(local, edge, failureLog('CallService')), tokens, directory);
}
