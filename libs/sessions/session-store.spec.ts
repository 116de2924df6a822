import { MemoryCache } from '#cache';
import { LEASE_MS, SessionStore, SETTLING_MS } from './session-store.js';

const phone = { session: 's1', user: 'alice', device: 'phone', node: 'n1' };
const laptop = { session: 's2', user: 'alice', device: 'laptop', node: 'n2' };

describe('sessions', () => {
  let now: number;
  let cache: MemoryCache;
  let sessions: SessionStore;
  beforeEach(() => {
    now = 0;
    cache = new MemoryCache(() => now);
    sessions = new SessionStore(cache);
  });

  const nodesOf = async (user: string) => (await sessions.lookup([user])).nodes.get(user);

  it('are found as soon as they are registered, for many users in one look-up that leaves out the others', async () => {
    await sessions.register([phone, laptop, { ...phone, session: 's3', user: 'bob' }]);
    expect((await sessions.lookup(['bob', 'nobody', 'alice'])).nodes).toEqual(
      new Map([
        ['bob', ['n1']],
        ['alice', ['n1', 'n2']],
      ]),
    );
  });

  it('may be incomplete for a while after the store was found empty, and only then', async () => {
    const incomplete = async (): Promise<boolean> => (await sessions.lookup(['alice'])).incomplete;
    const seen: boolean[] = [await incomplete()];
    now += SETTLING_MS - 1;
    seen.push(await incomplete());
    now += 1;
    seen.push(await incomplete());
    sessions = new SessionStore(cache);
    seen.push(await incomplete());
    sessions = new SessionStore(new MemoryCache(() => now));
    seen.push(await incomplete());
    expect(seen).toEqual([true, true, false, false, true]);
  });

  it('name a node once that holds several of a user', async () => {
    await sessions.register([phone, { ...laptop, node: 'n1' }]);
    expect(await nodesOf('alice')).toEqual(['n1']);
  });

  it('end with their lease if the node is not heard of, and last as long as it renews them', async () => {
    await sessions.register([phone, laptop]);
    now += LEASE_MS - 1;
    expect(await sessions.renew([laptop])).toEqual([true]);
    now += 1;
    expect(await nodesOf('alice')).toEqual(['n2']);
    now += LEASE_MS;
    expect(await nodesOf('alice')).toBeUndefined();
  });

  it('come back with the next renewal after the store has lost them', async () => {
    await sessions.renew([phone]);
    expect(await nodesOf('alice')).toEqual(['n1']);
  });

  it('end one by one', async () => {
    await sessions.register([phone, laptop]);
    await sessions.unregister([phone]);
    expect(await nodesOf('alice')).toEqual(['n2']);
    await sessions.unregister([phone, laptop]);
    expect(await nodesOf('alice')).toBeUndefined();
  });

  it('that were replaced elsewhere are neither ended nor taken back by the node that had them', async () => {
    await sessions.register([phone]);
    await sessions.register([{ ...phone, node: 'n2' }]);
    expect(await sessions.renew([laptop, phone])).toEqual([true, false]);
    await sessions.unregister([phone]);
    expect(await nodesOf('alice')).toEqual(['n2']);
  });

  it('of a device that connected again outlive the late end of its former session', async () => {
    await sessions.register([phone]);
    await sessions.register([{ ...phone, session: 's9' }]);
    await sessions.unregister([phone]);
    expect(await nodesOf('alice')).toEqual(['n1']);
  });
});
