/** Of Node: a certificate that is not trusted, expired or of another name; and what one end says when the other does TLS in no way that it likes. */
const REFUSAL =
  /^(ERR_TLS_|ERR_SSL_|CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|HOSTNAME_MISMATCH$|INVALID_CA$|INVALID_PURPOSE$|PATH_LENGTH_EXCEEDED$)/;
/** That is a connection that broke, or a proxy whose server is away. */
const BROKEN = /UNEXPECTED_EOF|INTERNAL_ERROR/;

/** Whether a driver failed because TLS did, which no waiting cures. */
export function isTlsRefusal(error: unknown): boolean {
  if (typeof error !== 'object' || error === null || !('code' in error) || typeof error.code !== 'string') return false;
  return REFUSAL.test(error.code) && !BROKEN.test(error.code);
}
