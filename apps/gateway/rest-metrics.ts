import { Injectable } from '@nestjs/common';
import type { Response } from 'express';
import { Histogram } from 'prom-client';
import { Metrics } from '#runtime';
import type { Route } from './routes.js';

/** How long REST calls take, by route and status. */
@Injectable()
export class RestMetrics {
  private readonly seconds: Histogram<'rpc' | 'status'>;

  constructor(metrics: Metrics) {
    this.seconds = new Histogram({
      name: 'parley_rest_seconds',
      help: 'Duration of REST calls, by the RPC that they stand for.',
      labelNames: ['rpc', 'status'],
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
      registers: [metrics.registry],
    });
  }

  observe(route: Route, response: Response): void {
    const stop = this.seconds.startTimer({ rpc: route.method.path });
    response.once('close', () => {
      stop({ status: response.statusCode });
    });
  }
}
