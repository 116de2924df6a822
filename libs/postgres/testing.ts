import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { EmbeddedPostgres } from './embedded-postgres.js';

export interface TestPostgres {
  url: string;
  stop(): Promise<void>;
}

/** A fresh server in a folder of its own, for one spec file. */
export async function startTestPostgres(): Promise<TestPostgres> {
  const folder = await mkdtemp(path.join(tmpdir(), 'parley-test-'));
  // Passable for the account that Postgres runs as when the tests run as root.
  await chmod(folder, 0o711);
  const server = await EmbeddedPostgres.start({ dataDir: path.join(folder, 'postgres') });
  return {
    url: server.url,
    stop: async () => {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
