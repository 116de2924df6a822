// Certificates for engines that are reached by TLS: made by openssl at the first start, and good on this machine alone.
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { stackDir } from './settings.mjs';
import { StackError } from './stack-error.mjs';

/** The stack's own, and a stranger's that it does not trust. */
const AUTHORITIES = ['stack', 'stranger'];
const NEW_KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '3650'];

/** The folder with `<authority>.ca.pem`, and of its one certificate `<authority>.cert.pem`, `<authority>.key.pem` and both in `<authority>.pem`. */
export async function certificates() {
  const folder = path.join(stackDir(), 'tls');
  if (existsSync(folder)) return folder;
  mkdirSync(stackDir(), { recursive: true });
  const partial = mkdtempSync(`${folder}.`);
  try {
    for (const authority of AUTHORITIES) await make(partial, authority);
    // Whole, or not there at all: somebody else may be doing the same.
    if (!existsSync(folder)) renameSync(partial, folder);
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
  return folder;
}

/** An authority, and a certificate of it for 127.0.0.1, with which servers and clients may show themselves. */
async function make(folder, name) {
  const file = (part) => path.join(folder, `${name}.${part}`);
  const ca = ['-keyout', file('ca.key.pem'), '-out', file('ca.pem'), '-subj', `/CN=${name} of Parley`];
  await openssl('req', '-x509', ...NEW_KEY, ...ca);
  const signer = ['-CA', file('ca.pem'), '-CAkey', file('ca.key.pem')];
  const names = ['-subj', '/CN=parley', '-addext', 'subjectAltName=IP:127.0.0.1', '-addext', 'basicConstraints=CA:FALSE'];
  await openssl('req', '-x509', ...NEW_KEY, ...signer, ...names, '-keyout', file('key.pem'), '-out', file('cert.pem'));
  writeFileSync(file('pem'), Buffer.concat([readFileSync(file('key.pem')), readFileSync(file('cert.pem'))]), { mode: 0o600 });
}

async function openssl(...args) {
  await promisify(execFile)('openssl', args).catch((error) => {
    if (error.code === 'ENOENT') throw new StackError('There is no openssl: install it, on Debian with: apt-get install openssl');
    throw error;
  });
}
