import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chown, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import pg from 'pg';
import { findBinaries, isReachable, unprivilegedAccount, type Account, type PostgresBinaries } from './postgres-binaries.js';

const NAME = 'parley';
const INITIALISED = 'parley.initialised';
const READY = 'database system is ready to accept connections';

export interface EmbeddedPostgresOptions {
  /** Folder of the cluster; made if absent. Must be on a local file system. */
  dataDir: string;
  /** Called with each line that the server logs. */
  onLog?: (line: string) => void;
}

/**
 * The Postgres server that ships inside npm, on a free port of loopback. One process at a time may use a folder. A server
 * that dies is started again on the same port; one that outlived its parent is stopped first.
 */
export class EmbeddedPostgres {
  private child: ChildProcess | undefined;
  private stopping = false;

  private constructor(
    private readonly binaries: PostgresBinaries,
    private readonly account: Account | undefined,
    private readonly dataDir: string,
    private readonly port: number,
    private readonly onLog: (line: string) => void,
  ) {}

  static async start({ dataDir, onLog = () => undefined }: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
    const folder = path.resolve(dataDir);
    const account = unprivilegedAccount();
    const binaries = await findBinaries(account);
    await mkdir(path.dirname(folder), { recursive: true });
    if (account !== undefined && !isReachable(folder)) {
      throw new Error(
        `Postgres does not run as root, and other users cannot reach ${folder}: choose another DATA_DIR, or start Parley as an ordinary user.`,
      );
    }
    await endOrphan(folder);
    // `parley.initialised` is written last: what an interrupted initdb left is made anew.
    const fresh = !existsSync(path.join(folder, INITIALISED));
    const server = new EmbeddedPostgres(binaries, account, folder, await freePort(), onLog);
    if (fresh) await server.initialise();
    await server.launch();
    await server.createDatabase();
    return server;
  }

  get url(): string {
    return this.urlOf(NAME);
  }

  /** Process id of the server, for tests that kill it. */
  get pid(): number | undefined {
    return this.child?.pid;
  }

  /** A fast shutdown: sessions are ended, everything committed is on disk. */
  async stop(): Promise<void> {
    this.stopping = true;
    const { child } = this;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const exited = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGINT');
    await exited;
  }

  private urlOf(database: string): string {
    return `postgres://${NAME}:${NAME}@127.0.0.1:${String(this.port)}/${database}`;
  }

  private async initialise(): Promise<void> {
    const passwordFile = `${this.dataDir}.password`;
    await rm(this.dataDir, { recursive: true, force: true });
    await mkdir(this.dataDir, { mode: 0o700 });
    await writeFile(passwordFile, `${NAME}\n`, { mode: 0o600 });
    if (this.account !== undefined) {
      await chown(this.dataDir, this.account.uid, this.account.gid);
      await chown(passwordFile, this.account.uid, this.account.gid);
    }
    const flags = ['-D', this.dataDir, '-U', NAME, `--pwfile=${passwordFile}`, '--auth=scram-sha-256', '--encoding=UTF8', '--locale=C'];
    try {
      await this.run(this.binaries.initdb, flags);
      await writeFile(path.join(this.dataDir, INITIALISED), '');
    } finally {
      await rm(passwordFile, { force: true });
    }
  }

  private async run(binary: string, flags: readonly string[]): Promise<void> {
    const child = this.spawn(binary, flags);
    const lines: string[] = [];
    child.stderr?.on('data', (chunk: Buffer) => lines.push(chunk.toString()));
    const code = await new Promise((resolve, reject) => child.once('exit', resolve).once('error', reject));
    if (code !== 0) throw new Error(`${path.basename(binary)} failed: ${lines.join('').trim()}`);
  }

  private async launch(): Promise<void> {
    const child = this.spawn(this.binaries.postgres, ['-D', this.dataDir, '-p', String(this.port), ...settings()]);
    this.child = child;
    // However the process ends, short of a kill, nobody else would stop it.
    const end = (): void => void child.kill('SIGINT');
    process.once('exit', end);
    child.once('exit', () => process.off('exit', end));
    await new Promise<void>((resolve, reject) => {
      const tail: string[] = [];
      child.stderr?.on('data', (chunk: Buffer) => {
        const text = chunk.toString();
        this.onLog(text);
        tail.push(text);
        if (tail.length > 20) tail.shift();
        if (text.includes(READY)) resolve();
      });
      child.once('error', reject);
      child.once('exit', () => {
        reject(new Error(`Postgres did not start: ${tail.join('').trim()}`));
        this.restart(child);
      });
    });
  }

  private restart(exited: ChildProcess): void {
    if (this.stopping || this.child !== exited) return;
    this.onLog('Postgres ended; starting it again');
    setTimeout(() => {
      if (this.stopping) return;
      this.launch().catch((error: unknown) => {
        this.onLog(String(error));
      });
    }, 100).unref();
  }

  private spawn(binary: string, flags: readonly string[]): ChildProcess {
    const account = this.account === undefined ? {} : { uid: this.account.uid, gid: this.account.gid };
    // A group of its own: Ctrl-C in a terminal reaches the whole foreground group, and the suite must drain before its store stops.
    return spawn(binary, flags, { ...account, cwd: path.dirname(this.dataDir), detached: true, stdio: ['ignore', 'ignore', 'pipe'] });
  }

  private async createDatabase(): Promise<void> {
    const client = new pg.Client(this.urlOf('postgres'));
    await client.connect();
    try {
      const existing = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [NAME]);
      if (existing.rowCount === 0) await client.query(`CREATE DATABASE ${NAME}`);
    } finally {
      await client.end();
    }
  }
}

/** `fsync` and `synchronous_commit` stay on: an acknowledged append must survive a power cut. */
function settings(): string[] {
  const values = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '100',
    shared_buffers: '128MB',
    max_wal_size: '2GB',
    checkpoint_timeout: '15min',
    jit: 'off',
  };
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = net.createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => {
        if (address === null || typeof address === 'string') reject(new Error('no free port on loopback'));
        else resolve(address.port);
      });
    });
  });
}

async function endOrphan(dataDir: string): Promise<void> {
  const pidFile = path.join(dataDir, 'postmaster.pid');
  if (!existsSync(pidFile)) return;
  const pid = Number((await readFile(pidFile, 'utf8')).split('\n', 1)[0]);
  if (!Number.isInteger(pid) || pid <= 1 || !(await isServerOf(dataDir, pid))) {
    await rm(pidFile, { force: true });
    return;
  }
  process.kill(pid, 'SIGINT');
  await waitForExit(pid, 10_000);
  if (isAlive(pid)) process.kill(pid, 'SIGQUIT');
  await waitForExit(pid, 10_000);
}

async function waitForExit(pid: number, timeoutMs: number): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (isAlive(pid) && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 10));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Whether the pid still is the server of this folder and not another process that got its number since. */
async function isServerOf(dataDir: string, pid: number): Promise<boolean> {
  if (!isAlive(pid)) return false;
  if (process.platform !== 'linux') return true;
  const command = await readFile(`/proc/${String(pid)}/cmdline`, 'utf8').catch(() => '');
  return command.includes('postgres') && command.includes(dataDir);
}
