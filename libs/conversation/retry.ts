/**
 * Tries until it works (true), or until `stopped` says that nobody waits any more (false). The log is the retry queue: an
 * I/O error is never a reason to skip.
 */
export async function untilDone(action: () => Promise<void>, stopped: () => boolean, onError: (error: unknown) => void): Promise<boolean> {
  for (let attempt = 0; !stopped(); attempt++) {
    try {
      await action();
      return true;
    } catch (error) {
      onError(error);
      await new Promise((resolve) => setTimeout(resolve, Math.min(50 * 2 ** attempt, 1_000)));
    }
  }
  return false;
}
