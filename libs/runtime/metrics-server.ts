import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Config } from './config.js';
import type { Health } from './health.js';
import type { Metrics } from './metrics.js';

/** Serves `/metrics` and health to operators, on a port of its own that is never the public one, from the start of a process to its end. */
export class MetricsServer {
  private server: Server | undefined;

  constructor(
    private readonly config: Config,
    private readonly metrics: Metrics,
    private readonly health: Health,
  ) {}

  /** Listens if METRICS_PORT is set. */
  async listen(): Promise<void> {
    const { metricsPort, privateHost } = this.config;
    if (metricsPort === undefined) return;
    this.metrics.collectProcess();
    const server = createServer((request, response) => void this.answer(request, response));
    this.server = server;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(metricsPort, privateHost, resolve);
    });
  }

  close(): void {
    this.server?.close();
    this.server?.closeAllConnections();
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const { status, type, body } = await this.page(request.url ?? '/');
      response.writeHead(status, { 'content-type': type }).end(body);
    } catch {
      response.writeHead(500).end();
    }
  }

  private async page(url: string): Promise<{ status: number; type: string; body: string }> {
    switch (url) {
      case '/metrics':
        return { status: 200, type: this.metrics.registry.contentType, body: await this.metrics.registry.metrics() };
      case '/health/live':
        return { status: 200, type: 'application/json', body: '{"live":true}' };
      case '/health/ready': {
        const readiness = await this.health.readiness();
        return { status: readiness.ready ? 200 : 503, type: 'application/json', body: JSON.stringify(readiness) };
      }
      default:
        return { status: 404, type: 'text/plain', body: 'Not found.\n' };
    }
  }
}
