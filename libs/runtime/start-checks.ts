import { accessSync, constants, mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import type { Config } from './config.js';
import { StartError } from './start-error.js';

/**
 * Rejects if a port is taken. Known before anything starts, so that nothing has to be stopped again; one that is taken in
 * between still fails, later.
 */
export async function requireFreePorts(config: Config, http: boolean): Promise<void> {
  const ports: [number | undefined, string][] = [
    [http ? config.port : undefined, config.host],
    [config.grpcPort, config.privateHost],
    [config.metricsPort, config.privateHost],
  ];
  for (const [port, host] of ports) if (port !== undefined && port !== 0) await requireFreePort(port, host);
}

function requireFreePort(port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(port, host, () =>
      probe.close(() => {
        resolve();
      }),
    );
  });
}

/** Makes the folder if it is missing. Throws `StartError` if it cannot be written. */
export function requireWritable(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new StartError(
      `The data folder ${folder} cannot be written (${(error as NodeJS.ErrnoException).code ?? 'unknown reason'}); choose another with DATA_DIR.`,
    );
  }
}
