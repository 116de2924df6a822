import type { Logger } from '@nestjs/common';

/** At most one line in this time, in milliseconds: while a dependency is away, the same failure comes hundreds of times a second. */
const QUIET_MS = 5_000;

/** A function that logs failures as warnings, with how many were left out since the last line. */
export function warnSeldom(logger: Logger, sentence: string): (error: unknown) => void {
  let last = Number.NEGATIVE_INFINITY;
  let leftOut = 0;
  return (err) => {
    const now = performance.now();
    if (now - last < QUIET_MS) {
      leftOut++;
      return;
    }
    logger.warn({ err, leftOut }, sentence);
    last = now;
    leftOut = 0;
  };
}
