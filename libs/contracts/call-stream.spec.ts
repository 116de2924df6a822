import { Client, Metadata, Server, ServerCredentials, credentials, type ClientDuplexStream, type StatusObject } from '@grpc/grpc-js';
import type { INestApplication } from '@nestjs/common';
import { TcpProxy } from '../../test/support/tcp-proxy.js';
import { EXCHANGE } from './call-wire.js';
import type { Answer, AnswerBatch, Call, CallBatch } from './gen/parley/transport/internal/v1/calls.js';
import { LookupRequest } from './gen/parley/session/internal/v1/session.js';
import { MessageService, SessionService, UserService } from './gen/services.js';
import { IDENTITY } from './rpc-edge.js';
import { ServiceClients } from './service-clients.js';
import { ServiceTokens } from './service-tokens.js';
import { boot, bootInstance, list, refusal, type TestInstance } from './testing.js';

type Stream = ClientDuplexStream<CallBatch, AnswerBatch>;

let instance: TestInstance;
let caller: INestApplication;
let client: Client;

beforeEach(async () => {
  instance = await bootInstance('a');
  caller = await boot({ service: 'message' });
  client = new Client(instance.address, credentials.createInsecure());
});
afterEach(async () => {
  client.close();
  await caller.close();
  await instance.app.close();
});

async function exchange(token?: string): Promise<Stream> {
  const metadata = new Metadata();
  metadata.set(IDENTITY.service, token ?? (await caller.get(ServiceTokens).token()));
  const stream = client.makeBidiStreamRequest(EXCHANGE.path, EXCHANGE.requestSerialize, EXCHANGE.responseDeserialize, metadata);
  return stream.on('error', () => undefined);
}

const statusOf = (stream: Stream) => new Promise<StatusObject>((resolve) => stream.once('status', resolve));
const batchOf = (stream: Stream) => new Promise<Answer[]>((resolve) => stream.once('data', ({ answers }: AnswerBatch) => resolve(answers)));
const LOOKUP = SessionService.methods.lookup.path;
const lookup = (id: number, users: string[]): Call => call(id, LOOKUP, LookupRequest.encode({ users }).finish());
const call = (id: number, path: string, request: Uint8Array): Call => ({
  id,
  path,
  request,
  user: '',
  device: '',
  address: '',
  origin: '',
  deadlineMs: 0,
});
const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

