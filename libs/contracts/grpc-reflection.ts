import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Server } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { ReflectionService } from '@grpc/reflection';
import { protoPath as healthProto } from 'grpc-health-check';
import { CallService } from './gen/services.js';
import type { ServiceContract } from './service-contract.js';

const HEALTH = 'grpc.health.v1.Health';

/** Lets tools such as grpcurl list what this process serves; only where it is asked for. */
export function addReflection(server: Server, served: readonly ServiceContract[]): void {
  const protos = protoFolder();
  const google = path.dirname(createRequire(import.meta.url).resolve('protobufjs/package.json'));
  const files = readdirSync(protos, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.proto'))
    .map((file) => file.replaceAll(path.sep, '/'));
  const definition = loadSync([...files, healthProto], {
    includeDirs: [protos, google],
    longs: Number,
    enums: String,
    defaults: true,
    arrays: true,
  });
  new ReflectionService(definition, { services: [...served.map(({ name }) => name), CallService.name, HEALTH] }).addToServer(server);
}

// At another depth from the sources than from what is built of them.
function protoFolder(): string {
  for (let folder = import.meta.dirname; path.dirname(folder) !== folder; folder = path.dirname(folder)) {
    if (existsSync(path.join(folder, 'proto', 'parley'))) return path.join(folder, 'proto');
  }
  throw new Error('The folder proto/ is missing: gRPC reflection reads it.');
}
