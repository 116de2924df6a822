import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { addressOf, crash, start } from '../../deploy/native/testing.mjs';
import { eventually } from '../../test/support/eventually.js';
import { TcpProxy } from '../../test/support/tcp-proxy.js';
import { PATIENCE_MS } from './connection.redis.js';
import { describePubSub } from './pub-sub.contract.js';
import { RedisPubSub } from './pub-sub.redis.js';

const openPubSub = (prefix = `test-${randomUUID()}:`) => RedisPubSub.open({ url: addressOf('REDIS_URL'), prefix });

describePubSub('RedisPubSub', async () => {
  const pubSub = await openPubSub();
  return { pubSub, settle: () => sleep(50), close: async () => pubSub.close() };
});

describe('RedisPubSub', () => {
  let mine: RedisPubSub;
  let theirs: RedisPubSub;
  beforeEach(async () => {
    const prefix = `test-${randomUUID()}:`;
    [mine, theirs] = await Promise.all([openPubSub(prefix), openPubSub(prefix)]);
  });
  afterEach(async () => {
    mine.close();
    theirs.close();
    await start('redis');
  });

  it('tells other processes', async () => {
    const heard = await listen(theirs);
    await mine.publish('a', 'hello');
    await heard.until('hello');
    expect(heard.all).toEqual(['hello']);
  });

  it('hears again by itself after a crash of Redis', async () => {
    const heard = await listen(theirs);
    await crash('redis');
    const began = Date.now();
    await expect(mine.publish('a', 'lost')).rejects.toMatchObject({ code: 'unavailable' });
    expect(Date.now() - began).toBeLessThan(PATIENCE_MS);
    await start('redis');
    await heard.untilOf(() => mine.publish('a', 'found'), 'found');
    expect(heard.all).not.toContain('lost');
  });

  it('hears again by itself when its connection has fallen silent, though it only listens', async () => {
    const proxy = await TcpProxy.to(new URL(addressOf('REDIS_URL')).host);
    const prefix = `test-${randomUUID()}:`;
    const [far, near] = await Promise.all([RedisPubSub.open({ url: `redis://${proxy.address}`, prefix }), openPubSub(prefix)]);
    const heard = await listen(far);
    proxy.strand();
    await heard.untilOf(() => near.publish('a', 'found'), 'found');
    far.close();
    near.close();
    proxy.close();
  });

  it('takes subscribers while Redis is away and lets them hear when it is back', async () => {
    await crash('redis');
    const heard = await listen(theirs);
    await start('redis');
    await heard.untilOf(() => mine.publish('a', 'found'), 'found');
  });

  it('follows a channel again that was left', async () => {
    const closed = await theirs.subscribe('a', () => undefined);
    closed.close();
    const heard = await listen(theirs);
    await mine.publish('a', 'hello');
    await heard.until('hello');
  });
});

async function listen(pubSub: RedisPubSub) {
  const all: string[] = [];
  await pubSub.subscribe('a', (payload) => all.push(payload));
  const untilOf = async (act: () => Promise<void>, wanted: string) => {
    await eventually(
      () =>
        act().then(
          () => all,
          () => all,
        ),
      () => all.includes(wanted),
    );
  };
  return { all, untilOf, until: (wanted: string) => untilOf(async () => undefined, wanted) };
}
