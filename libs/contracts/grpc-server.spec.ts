import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Client, Metadata, type ServiceError } from '@grpc/grpc-js';
import { Controller, type INestApplication } from '@nestjs/common';
import { GrpcMethod } from '@nestjs/microservices';
import { ReflectionService } from '@grpc/reflection';
import { service as healthService } from 'grpc-health-check';
import { ParleyError } from '#errors';
import { CallService, ChatNodeService, RelayService, SessionService, UserService } from './gen/services.js';
import { GrpcHealth } from './grpc-health.js';
import { clientCredentials, type GrpcTls } from './grpc-tls.js';
import { RpcEdge } from './rpc-edge.js';
import { ServiceClients } from './service-clients.js';
import { ServiceTokens } from './service-tokens.js';
import { UnaryClients, boot, list, refusal, serve } from './testing.js';

@Controller()
class SomeController {
  @GrpcMethod('SessionService', 'lookup')
  lookup(): object {
    return { users: [], incomplete: true };
  }

  @GrpcMethod('UserService', 'getJwks')
  getJwks(): object {
    return { keys: [] };
  }

  @GrpcMethod('RelayService', 'listBehind')
  listBehind(): object {
    return { conversations: [], nextPageToken: '' };
  }
}

const controllers = [SomeController];
const open: { close: () => unknown }[] = [];

afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close();
});

function closing<T extends { close: () => unknown }>(what: T): T {
  open.push(what);
  return what;
}

async function started(options: Parameters<typeof boot>[0] = {}, serving: Parameters<typeof serve>[1] = {}) {
  const app = closing(await boot({ controllers, ...options }));
  return { app, address: await serve(app, serving) };
}

const tlsOf = (name: string): GrpcTls => {
  const read = (part: string) => readFileSync(path.join(import.meta.dirname, 'testing', `${name}.${part}.pem`));
  return { cert: read('cert'), key: read('key'), ca: read('ca') };
};

describe('a call from outside', () => {
  it('of a service-only RPC is refused without a service token', async () => {
    const { address, app } = await started();
    const strangers = closing(new UnaryClients(address));
    expect((await refusal(strangers.client(SessionService).lookup({ users: [] }))).code).toBe('unauthenticated');
    const forged = closing(new UnaryClients(address, () => Promise.resolve('abc')));
    expect((await refusal(forged.client(SessionService).lookup({ users: [] }))).code).toBe('unauthenticated');
    const service = closing(new UnaryClients(address, () => app.get(ServiceTokens).token()));
    expect(await service.client(SessionService).lookup({ users: [] })).toEqual({ users: [], incomplete: true });
  });

  it('of any RPC is refused without a service token in a suite', async () => {
    const { address, app } = await started({ servicesOnly: true });
    app.get(RpcEdge).acceptUserTokens(() => Promise.reject(new ParleyError('internal', 'asked')));
    const strangers = closing(new UnaryClients(address));
    expect((await refusal(strangers.client(UserService).getJwks({}))).code).toBe('unauthenticated');
    expect((await refusal(strangers.client(RelayService).listBehind({}))).code).toBe('unauthenticated');
    const service = closing(new UnaryClients(address, () => app.get(ServiceTokens).token()));
    expect(await service.client(UserService).getJwks({})).toEqual({ keys: [] });
    expect((await refusal(service.client(RelayService).listBehind({}))).code).toBe('unauthenticated');
    expect(await service.client(RelayService).listBehind({}, { caller: { user: 'u' } })).toMatchObject({ conversations: [] });
  });

  it('of a public RPC is served to anybody where users may call', async () => {
    const { address } = await started();
    expect(await closing(new UnaryClients(address)).client(UserService).getJwks({})).toEqual({ keys: [] });
  });
});

