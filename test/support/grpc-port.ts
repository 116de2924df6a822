import path from 'node:path';
import {
  Client,
  credentials,
  loadPackageDefinition,
  type GrpcObject,
  type ServiceClientConstructor,
  type ServiceError,
} from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import descriptor from 'protobufjs/ext/descriptor/index.js';

const HEALTH = path.resolve('node_modules/grpc-health-check/proto/health/v1/health.proto');
const REFLECTION = path.resolve('node_modules/@grpc/reflection/build/proto/grpc/reflection/v1/reflection.proto');
const DEADLINE_MS = 30_000;

interface Reflected {
  listServicesResponse?: { service: { name: string }[] };
  fileDescriptorResponse?: { fileDescriptorProto: Buffer[] };
}

/** The gRPC port of a process as somebody sees it who has no token and none of our contracts. */
export class GrpcPort {
  private readonly client: Client;

  constructor(private readonly address: string) {
    this.client = new Client(address, credentials.createInsecure());
  }

  /** The health of the whole process, as `grpc.health.v1` words it. */
  health(): Promise<string> {
    const health = this.standard(HEALTH, 'grpc.health.v1.Health') as Client & {
      check(request: object, done: (error: ServiceError | null, answer?: { status: string }) => void): void;
    };
    return new Promise<string>((resolve, reject) =>
      health.check({ service: '' }, (error, answer) => (error ? reject(error) : resolve(answer!.status))),
    ).finally(() => health.close());
  }

  /** The names of the services that server reflection lists. */
  async services(): Promise<string[]> {
    const { listServicesResponse } = await this.reflect({ listServices: '' });
    return (listServicesResponse?.service ?? []).map(({ name }) => name);
  }

  /** The names of the unary methods of a service, as server reflection tells them. */
  async methods(service: string): Promise<string[]> {
    const { fileDescriptorResponse } = await this.reflect({ fileContainingSymbol: service });
    const files = (fileDescriptorResponse?.fileDescriptorProto ?? []).map((file) => descriptor.FileDescriptorProto.decode(file));
    const all = files.flatMap((file) => (file.toJSON() as descriptor.IFileDescriptorProto).service ?? []);
    const { method = [] } = all.find(({ name }) => name === service.split('.').at(-1)) ?? {};
    return method.filter(({ clientStreaming }) => clientStreaming !== true).map(({ name }) => name ?? '');
  }

  /** The status with which an empty call is answered. */
  call(path: string): Promise<number> {
    const pass = (bytes: Buffer): Buffer => bytes;
    return new Promise((resolve) =>
      this.client.makeUnaryRequest(path, pass, pass, Buffer.alloc(0), { deadline: soon() }, (error) => resolve(error?.code ?? 0)),
    );
  }

  /** The status with which a stream ends that says nothing. */
  stream(path: string): Promise<number> {
    const pass = (bytes: Buffer): Buffer => bytes;
    return new Promise((resolve) => {
      const stream = this.client.makeBidiStreamRequest(path, pass, pass, { deadline: soon() });
      stream.on('error', () => undefined).on('data', () => undefined);
      stream.on('status', ({ code }: { code: number }) => resolve(code));
    });
  }

  close(): void {
    this.client.close();
  }

  private reflect(request: object): Promise<Reflected> {
    const reflection = this.standard(REFLECTION, 'grpc.reflection.v1.ServerReflection') as Client & {
      serverReflectionInfo(): ReturnType<Client['makeBidiStreamRequest']>;
    };
    return new Promise<Reflected>((resolve, reject) => {
      const stream = reflection.serverReflectionInfo();
      stream.on('data', resolve).on('error', reject);
      stream.write(request);
      stream.end();
    }).finally(() => reflection.close());
  }

  private standard(proto: string, name: string): Client {
    const loaded = loadPackageDefinition(loadSync(proto, { enums: String, defaults: true, oneofs: true }));
    const service = name.split('.').reduce<GrpcObject[string]>((scope, part) => (scope as GrpcObject)[part]!, loaded);
    return new (service as ServiceClientConstructor)(this.address, credentials.createInsecure());
  }
}

const soon = (): number => Date.now() + DEADLINE_MS;
