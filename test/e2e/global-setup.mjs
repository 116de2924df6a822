import { Standalone } from '../support/standalone.ts';

/** Without `E2E_URL`, the suite brings its own server. */
export default async function setUp() {
  if (process.env.E2E_URL !== undefined) return;
  const server = await Standalone.start();
  process.env.E2E_URL = server.url;
  globalThis.standaloneOfSuite = server;
}
