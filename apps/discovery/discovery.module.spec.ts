import { Test, type TestingModule } from '@nestjs/testing';
import { DiscoveryService, ServiceClients, type Caller } from '#contracts';
import { ChatTickets, IdentityModule } from '#identity';
import { Registry, RegistryModule, type NodeData } from '#registry';
import { Config, RuntimeModule } from '#runtime';
import { KeysController } from '../../libs/identity/testing.js';
import { DiscoveryModule } from './discovery.module.js';

const DATA: NodeData = { url: '', grpc: '', http: '', zone: '', version: '1', startedAt: 1, load: 0 };
const caller: Caller = { user: 'alice', device: 'phone', origin: 'http://localhost:8080' };

describe('discovery', () => {
  let app: TestingModule;
  afterEach(() => app.close());

  const start = async (env: Record<string, string> = {}, node: Partial<NodeData> | undefined = {}) => {
    app = await boot(env);
    await app.get(Registry).register({ kind: 'chat', id: 'n1', data: { ...DATA, ...node } });
    await new Promise((resolve) => setImmediate(resolve));
  };
  const choose = (as: Caller = caller) => app.get(ServiceClients).client(DiscoveryService).chooseChatNode({}, { caller: as });

  it('gives a ticket for the node that it names, which is good there and then', async () => {
    await start();
    const { node, url, expiresAt } = await choose();
    expect(node).toBe('n1');
    expect(expiresAt).toBeGreaterThan(Date.now() + 5_000);
    const ticket = new URL(url).searchParams.get('ticket') ?? '';
    expect(await app.get(ChatTickets).verify(ticket, 'n1')).toEqual({ user: 'alice', device: 'phone' });
  });

  it.each([
    ['of the request', {}, '', 'http://localhost:8080', 'ws://localhost:8080/chat-service/ws'],
    ['of the request, encrypted', {}, '', 'https://chat.example', 'wss://chat.example/chat-service/ws'],
    [
      'that is configured',
      { PUBLIC_URL: 'https://chat.example/parley/' },
      '',
      'http://10.0.0.1',
      'wss://chat.example/parley/chat-service/ws',
    ],
    ['of the node', { PUBLIC_URL: 'https://chat.example' }, 'wss://n1.example:7000', 'http://x', 'wss://n1.example:7000/chat-service/ws'],
  ])('answers the address %s', async (_, env, url, origin, expected) => {
    await start(env, { url });
    const answer = new URL((await choose({ ...caller, origin })).url);
    expect(`${answer.origin}${answer.pathname}`).toBe(expected);
    expect([...answer.searchParams.keys()]).toEqual(['ticket']);
  });

  it('is unavailable while no node is known, and says when to come back', async () => {
    app = await boot({});
    await expect(choose()).rejects.toMatchObject({ code: 'unavailable', retryAfterMs: 1_000 });
  });

  it('is unavailable to who came by no public address, if none is configured', async () => {
    await start();
    await expect(choose({ ...caller, origin: undefined })).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('gives nothing to who is not signed in with a device', async () => {
    await start();
    await expect(choose({})).rejects.toMatchObject({ code: 'unauthenticated' });
    await expect(choose({ user: 'alice' })).rejects.toMatchObject({ code: 'unauthenticated' });
  });
});

async function boot(env: Record<string, string>): Promise<TestingModule> {
  const config = new Config({ LOG_LEVEL: 'silent', ...env });
  const imports = [RuntimeModule.forRoot({ config, service: 'discovery' }), IdentityModule, RegistryModule, DiscoveryModule];
  const app = await Test.createTestingModule({ imports, controllers: [KeysController] }).compile();
  await app.init();
  return app;
}
