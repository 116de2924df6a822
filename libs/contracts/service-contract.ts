import type { BinaryReader, BinaryWriter } from '@bufbuild/protobuf/wire';

/** How a message travels as protobuf; generated, one per message. */
export interface Codec<T> {
  encode(message: T, writer?: BinaryWriter): BinaryWriter;
  decode(input: BinaryReader | Uint8Array, length?: number): T;
}

export type Access = 'public' | 'user' | 'service' | 'unspecified';

/** The REST form of an RPC: its verb, its path with `{field}` parts, and whether the other fields come in a body or in the query. */
export interface HttpRule {
  verb: 'get' | 'post' | 'put' | 'patch' | 'delete';
  path: string;
  body: boolean;
}

export interface MethodContract<Request = never, Response = unknown> {
  rpc: string;
  path: string;
  access: Access;
  comment: string;
  http: HttpRule | undefined;
  /** The call may be repeated when its outcome is unknown. */
  idempotent: boolean;
  requestType: string;
  responseType: string;
  request: Codec<Request>;
  response: Codec<Response>;
}

/** A gRPC service as its proto states it; generated. */
export interface ServiceContract {
  name: string;
  comment: string;
  // Codecs are invariant in their message, so no one type holds them all.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  methods: Readonly<Record<string, MethodContract<any, any>>>;
}

export interface MessageSchema {
  $id: string;
  type: 'object';
  description?: string;
  properties: Readonly<Record<string, object>>;
  required: readonly string[];
  additionalProperties: false;
}

type RequestOf<M> = M extends { request: Codec<infer Request> } ? Request : never;
type ResponseOf<M> = M extends { response: Codec<infer Response> } ? Response : never;

/** The calls of a service, as promises. */
export type ClientOf<S extends ServiceContract> = {
  [Name in keyof S['methods']]: (request: RequestOf<S['methods'][Name]>, options?: CallOptions) => Promise<ResponseOf<S['methods'][Name]>>;
};

export interface CallOptions {
  /** The user on whose behalf the service calls. */
  caller?: Caller | undefined;
  /** How long the call may take, in milliseconds; 5,000 if absent. */
  deadlineMs?: number | undefined;
  /** Calls with the same key go to the same instance, as long as it is up. */
  sticky?: string | undefined;
}

/** Who calls: a user on a device, a service, or a service for a user. Nobody, if all are absent. */
export interface Caller {
  user?: string | undefined;
  /** The device (claim `sid`) with which the user is signed in. */
  device?: string | undefined;
  service?: string | undefined;
  /** The network address from which a public call came, for rate limits. */
  address?: string | undefined;
  /** The public origin (`https://chat.example`) under which a public call came; set by the gateway. */
  origin?: string | undefined;
}
