/** By so much of the time that passes the least span is taken to be longer: ten times what clocks drift apart. */
const DRIFT = 0.001;

/**
 * Tells how much longer than usual the batches of a stream were under way, wherever they lay: in a network, or in the buffers of a process
 * that stood still. The clocks of the two ends need not agree, only run alike: the least span between sending and reading stands for no delay.
 */
export class Lateness {
  private leastSpan = Number.POSITIVE_INFINITY;
  private readAt = 0;

  /** In milliseconds, of a batch that is read now; too little rather than too much. */
  of(sentAt: number, now = performance.now()): number {
    const span = now - sentAt;
    this.leastSpan = Math.min(span, this.leastSpan + (now - this.readAt) * DRIFT);
    this.readAt = now;
    return span - this.leastSpan;
  }
}