describe('the health of a process', () => {
  const check = (client: Client, service: string): Promise<string> =>
    new Promise((resolve) => {
      const { path: rpc, requestSerialize, responseDeserialize } = healthService.Check!;
      client.makeUnaryRequest(rpc, requestSerialize, responseDeserialize, { service }, (error: ServiceError | null, response) => {
        resolve(error === null ? (response as { status: string }).status : `error ${String(error.code)}`);
      });
    });

  it('is told to anybody, for all of it and for each service that it serves', async () => {
    const { app, address } = await started({ servicesOnly: true });
    const client = closing(new Client(address, clientCredentials(undefined)));
    const all = () => Promise.all(['', SessionService.name, UserService.name, ChatNodeService.name].map((name) => check(client, name)));
    expect(await all()).toEqual(['NOT_SERVING', 'NOT_SERVING', 'NOT_SERVING', 'error 5']);
    app.get(GrpcHealth).serving();
    expect(await all()).toEqual(['SERVING', 'SERVING', 'SERVING', 'error 5']);
    app.get(GrpcHealth).draining();
    expect(await all()).toEqual(['NOT_SERVING', 'NOT_SERVING', 'NOT_SERVING', 'error 5']);
  });

  it('does not keep the process from ending while somebody watches it', async () => {
    const app = await boot({ controllers });
    const client = closing(new Client(await serve(app), clientCredentials(undefined)));
    const { path: rpc, requestSerialize, responseDeserialize } = healthService.Watch!;
    const watch = client.makeServerStreamRequest(rpc, requestSerialize, responseDeserialize, { service: '' });
    watch.on('error', () => undefined);
    await new Promise((resolve) => watch.once('data', resolve));
    await app.close();
  });
});

describe('reflection', () => {
  const services = (address: string): Promise<string[] | number> =>
    new Promise((resolve) => {
      const client = closing(new Client(address, clientCredentials(undefined)));
      const { path: rpc, requestSerialize, responseDeserialize } = reflectionMethod();
      const stream = client.makeBidiStreamRequest(rpc, requestSerialize, responseDeserialize, new Metadata());
      stream.on('error', ({ code }: ServiceError) => resolve(code));
      stream.on('data', (answer: { listServicesResponse: { service: { name: string }[] } }) => {
        resolve(answer.listServicesResponse.service.map(({ name }) => name));
      });
      stream.write({ listServices: '*' });
      stream.end();
    });

  // The package exports no definition of its service, but gives it to a server.
  function reflectionMethod() {
    let found: Record<
      string,
      { path: string; requestSerialize: (value: object) => Buffer; responseDeserialize: (bytes: Buffer) => object }
    > = {};
    new ReflectionService({}).addToServer({ addService: (definition) => (found = definition as never) });
    return found.ServerReflectionInfo!;
  }

  it('lists the services of the process where it is on', async () => {
    const { address } = await started({}, { reflection: true });
    const served = [CallService.name, RelayService.name, SessionService.name, UserService.name, 'grpc.health.v1.Health'];
    const listed = await services(address);
    expect(Array.isArray(listed) ? listed.sort() : listed).toEqual(served.sort());
  });

  it('is off elsewhere', async () => {
    const { address } = await started();
    expect(await services(address)).toBe(12);
  });
});

describe('mutual TLS', () => {
  const asked = async (app: INestApplication, address: string): Promise<unknown> => {
    list(app, 'session', { a: address });
    return app.get(ServiceClients).client(SessionService).lookup({ users: [] }, { deadlineMs: 10_000 });
  };

  it('lets instances of the suite call each other', async () => {
    const { address } = await started({}, { tls: tlsOf('suite') });
    const caller = closing(await boot({ tls: tlsOf('suite') }));
    expect(await asked(caller, address)).toEqual({ users: [], incomplete: true });
  });

  it('refuses callers without a certificate, and those of another CA', async () => {
    const { address, app } = await started({}, { tls: tlsOf('suite') });
    const plain = closing(await boot());
    expect((await refusal(asked(plain, address))).code).toBe('unavailable');
    const { cert, key } = tlsOf('stranger');
    const stranger = closing(await boot({ tls: { cert, key, ca: tlsOf('suite').ca } }));
    expect((await refusal(asked(stranger, address))).code).toBe('unavailable');
    const token = () => app.get(ServiceTokens).token();
    const unary = closing(new UnaryClients(address, token, clientCredentials({ cert, key, ca: tlsOf('suite').ca })));
    expect((await refusal(unary.client(SessionService).lookup({ users: [] }))).code).toBe('unavailable');
  });

  it('keeps callers from a server of another CA', async () => {
    const { address } = await started({}, { tls: tlsOf('stranger') });
    const caller = closing(await boot({ tls: tlsOf('suite') }));
    expect((await refusal(asked(caller, address))).code).toBe('unavailable');
  });
});
