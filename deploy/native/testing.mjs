// What specs on real engines (`*.stack.spec.ts`) may do to them, and to the services of the suite.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { certificates } from './certificates.mjs';
import { portOf } from './settings.mjs';

export { classPath } from './java.mjs';
export { crash, freeze, start, status, stop, thaw } from './parts.mjs';
export { logFile } from './processes.mjs';
export { addressesOf, chosenServices, gatewayUrls } from './services.mjs';

/** The value of the variable, which says where an engine is. Without it the spec fails: it never skips. */
export function addressOf(variable) {
  const value = process.env[variable];
  if (!value) throw new Error(`${variable} is not set: specs on real engines run by \`npm run test:stack\`, which starts them.`);
  return value;
}

/** Where Kafka asks for TLS and a user: `parley` with that as its password by PLAIN, those that specs make by SCRAM. */
export const securedBroker = () => `127.0.0.1:${portOf('KAFKA_SECURED')}`;

/** In PEM, the stack's authority and its certificate for 127.0.0.1 with the key, or a stranger's. */
export async function certificateOf(authority = 'stack') {
  const folder = await certificates();
  const read = (part) => readFileSync(path.join(folder, `${authority}.${part}.pem`));
  return { ca: read('ca'), cert: read('cert'), key: read('key') };
}
