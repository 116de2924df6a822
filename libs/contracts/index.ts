export { callerOf, requireUser, setCaller } from './caller.js';
export { ContractsModule, type ContractsOptions } from './contracts.module.js';
export { Directory, kindOf, type ServiceInstance } from './directory.js';
export { decodeMessage, encodeMessage, grpcPackageDefinition, GRPC_PACKAGES } from './grpc-package.js';
export { GrpcHealth } from './grpc-health.js';
export { listenGrpc, type GrpcAddress, type GrpcOptions } from './grpc-server.js';
export type { GrpcTls } from './grpc-tls.js';
export { LocalServices } from './local-services.js';
export { NoAnswerError, type Outcome } from './no-answer.error.js';
export { RoutedServiceClients } from './routed-service-clients.js';
export { IDENTITY, RpcEdge, type VerifyUserToken } from './rpc-edge.js';
export { RpcErrorFilter, RpcGuard } from './rpc-guard.js';
export { ServiceClients } from './service-clients.js';
export { ServiceTokens } from './service-tokens.js';
export { violationOf } from './validation.js';
export type {
  Access,
  CallOptions,
  Caller,
  ClientOf,
  Codec,
  HttpRule,
  MessageSchema,
  MethodContract,
  ServiceContract,
} from './service-contract.js';
export * from './gen/services.js';
export { DEFAULTS, SCHEMAS } from './gen/schemas.js';
