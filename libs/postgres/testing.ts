import { execFileSync } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { EmbeddedPostgres } from './embedded-postgres.js';

/** What a server needs on a slow machine to read its log again. */
const RESTART_MS = 60_000;

export interface TestPostgres {
  url: string;
  /** `kill -9` of the server; resolves when it accepts connections again. */
  crash(): Promise<void>;
  /** SIGSTOP of all its processes: connections stay, and nothing is answered until `wake`. */
  silence(): void;
  wake(): void;
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
    crash: () => crash(server),
    silence: () => signalAll(server, 'SIGSTOP'),
    wake: () => signalAll(server, 'SIGCONT'),
    stop: async () => {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function crash(server: EmbeddedPostgres): Promise<void> {
  const { pid } = server;
  if (pid === undefined) throw new Error('the server is not running');
  process.kill(pid, 'SIGKILL');
  for (const deadline = Date.now() + RESTART_MS; ;) {
    const client = new pg.Client(server.url);
    try {
      await new Promise((resolve) => setTimeout(resolve, 100));
      await client.connect();
      if (server.pid !== pid) return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
    } finally {
      await client.end();
    }
  }
}

/** Each connection has a process of its own, in a group of its own. */
function signalAll({ pid }: EmbeddedPostgres, signal: NodeJS.Signals): void {
  if (pid === undefined) throw new Error('the server is not running');
  const processes = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number));
  const children = processes.filter(([, parent]) => parent === pid).map(([child]) => child);
  for (const each of [pid, ...children]) if (each !== undefined) process.kill(each, signal);
}
