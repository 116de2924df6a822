/** The time that rules and stores go by, in milliseconds since the epoch; a test brings its own. */
export class Clock {
  now(): number {
    return Date.now();
  }
}
