import { execFile } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { fillIn } from '../files.mjs';
import { HERE, portOf, stackDir } from '../settings.mjs';
import { StackError } from '../stack-error.mjs';

const NAME = 'parley';
const url = (database = NAME) => `postgres://${NAME}:${NAME}@127.0.0.1:${portOf('POSTGRES')}/${database}`;

/** The Postgres that came with `npm ci`: the same binaries as in embedded mode, and none of the system is needed. */
export const postgres = {
  name: 'postgres',
  ports: ['POSTGRES'],
  environment: () => ({ POSTGRES_URL: url() }),
  // A fast shutdown; SIGTERM would wait until every client has gone.
  ending: { signal: 'SIGINT' },

  async prepare() {
    const { findBinaries, isReachable, unprivilegedAccount } = await installed();
    const account = unprivilegedAccount();
    const binaries = await findBinaries(account);
    const folder = path.join(stackDir(), 'postgres');
    if (account !== undefined && !isReachable(folder)) {
      throw new StackError(
        `Postgres does not run as root, and other users cannot reach ${folder}: set STACK_DIR to a folder that they can.`,
      );
    }
    const data = path.join(folder, 'data');
    mkdirSync(folder, { recursive: true });
    if (!existsSync(path.join(folder, 'initialised'))) await initialise({ folder, data, binaries, account });
    await endedBefore(data);
    const conf = fillIn(path.join(HERE, 'postgres/postgresql.conf'), path.join(folder, 'postgresql.conf'), { PORT: portOf('POSTGRES') });
    return { command: binaries.postgres, args: ['-D', data, '-c', `config_file=${conf}`], cwd: folder, ...account };
  },

  async check() {
    const { default: pg } = await import('pg');
    const existing = await query(pg, 'postgres', `SELECT 1 FROM pg_database WHERE datname = '${NAME}'`);
    if (existing.rowCount === 0) await query(pg, 'postgres', `CREATE DATABASE ${NAME}`);
    await query(pg, NAME, 'SELECT 1');
  },
};

async function installed() {
  try {
    return await import('../../../libs/postgres/postgres-binaries.ts');
  } catch (error) {
    if (error.code !== 'ERR_UNKNOWN_FILE_EXTENSION') throw error;
    throw new StackError('The part postgres needs the Node of the project: run `npm ci` first.');
  }
}

async function query(pg, database, text) {
  const client = new pg.Client({ connectionString: url(database), connectionTimeoutMillis: 2_000 });
  // A server that ends while it is asked must not end us.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await client.query(text);
  } finally {
    await client.end();
  }
}

/** `initialised` is written last: what an interrupted initdb left is made anew. */
async function initialise({ folder, data, binaries, account }) {
  const password = path.join(folder, 'password');
  rmSync(data, { recursive: true, force: true });
  mkdirSync(data, { mode: 0o700 });
  writeFileSync(password, `${NAME}\n`, { mode: 0o600 });
  if (account !== undefined) for (const each of [data, password]) chownSync(each, account.uid, account.gid);
  const flags = ['-D', data, '-U', NAME, `--pwfile=${password}`, '--auth=scram-sha-256', '--encoding=UTF8', '--locale=C'];
  try {
    await promisify(execFile)(binaries.initdb, flags, { cwd: folder, ...account });
    writeFileSync(path.join(folder, 'initialised'), '');
  } finally {
    rmSync(password, { force: true });
  }
}

/** After kill -9 the server's children need a moment to notice; a new server refuses to start beside them. */
async function endedBefore(data) {
  for (let attempt = 0; attempt < 50 && segmentInUse(data); attempt++) await new Promise((resolve) => setTimeout(resolve, 100));
}

/** The shared memory of the server before is still attached to by some process. */
function segmentInUse(data) {
  try {
    // Line 7 of postmaster.pid: key and id of the segment; column 7 of the list of segments: who is attached.
    const id = readFileSync(path.join(data, 'postmaster.pid'), 'utf8').split('\n')[6].trim().split(/\s+/)[1];
    const rows = readFileSync('/proc/sysvipc/shm', 'utf8')
      .split('\n')
      .map((row) => row.trim().split(/\s+/));
    return rows.some((row) => row[1] === id && Number(row[6]) > 0);
  } catch {
    return false;
  }
}