describe('a stream of calls', () => {
  it.each(['', 'abc'])('with the token %j is refused before a call of it begins', async (token) => {
    const stream = await exchange(token);
    stream.write({ sentAt: 0, calls: [lookup(1, ['u'])] });
    expect(await statusOf(stream)).toMatchObject({ code: 16, details: 'The service token is not valid.' });
    expect(instance.callee.seen).toEqual([]);
  });

  it('without a token is refused', async () => {
    const stream = client.makeBidiStreamRequest(EXCHANGE.path, EXCHANGE.requestSerialize, EXCHANGE.responseDeserialize, new Metadata());
    stream.on('error', () => undefined).write({ sentAt: 0, calls: [lookup(1, ['u'])] });
    expect((await statusOf(stream)).code).toBe(16);
    expect(instance.callee.seen).toEqual([]);
  });

  it('answers the calls of one tick together, each by its number', async () => {
    const stream = await exchange();
    stream.write({ sentAt: 0, calls: [lookup(7, ['x']), lookup(5, ['y']), lookup(6, ['z'])] });
    expect((await batchOf(stream)).map(({ id }) => id)).toEqual([7, 5, 6]);
    expect(instance.callee.seen).toEqual(['x', 'y', 'z']);
    stream.cancel();
  });

  it('answers each call when it is done, whatever came before it', async () => {
    let release: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    instance.callee.answer = async ([user]) => (user === 'slow' ? gate : Promise.resolve()).then(() => ({ users: [], incomplete: true }));
    const stream = await exchange();
    stream.write({ sentAt: 0, calls: [lookup(1, ['slow']), lookup(2, ['quick'])] });
    expect((await batchOf(stream)).map(({ id }) => id)).toEqual([2]);
    release();
    expect((await batchOf(stream)).map(({ id }) => id)).toEqual([1]);
    stream.cancel();
  });

  it('refuses what is no call of the contract, and goes on', async () => {
    const stream = await exchange();
    const nobody = UserService.methods.getJwks.path;
    const bad = [call(1, '/a.B/C', new Uint8Array()), call(2, LOOKUP, Buffer.from([0x0a, 0x05, 0x61])), call(3, nobody, new Uint8Array())];
    stream.write({ sentAt: 0, calls: [...bad, lookup(4, ['u'])] });
    const answers = await batchOf(stream);
    const said = answers.sort((x, y) => x.id - y.id).map(({ failure }) => failure?.code ?? 'done');
    expect(said).toEqual(['not_found', 'invalid', 'unavailable', 'done']);
    stream.cancel();
  });

  it('begins no more calls than it can hold', async () => {
    instance.callee.answer = () => new Promise(() => undefined);
    const stream = await exchange();
    stream.write({ sentAt: 0, calls: Array.from({ length: 10_003 }, (_, i) => lookup(i, [])) });
    const answers = await batchOf(stream);
    expect(answers.map(({ id, failure }) => [id, failure?.code])).toEqual([10_000, 10_001, 10_002].map((id) => [id, 'overloaded']));
    stream.cancel();
  });

  it('begins no call that comes later than its caller waits for it', async () => {
    const stream = await exchange();
    stream.write({ sentAt: 10_000, calls: [lookup(1, ['on time'])] });
    await batchOf(stream);
    const waiting = (id: number, deadlineMs: number) => ({ ...lookup(id, [String(deadlineMs)]), deadlineMs });
    stream.write({ sentAt: 0, calls: [waiting(2, 9_000), waiting(3, 60_000), waiting(4, 0)] });
    const failures = (await batchOf(stream)).map(({ id, failure }) => [id, failure?.code]);
    expect(failures.sort()).toEqual([
      [2, 'unavailable'],
      [3, undefined],
      [4, undefined],
    ]);
    expect(instance.callee.seen).toEqual(['on time', '60000', '0']);
    stream.cancel();
  });

  it('takes no more calls from a caller that does not read the answers', async () => {
    const nodes = Array.from({ length: 100 }, (_, i) => `node ${String(i)}`);
    instance.callee.answer = () => ({ users: [{ user: 'u', nodes }], incomplete: false });
    const stream = await exchange();
    const total = 10_000;
    // grpc-js reads ahead without bounds until something was read.
    stream.write({ sentAt: 0, calls: [lookup(total, [])] });
    await batchOf(stream);
    stream.pause();
    for (let i = 0; i < total; i += 100) stream.write({ sentAt: 0, calls: Array.from({ length: 100 }, (_, j) => lookup(i + j, [])) });
    let stuckAt = -1;
    while (stuckAt !== instance.callee.seen.length) {
      stuckAt = instance.callee.seen.length;
      await sleep(500);
    }
    expect(stuckAt).toBeLessThan(total / 2);
    let answered = 0;
    await new Promise<void>((resolve) => {
      stream.on('data', ({ answers }: AnswerBatch) => {
        answered += answers.length;
        if (answered === total) resolve();
      });
      stream.resume();
    });
    expect(instance.callee.seen).toHaveLength(total + 1);
    stream.cancel();
  });
});

