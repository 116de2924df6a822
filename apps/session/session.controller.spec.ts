import { MemoryCache } from '#cache';
import { LEASE_MS, SessionController, SETTLING_MS } from './session.controller.js';

const phone = { session: 's1', user: 'alice', device: 'phone', node: 'n1' };
const laptop = { session: 's2', user: 'alice', device: 'laptop', node: 'n2' };

describe('sessions', () => {
  let now: number;
  let cache: MemoryCache;
  let sessions: SessionController;
  beforeEach(() => {
    now = 0;
    cache = new MemoryCache(() => now);
    sessions = new SessionController(cache);
  });

  const nodesOf = async (user: string) => (await sessions.lookup({ users: [user] })).users[0]?.nodes;

  it('are found as soon as they are registered, for many users in one look-up that leaves out the others', async () => {
    await sessions.register({ sessions: [phone, laptop, { ...phone, session: 's3', user: 'bob' }] });
    expect((await sessions.lookup({ users: ['bob', 'nobody', 'alice'] })).users).toEqual([
      { user: 'bob', nodes: ['n1'] },
      { user: 'alice', nodes: ['n1', 'n2'] },
    ]);
  });

  it('may be incomplete for a while after the store was found empty, and only then', async () => {
    const incomplete = async (): Promise<boolean> => (await sessions.lookup({ users: ['alice'] })).incomplete;
    const seen: boolean[] = [await incomplete()];
    now += SETTLING_MS - 1;
    seen.push(await incomplete());
    now += 1;
    seen.push(await incomplete());
    sessions = new SessionController(cache);
    seen.push(await incomplete());
    sessions = new SessionController(new MemoryCache(() => now));
    seen.push(await incomplete());
    expect(seen).toEqual([true, true, false, false, true]);
  });

  it('name a node once that holds several of a user', async () => {
    await sessions.register({ sessions: [phone, { ...laptop, node: 'n1' }] });
    expect(await nodesOf('alice')).toEqual(['n1']);
  });

  it('end with their lease if the node is not heard of, and last as long as it renews them', async () => {
    const { leaseMs } = await sessions.register({ sessions: [phone, laptop] });
    expect(leaseMs).toBe(LEASE_MS);
    now += leaseMs - 1;
    expect(await sessions.renew({ sessions: [laptop] })).toEqual({ leaseMs, replaced: [] });
    now += 1;
    expect(await nodesOf('alice')).toEqual(['n2']);
    now += leaseMs;
    expect(await nodesOf('alice')).toBeUndefined();
  });

  it('come back with the next renewal after the store has lost them', async () => {
    await sessions.renew({ sessions: [phone] });
    expect(await nodesOf('alice')).toEqual(['n1']);
  });

  it('end one by one', async () => {
    await sessions.register({ sessions: [phone, laptop] });
    await sessions.unregister({ sessions: [phone] });
    expect(await nodesOf('alice')).toEqual(['n2']);
    await sessions.unregister({ sessions: [phone, laptop] });
    expect(await nodesOf('alice')).toBeUndefined();
  });

  it('that were replaced elsewhere are neither ended nor taken back by the node that had them', async () => {
    await sessions.register({ sessions: [phone] });
    await sessions.register({ sessions: [{ ...phone, node: 'n2' }] });
    expect((await sessions.renew({ sessions: [phone] })).replaced).toEqual(['s1']);
    await sessions.unregister({ sessions: [phone] });
    expect(await nodesOf('alice')).toEqual(['n2']);
  });

  it('of a device that connected again outlive the late end of its former session', async () => {
    await sessions.register({ sessions: [phone] });
    await sessions.register({ sessions: [{ ...phone, session: 's9' }] });
    await sessions.unregister({ sessions: [phone] });
    expect(await nodesOf('alice')).toEqual(['n1']);
  });
});
