/** The longest that a process takes to stop after it was told to. */
const STOP_LIMIT_MS = 30_000;

/**
 * Listens to SIGTERM and SIGINT from now on. `signal` resolves at the first; a second one, or a stop that takes too long,
 * ends the process at once.
 */
export function onStopSignal(): { signal: Promise<void>; requested: () => boolean } {
  let requested = false;
  const signal = new Promise<void>((resolve) => {
    const stop = (): void => {
      if (requested) process.exit(1);
      requested = true;
      setTimeout(() => process.exit(1), STOP_LIMIT_MS).unref();
      resolve();
    };
    process.on('SIGTERM', stop);
    process.on('SIGINT', stop);
  });
  return { signal, requested: () => requested };
}
