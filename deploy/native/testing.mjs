// What specs on real engines (`*.stack.spec.ts`) may do to them.
export { crash, freeze, start, stop, thaw } from './engines.mjs';

/** The value of the variable, which says where an engine is. Without it the spec fails: it never skips. */
export function addressOf(variable) {
  const value = process.env[variable];
  if (!value) throw new Error(`${variable} is not set: specs on real engines run by \`npm run test:stack\`, which starts them.`);
  return value;
}
