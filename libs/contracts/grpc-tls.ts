import { ServerCredentials, credentials, type ChannelCredentials } from '@grpc/grpc-js';

/**
 * Mutual TLS between the processes of a suite, as PEM. The CA is the suite's own: whoever holds a certificate of it belongs to the
 * suite, under whatever host name, because instances are reached by the addresses that they registered.
 */
export interface GrpcTls {
  cert: Buffer;
  key: Buffer;
  ca: Buffer;
}

export function serverCredentials(tls: GrpcTls | undefined): ServerCredentials {
  if (tls === undefined) return ServerCredentials.createInsecure();
  return ServerCredentials.createSsl(tls.ca, [{ cert_chain: tls.cert, private_key: tls.key }], true);
}

export function clientCredentials(tls: GrpcTls | undefined): ChannelCredentials {
  if (tls === undefined) return credentials.createInsecure();
  return credentials.createSsl(tls.ca, tls.key, tls.cert, { checkServerIdentity: () => undefined });
}
