import { createHash } from 'node:crypto';
import { realpathSync, rmSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { StartError } from './start-error.js';

/**
 * Holds a data folder for this process alone, for two that share one would stop each other's Postgres. A socket and not a
 * file, because the system lets go of it however the process ends, and a process id may come back as another's.
 * Does not see other machines, or containers that share the folder. Throws `StartError`; answers how to let go.
 */
export async function lockDataDir(folder: string): Promise<() => Promise<void>> {
  const address = addressOf(realpathSync(folder));
  const server = (await listen(address)) ?? (await listenWhereStale(address));
  if (server === undefined)
    throw new StartError(`The data folder ${folder} is in use by another Parley; stop that one or choose another with DATA_DIR.`);
  server.unref();
  return () =>
    new Promise((resolve) =>
      server.close(() => {
        resolve();
      }),
    );
}

function addressOf(folder: string): string {
  const name = `parley-${createHash('sha256').update(folder).digest('hex').slice(0, 24)}`;
  if (process.platform === 'linux') return `\0${name}`;
  return process.platform === 'win32' ? `\\\\?\\pipe\\${name}` : path.join(tmpdir(), `${name}.sock`);
}

function listen(address: string): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(undefined);
      else reject(error);
    });
    server.listen(address, () => {
      resolve(server);
    });
  });
}

// A socket file outlives a process that was killed; nobody answers there then.
async function listenWhereStale(address: string): Promise<Server | undefined> {
  if (!path.isAbsolute(address) || (await answers(address))) return undefined;
  rmSync(address, { force: true });
  return listen(address);
}

function answers(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(address);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => {
      resolve(false);
    });
  });
}
