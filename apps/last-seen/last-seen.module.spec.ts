import { Controller, Global, Module } from '@nestjs/common';
import { GrpcMethod } from '@nestjs/microservices';
import { Test, type TestingModule } from '@nestjs/testing';
import { CacheModule, PubSub } from '#cache';
import { LastSeenInternalService, LastSeenService, ServiceClients } from '#contracts';
import { PostgresUrl } from '#postgres';
import { Config, RuntimeModule } from '#runtime';
import { startTestPostgres, type TestPostgres } from '../../libs/postgres/testing.js';
import { eventually } from '../../test/support/eventually.js';
import { LastSeenModule } from './last-seen.module.js';

const live = new Set<string>();

/** The neighbours of the service, which live in modules of their own. */
@Controller()
class Neighbours {
  @GrpcMethod('SessionService', 'lookup')
  lookup({ users }: { users: string[] }) {
    return { users: users.filter((user) => live.has(user)).map((user) => ({ user, nodes: ['n1'] })) };
  }

  @GrpcMethod('UserInternalService', 'getUsers')
  getUsers({ ids }: { ids: string[] }) {
    return { users: ids.filter((id) => id !== 'nobody').map((id) => ({ id, username: id, displayName: id, createdAt: 1 })) };
  }

  @GrpcMethod('UserInternalService', 'checkBlocks')
  checkBlocks({ user, others }: { user: string; others: string[] }) {
    return { blocked: user === 'bob' ? others.filter((other) => other === 'alice') : [] };
  }
}

describe('the last-seen service', () => {
  let server: TestPostgres;
  let app: TestingModule;
  beforeAll(async () => {
    server = await startTestPostgres();
  });
  afterAll(() => server.stop());
  beforeEach(async () => {
    live.clear();
    app = await boot(server.url);
  });
  afterEach(() => app.close());

  const touch = (user: string) =>
    app
      .get(ServiceClients)
      .client(LastSeenInternalService)
      .touch({ users: [user] });
  const presence = (id: string, viewer = 'viewer') =>
    app
      .get(ServiceClients)
      .client(LastSeenService)
      .getPresence({ id }, { caller: { user: viewer } });

  it('answers users who is online, and hides those who are blocked', async () => {
    live.add('alice');
    await touch('alice');
    expect(await presence('alice')).toEqual({ user: 'alice', online: true });
    expect(await presence('alice', 'bob')).toEqual({ user: 'alice', online: false });
  });

  it('knows no one who has no account', async () => {
    await expect(presence('nobody')).rejects.toMatchObject({ code: 'not_found', field: 'id' });
    await expect(presence('no\0body')).rejects.toMatchObject({ code: 'invalid', field: 'id' });
  });

  it('answers nobody who is not signed in', async () => {
    const call = app.get(ServiceClients).client(LastSeenService).getPresence({ id: 'alice' });
    await expect(call).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  it('tells by itself when someone has gone, and remembers it after a restart', async () => {
    const heard: string[] = [];
    await app.get(PubSub).subscribe('presence.carol', (payload) => heard.push(payload));
    live.add('carol');
    await touch('carol');
    live.delete('carol');
    await touch('carol');
    await eventually(() => heard.length >= 2);
    expect(heard.map((payload) => JSON.parse(payload) as unknown)).toEqual([
      { user: 'carol', online: true },
      { user: 'carol', online: false, lastSeen: expect.any(Number) as number },
    ]);
    const before = await presence('carol');
    await app.close();
    app = await boot(server.url);
    expect(await presence('carol')).toEqual(before);
  });
});

async function boot(url: string): Promise<TestingModule> {
  @Global()
  @Module({ providers: [{ provide: PostgresUrl, useValue: new PostgresUrl(url) }], exports: [PostgresUrl] })
  class PostgresModule {}

  const runtime = RuntimeModule.forRoot({ config: new Config({ LOG_LEVEL: 'silent' }), service: 'last-seen' });
  const module = Test.createTestingModule({ imports: [runtime, CacheModule, PostgresModule, LastSeenModule], controllers: [Neighbours] });
  const app = await module.compile();
  await app.init();
  return app;
}
