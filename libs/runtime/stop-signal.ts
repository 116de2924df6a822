/** The longest that a process takes to stop after it was told to. */
const STOP_LIMIT_MS = 30_000;
/** One Ctrl-C arrives several times: from the terminal, which tells the whole group, and from npm and the start script, which pass it on. */
const SAME_SIGNAL_MS = 1_000;

/**
 * Listens to SIGTERM and SIGINT from now on. `signal` resolves at the first; one that comes more than a second later, or
 * a stop that takes too long, ends the process at once.
 */
export function onStopSignal(): { signal: Promise<void>; requested: () => boolean } {
  let requestedAt: number | undefined;
  const signal = new Promise<void>((resolve) => {
    const stop = (): void => {
      const now = performance.now();
      if (requestedAt !== undefined && now - requestedAt > SAME_SIGNAL_MS) process.exit(1);
      if (requestedAt !== undefined) return;
      requestedAt = now;
      setTimeout(() => process.exit(1), STOP_LIMIT_MS).unref();
      resolve();
    };
    process.on('SIGTERM', stop);
    process.on('SIGINT', stop);
  });
  return { signal, requested: () => requestedAt !== undefined };
}