describe('the calling end', () => {
  const know = () => {
    for (const kind of ['session', 'chat']) list(caller, kind, { a: instance.address });
  };
  const sessions = () => caller.get(ServiceClients).client(SessionService);

  it('sends what one tick asks in one batch', async () => {
    const batches: number[] = [];
    const server = new Server();
    const answerAll = (stream: {
      on: (event: 'data', listener: (batch: CallBatch) => void) => void;
      write: (batch: AnswerBatch) => void;
    }) =>
      stream.on('data', ({ calls }) => {
        batches.push(calls.length);
        stream.write({ answers: calls.map(({ id }) => ({ id, response: Buffer.alloc(0) })) });
      });
    server.addService(
      { Exchange: EXCHANGE },
      {
        Exchange: (stream: Parameters<typeof answerAll>[0] & { sendMetadata: (metadata: Metadata) => void }) => {
          stream.sendMetadata(new Metadata());
          answerAll(stream);
        },
      },
    );
    const port = await new Promise<number>((resolve, reject) =>
      server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) => (error ? reject(error) : resolve(bound))),
    );
    list(caller, 'session', { raw: `127.0.0.1:${String(port)}` });
    await Promise.all([sessions().lookup({ users: ['1'] }), sessions().lookup({ users: ['2'] })]);
    await Promise.all(Array.from({ length: 30 }, () => sessions().lookup({ users: ['3'] })));
    expect(batches).toEqual([2, 30]);
    server.forceShutdown();
  });

  it('has nothing begun that it has given up', async () => {
    const proxy = await TcpProxy.to(instance.address);
    list(caller, 'session', { a: proxy.address });
    await sessions().lookup({ users: ['before'] });
    proxy.silence();
    const given = await refusal(sessions().lookup({ users: ['given up'] }, { deadlineMs: 200 }));
    const kept = sessions().lookup({ users: ['waited for'] }, { deadlineMs: 30_000 });
    await sleep(200);
    proxy.speak();
    await kept;
    expect(given.code).toBe('unavailable');
    expect(instance.callee.seen).toEqual(['before', 'waited for']);
    proxy.close();
  });

  it('has no more calls in hand than the other takes', async () => {
    know();
    instance.callee.answer = () => new Promise(() => undefined);
    const calls = Array.from({ length: 10_001 }, () => sessions().lookup({ users: [] }, { deadlineMs: 700 }));
    const codes = (await Promise.all(calls.map(refusal))).map(({ code }) => code);
    expect([codes.at(-1), codes.filter((code) => code === 'overloaded').length]).toEqual(['overloaded', 1]);
  });

  it('refuses what is too large before it is sent, and survives an answer that is', async () => {
    know();
    const huge = 'x'.repeat(17 * 1024 * 1024);
    const error = await refusal(sessions().lookup({ users: [huge] }));
    expect(error.code).toBe('too_large');
    instance.callee.answer = () => ({ users: [{ user: huge, nodes: [] }], incomplete: false });
    expect((await refusal(sessions().lookup({ users: ['u'] }))).code).toBe('too_large');
    instance.callee.answer = () => ({ users: [], incomplete: true });
    expect(await sessions().lookup({ users: ['u'] })).toEqual({ users: [], incomplete: true });
  });

  it('refuses what cannot be written as the message that it should be', async () => {
    list(caller, 'message', { a: instance.address });
    const messages = caller.get(ServiceClients).client(MessageService);
    const error = await refusal(messages.sendMessage({ id: 'm1', to: { user: 'u' } } as never));
    expect([error.code, error.field]).toEqual(['invalid', 'body']);
  });

  it('does not blame the other for the time in which it stood still itself', async () => {
    know();
    const answer = sessions().lookup({ users: ['u'] });
    for (const end = performance.now() + 2_300; performance.now() < end;);
    expect((await answer).users).toHaveLength(1);
  });

  it('carries many large requests of one tick', async () => {
    know();
    const users = Array.from({ length: 1_000 }, (_, i) => `${String(i)} ${'x'.repeat(50)}`);
    const answers = await Promise.all(Array.from({ length: 100 }, () => sessions().lookup({ users }, { deadlineMs: 60_000 })));
    expect(answers.every((answer) => answer.users.length === 1_000)).toBe(true);
  });
});
