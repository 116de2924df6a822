import { Controller, type INestApplication } from '@nestjs/common';
import { GrpcMethod } from '@nestjs/microservices';
import { status, type Metadata } from '@grpc/grpc-js';
import { ParleyError, type ErrorCode } from '#errors';
import { callerOf, requireUser } from './caller.js';
import {
  RelayServiceControllerMethods,
  type ListBehindRequest,
  type ListBehindResponse,
  type RelayServiceController,
} from './gen/parley/relay/v1/relay.js';
import type { DeliverRequest, DeliverResponse } from './gen/parley/chat/internal/v1/chat_internal.js';
import type { Ack, SendMessageRequest } from './gen/parley/conversation/v1/entry.js';
import { ChatNodeService, MessageService, RelayService, UserService } from './gen/services.js';
import { RpcEdge } from './rpc-edge.js';
import { ServiceClients } from './service-clients.js';
import type { Caller } from './service-contract.js';
import { ServiceTokens } from './service-tokens.js';
import { UnaryClients, boot, list, refusal, serve } from './testing.js';

@Controller()
@RelayServiceControllerMethods()
class RelayController implements RelayServiceController {
  async listBehind(request: ListBehindRequest, metadata?: Metadata): Promise<ListBehindResponse> {
    const user = requireUser(metadata as Metadata);
    if (request.pageToken === 'crash') throw new Error('the password of the database is 123');
    if (request.pageToken === 'away') throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    if (request.pageToken === 'slow') await new Promise((resolve) => setTimeout(resolve, 400));
    if (request.pageToken === 'refuse')
      throw new ParleyError('rate_limited', 'Zu schnell – später.', { field: 'page.token', retryAfterMs: 1500 });
    const { device, service, address, origin } = callerOf(metadata as Metadata);
    return {
      conversations: [
        { conversation: `${user}/${device ?? ''}/${service ?? ''}/${address ?? ''}/${origin ?? ''}`, head: 2 ** 53 - 1, received: 0 },
      ],
      nextPageToken: '',
    };
  }
}

@Controller()
class ChatController {
  @GrpcMethod('ChatNodeService', 'deliver')
  deliver({ deliveries }: DeliverRequest): DeliverResponse {
    if (deliveries.length > 0) throw new Error('not asked for here');
    return {};
  }

  @GrpcMethod('MessageService', 'sendMessage')
  sendMessage({ id }: SendMessageRequest): Ack {
    return { id, conversation: 'c', seq: 1, at: 2 };
  }
}

const caller: Caller = { user: 'u1', device: 'd1', address: '192.0.2.7', origin: 'https://chat.example' };
let server: INestApplication;
let address: string;
let remote: INestApplication;

let unary: UnaryClients;

beforeAll(async () => {
  server = await boot({ controllers: [RelayController, ChatController] });
  server
    .get(RpcEdge)
    .acceptUserTokens((token) =>
      token === 'good' ? Promise.resolve({ user: 'u2' }) : Promise.reject(new ParleyError('unauthenticated', 'no')),
    );
  address = await serve(server);
  remote = await boot();
  for (const kind of ['relay', 'chat', 'message']) list(remote, kind, { [kind]: address });
  unary = new UnaryClients(address, () => remote.get(ServiceTokens).token());
});

afterAll(async () => {
  unary.close();
  await remote.close();
  await server.close();
});

const WAYS = {
  'in the same process': () => server.get(ServiceClients),
  'over a stream': () => remote.get(ServiceClients),
  'on its own over the network': () => unary,
};

