import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const MAIN = path.resolve('dist/apps/standalone/main.js');
const START_MS = 110_000;
const NEEDED = { RATE_LIMIT_SCALE: '0', LOG_LEVEL: 'warn', NODE_OPTIONS: '' };

/** A standalone process of one's own, on a port and in a folder of its own, that can be killed and started again. */
export class Standalone {
  readonly port: number;
  readonly dataDir: string;
  /** Settings beyond those that a test needs anyway; a change holds from the next start on. */
  readonly env: Record<string, string>;
  private child: ChildProcess | undefined;
  private output = '';

  // No parameter properties: jest's global set-up loads this file with Node's own type stripping.
  private constructor(port: number, dataDir: string, env: Record<string, string>) {
    this.port = port;
    this.dataDir = dataDir;
    this.env = env;
  }

  static async start(env: Record<string, string> = {}): Promise<Standalone> {
    const folder = await mkdtemp(path.join(tmpdir(), 'parley-e2e-'));
    // As root, Postgres runs as another user, who has to reach it.
    await chmod(folder, 0o755);
    const server = new Standalone(await freePort(), folder, { ...env });
    await server.start();
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${String(this.port)}`;
  }

  /** Starts the process and waits until it is ready. */
  async start(): Promise<void> {
    const child = spawn(process.execPath, [MAIN], {
      env: { ...process.env, ...NEEDED, PORT: String(this.port), DATA_DIR: this.dataDir, ...this.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child = child;
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (data: Buffer) => (this.output = (this.output + data.toString()).slice(-8_000)));
    await this.untilReady();
  }

  /** Waits until the server says that it can serve; a process that ends instead is an error with its last words. */
  async untilReady(): Promise<void> {
    const deadline = Date.now() + START_MS;
    while (!(await isReady(this.url))) {
      if (this.child?.exitCode !== null) throw new Error(`The server ended: ${this.output}`);
      if (Date.now() > deadline) throw new Error(`The server was not ready after ${String(START_MS)} ms: ${this.output}`);
      await sleep(50);
    }
  }

  /** Ends the process as `kill -9` does. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  /** Ends it as Ctrl-C and a deployment do. */
  async terminate(): Promise<void> {
    await this.end('SIGTERM');
  }

  /** Ctrl-C as a terminal and the parents of the process tell it: several times at once. Answers the exit code. */
  async interrupt(): Promise<number | null> {
    const { child } = this;
    if (!child) throw new Error('the server does not run');
    const exited = once(child, 'exit');
    for (let n = 0; n < 3; n++) {
      child.kill('SIGINT');
      await sleep(10);
    }
    const [code] = (await exited) as [number | null];
    this.child = undefined;
    return code;
  }

  /** Kills the Postgres server that the process has started. */
  async killPostgres(): Promise<void> {
    process.kill(await this.postgresPid(), 'SIGKILL');
  }

  async postgresPid(): Promise<number> {
    const file = await readFile(path.join(this.dataDir, 'postgres', 'postmaster.pid'), 'utf8');
    return Number(file.split('\n', 1)[0]);
  }

  /** Ends everything and removes the folder. */
  async dispose(): Promise<void> {
    await this.terminate();
    await rm(this.dataDir, { recursive: true, force: true });
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const { child } = this;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    child.kill(signal);
    await once(child, 'exit');
  }
}

async function isReady(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/health/ready`)).ok;
  } catch {
    return false;
  }
}

async function freePort(): Promise<number> {
  const probe = net.createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  if (address === null || typeof address === 'string') throw new Error('There is no free port on loopback.');
  return address.port;
}
