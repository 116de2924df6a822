import { ConfigError } from './config.js';

/** Something that the person who starts the process can put right; its message says how. */
export class StartError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'StartError';
  }
}

/** Why the process does not start, for the person who starts it. */
export function startSentence(error: unknown): string {
  if (error instanceof ConfigError || error instanceof StartError) return error.message;
  const { code, port, address, message } = error as NodeJS.ErrnoException & { port?: number; address?: string };
  if (code === 'EADDRINUSE') return `Port ${String(port)} is already in use; choose another with PORT, GRPC_PORT or METRICS_PORT.`;
  if (code === 'EACCES' && port !== undefined) return `Port ${String(port)} may not be used by this user; choose one above 1023 with PORT.`;
  if (code === 'EADDRNOTAVAIL') return `This machine has no address ${String(address)}; choose another with HOST.`;
  return `Parley could not start: ${error instanceof Error ? message : String(error)}`;
}