describe.each(Object.entries(WAYS))('a call %s', (_way, clients) => {
  const relay = () => clients().client(RelayService);

  it('reaches the controller with the identity of the user, the device, the service and the address', async () => {
    const answer = await relay().listBehind({ limit: 3 }, { caller });
    expect(answer).toEqual({
      conversations: [{ conversation: 'u1/d1/gateway/192.0.2.7/https://chat.example', head: 2 ** 53 - 1, received: 0 }],
      nextPageToken: '',
    });
  });

  it('is refused without the user that its access rule asks for', async () => {
    expect((await refusal(relay().listBehind({}))).code).toBe('unauthenticated');
  });

  it('serves service-only calls to services', async () => {
    expect(await clients().client(ChatNodeService).deliver({ deliveries: [], missed: false })).toEqual({});
  });

  it('is refused with the field that breaks its rule', async () => {
    const error = await refusal(relay().listBehind({ limit: 501 }, { caller }));
    expect([error.code, error.field, error.message]).toEqual(['invalid', 'limit', '`limit` must be at most 500.']);
  });

  it('is refused with the path of a nested field', async () => {
    const message = { id: 'm1', to: { user: '' }, body: 'hi', mentions: [] };
    const error = await refusal(clients().client(MessageService).sendMessage(message, { caller }));
    expect([error.code, error.field, error.message]).toEqual(['invalid', 'to.user', '`to.user` is required.']);
  });

  it('brings the typed error of the controller back whole', async () => {
    const error = await refusal(relay().listBehind({ pageToken: 'refuse' }, { caller }));
    expect(error).toMatchObject({ code: 'rate_limited', message: 'Zu schnell – später.', field: 'page.token', retryAfterMs: 1500 });
  });

  it('keeps the text of an unknown error to itself', async () => {
    const error = await refusal(relay().listBehind({ pageToken: 'crash' }, { caller }));
    expect(error.code).toBe('internal');
    expect(error.message).toMatch(/^Something went wrong on our side \(request [0-9a-f-]{36}\)\.$/);
  });

  it('is logged as an error if its failure is one, not if something is away', async () => {
    const levels: string[] = [];
    const keep = (level: string) => () => levels.push(level);
    server.useLogger({ log: keep('log'), warn: keep('warn'), error: keep('error'), debug: keep('debug') });
    expect((await refusal(relay().listBehind({ pageToken: 'away' }, { caller }))).code).toBe('unavailable');
    expect((await refusal(relay().listBehind({ pageToken: 'crash' }, { caller }))).code).toBe('internal');
    server.useLogger(false);
    expect(levels).toEqual(['debug', 'error']);
  });

  it('ends at its deadline', async () => {
    const error = await refusal(relay().listBehind({ pageToken: 'slow' }, { caller, deadlineMs: 50 }));
    expect(error.code).toBe('unavailable');
  });

  it('of a service that nobody serves is unavailable', async () => {
    expect((await refusal(clients().client(UserService).getJwks({}))).code).toBe('unavailable');
  });
});

describe('a call from outside the suite', () => {
  const errors: [string, Record<string, string>, ErrorCode][] = [
    ['without a token', {}, 'unauthenticated'],
    ['with a name of a user but no service token', { 'x-parley-user': 'u1' }, 'unauthenticated'],
    ['with a wrong access token', { authorization: 'Bearer bad' }, 'unauthenticated'],
    ['with a service token that is none', { 'x-parley-service': 'abc', 'x-parley-user': 'u1' }, 'unauthenticated'],
  ];

  it.each(errors)('%s is refused', async (_name, headers, code) => {
    const { Metadata: GrpcMetadata } = await import('@grpc/grpc-js');
    const metadata = new GrpcMetadata();
    for (const [key, value] of Object.entries(headers)) metadata.set(key, value);
    const edge = server.get(RpcEdge);
    expect((await refusal(edge.admit(RelayService.methods.listBehind.path, {}, metadata))).code).toBe(code);
  });

  it('with an access token is the user of it', async () => {
    const { Metadata: GrpcMetadata } = await import('@grpc/grpc-js');
    const metadata = new GrpcMetadata();
    metadata.set('authorization', 'Bearer good');
    metadata.set('x-parley-user', 'u1');
    expect(await server.get(RpcEdge).admit(RelayService.methods.listBehind.path, {}, metadata)).toEqual({ user: 'u2' });
    const error = await refusal(server.get(RpcEdge).admit(ChatNodeService.methods.deliver.path, { deliveries: [] }, metadata));
    expect(error.code).toBe('unauthenticated');
  });

  it('with a service token of another key is refused', async () => {
    const stranger = await boot({ serviceKey: 'x'.repeat(32) });
    list(stranger, 'relay', { relay: address });
    expect((await refusal(stranger.get(ServiceClients).client(RelayService).listBehind({}, { caller }))).code).toBe('unauthenticated');
    await stranger.close();
  });
});

describe('bytes that are no message', () => {
  it('are refused as invalid, not as a fault of the server', async () => {
    const { Client, Metadata: GrpcMetadata, credentials } = await import('@grpc/grpc-js');
    const client = new Client(address, credentials.createInsecure());
    const metadata = new GrpcMetadata();
    metadata.set('authorization', 'Bearer good');
    const send = (bytes: Buffer): Promise<[number, string]> =>
      new Promise((resolve) => {
        const same = (buffer: Buffer): Buffer => buffer;
        client.makeUnaryRequest(RelayService.methods.listBehind.path, same, same, bytes, metadata, (error) => {
          resolve(error === null ? [status.OK, ''] : [error.code, error.details]);
        });
      });
    expect(await send(Buffer.alloc(0))).toEqual([status.OK, '']);
    const refused = [status.INVALID_ARGUMENT, expect.stringMatching(/^The request is not a parley\.relay\.v1\.ListBehindRequest: /)];
    expect(await send(Buffer.from([0x0a, 0x01, 0xff]))).toEqual(refused);
    expect(await send(Buffer.from([0x0a, 0x05, 0x61]))).toEqual(refused);
    client.close();
  });
});
