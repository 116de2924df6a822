import type { Server } from '@grpc/grpc-js';
import { Injectable } from '@nestjs/common';
import { HealthImplementation, type ServingStatus } from 'grpc-health-check';
import { LocalServices } from './local-services.js';

/** Tells orchestrators over `grpc.health.v1` whether this process takes work: all of it (`''`), and each service that it serves. */
@Injectable()
export class GrpcHealth {
  private readonly health = new HealthImplementation();

  constructor(private readonly local: LocalServices) {}

  /** When all controllers are known. */
  addTo(server: Server): void {
    this.tell('NOT_SERVING');
    this.health.addToServer(server);
  }

  serving(): void {
    this.tell('SERVING');
  }

  draining(): void {
    this.tell('NOT_SERVING');
  }

  private tell(status: ServingStatus): void {
    for (const name of ['', ...this.local.served().map((service) => service.name)]) this.health.setStatus(name, status);
  }
}
