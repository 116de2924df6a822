export { callerOf, requireUser, setCaller } from './caller.js';
export { ServiceClients } from './service-clients.js';
export type { Access, CallOptions, Caller, ClientOf, Codec, HttpRule, MessageSchema, MethodContract, ServiceContract } from './service-contract.js';
export * from './gen/services.js';
export { DEFAULTS, SCHEMAS } from './gen/schemas.js';
