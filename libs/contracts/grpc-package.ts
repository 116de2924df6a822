import type { MethodDefinition, ServiceDefinition } from '@grpc/grpc-js';
import { BinaryReader } from '@bufbuild/protobuf/wire';
import { SERVICES } from './gen/services.js';
import type { Codec, ServiceContract } from './service-contract.js';

/**
 * Stands in for a request that is no message of its type. A deserialiser that throws is answered `INTERNAL` before any
 * code of ours runs; so it hands this on, and the edge refuses it as `invalid`.
 */
export class MalformedRequest {
  constructor(readonly reason: string) {}
}

type AnyMethod = ServiceContract['methods'][string];

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Decodes strictly: bytes that are no UTF-8 are refused, not replaced. Throws on anything malformed. */
export function decodeMessage<T>(codec: Codec<T>, bytes: Uint8Array): T {
  return codec.decode(new BinaryReader(bytes, (text) => utf8.decode(text)));
}

export function encodeMessage<T>(codec: Codec<T>, message: T): Buffer {
  const bytes = codec.encode(message).finish();
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** The packages that hold services, as Nest's gRPC transport wants them. */
export const GRPC_PACKAGES: readonly string[] = [...new Set(SERVICES.map((service) => packageOf(service.name)))];

/** What proto-loader would make of proto/, from our own codecs: a definition per service, by its full name. */
export function grpcPackageDefinition(): Record<string, ServiceDefinition> {
  return Object.fromEntries(SERVICES.map((service) => [service.name, serviceDefinition(Object.entries(service.methods))]));
}

function packageOf(serviceName: string): string {
  return serviceName.slice(0, serviceName.lastIndexOf('.'));
}

function serviceDefinition(methods: [string, AnyMethod][]): ServiceDefinition {
  return Object.fromEntries(methods.map(([name, method]) => [method.rpc, methodDefinition(name, method)]));
}

function methodDefinition(name: string, method: AnyMethod): MethodDefinition<object, object> {
  const request = method.request as Codec<object>;
  const response = method.response as Codec<object>;
  return {
    path: method.path,
    originalName: name,
    requestStream: false,
    responseStream: false,
    requestSerialize: (message) => encodeMessage(request, message),
    requestDeserialize: (bytes) => decodeRequest(request, bytes),
    responseSerialize: (message) => encodeMessage(response, message),
    responseDeserialize: (bytes) => decodeMessage(response, bytes),
  };
}

/** The request, or what stands in for one that is none. */
export function decodeRequest(codec: Codec<object>, bytes: Uint8Array): object {
  try {
    return decodeMessage(codec, bytes);
  } catch (error) {
    return new MalformedRequest(error instanceof Error ? error.message : 'unreadable');
  }
}
