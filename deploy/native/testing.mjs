// What specs on real engines (`*.stack.spec.ts`) may do to them, and to the services of the suite.
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
