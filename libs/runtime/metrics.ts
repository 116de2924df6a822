import { Registry, collectDefaultMetrics } from 'prom-client';

/** The metrics of this process: `new Counter({ …, registers: [metrics.registry] })`. */
export class Metrics {
  readonly registry = new Registry();

  collectProcess(): void {
    collectDefaultMetrics({ register: this.registry });
  }
}
