import { checkServerIdentity, createSecureContext, type ConnectionOptions } from 'node:tls';
import type { EnvReader } from './env-reader.js';

/** How an engine is reached by TLS, in PEM. */
export interface EngineTls {
  /** Who vouches for the server; undefined: the authorities that Node knows. */
  ca?: Buffer | undefined;
  /** What this process shows to an engine that asks for a certificate, and its key. */
  cert?: Buffer | undefined;
  key?: Buffer | undefined;
}

/** Reads the files that `<prefix>_CA`, `<prefix>_CERT` and `<prefix>_KEY` say. */
export function readTlsFiles(read: EnvReader, prefix: string): EngineTls {
  const [certName, keyName] = [`${prefix}_CERT`, `${prefix}_KEY`];
  const ca = read.pem(`${prefix}_CA`, 'a certificate', (cert) => createSecureContext({ cert }));
  const cert = read.pem(certName, 'a certificate', (pem) => createSecureContext({ cert: pem }));
  const key = read.pem(keyName, 'a private key without a passphrase', (pem) => createSecureContext({ key: pem }));
  if (cert && key && !belongTogether(cert, key)) read.problems.push(`${keyName} must be the key of the certificate in ${certName}`);
  return { ca, cert, key };
}

/** The TLS of an engine, if it `isOn`; files that would then be of no use are a mistake. `condition` says when it is on. */
export function readEngineTls(read: EnvReader, prefix: string, { isOn, condition }: { isOn: boolean; condition: string }) {
  read.together(`${prefix}_CERT`, `${prefix}_KEY`);
  const tls = readTlsFiles(read, prefix);
  if (isOn) return tls;
  const useless = ['CA', 'CERT', 'KEY'].map((part) => `${prefix}_${part}`).filter((name) => read.text(name) !== undefined);
  for (const name of useless) read.problems.push(`${name} is of use only when ${condition}`);
  return undefined;
}

/**
 * For a driver that looks names up by itself or is told further servers: it checks certificates against addresses, which they seldom
 * bear. One for a name under which the engine was configured will do too.
 */
export function tlsOptions(tls: EngineTls, names: readonly string[]): ConnectionOptions {
  return {
    ...tls,
    rejectUnauthorized: true,
    checkServerIdentity: (address, certificate) => {
      const problems = [address, ...names].map((name) => checkServerIdentity(name, certificate));
      return problems.includes(undefined) ? undefined : problems.at(-1);
    },
  };
}

function belongTogether(cert: Buffer, key: Buffer): boolean {
  try {
    createSecureContext({ cert, key });
    return true;
  } catch {
    return false;
  }
}
