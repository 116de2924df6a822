import { Scene } from './testing/scene.js';

describe('the connection', () => {
  let scene: Scene;
  beforeEach(async () => {
    scene = new Scene();
    await scene.connect();
  });
  afterEach(() => scene.client.close());

  it('presents `since` of the last ready when it comes back', async () => {
    scene.server.append('bob', 'ada', 'b1', 'x');
    scene.socket.end();
    await scene.clock.advance(5_000);
    expect(scene.states.slice(-4)).toEqual(['offline', 'connecting', 'catching-up', 'ready']);
    expect(scene.entries).toMatchObject([{ id: 'b1' }]);
  });

  it('gives up a socket that has been silent for two heartbeats', async () => {
    scene.socket.silence();
    await scene.clock.advance(15_000);
    expect(scene.sockets).toHaveLength(1);
    await scene.clock.advance(10_000);
    expect(scene.sockets).toHaveLength(2);
    expect(scene.client.state).toBe('ready');
  });

  it('stays on a socket that answers its pings', async () => {
    await scene.clock.advance(300_000);
    expect(scene.sockets).toHaveLength(1);
  });

  it('comes back after a drain no sooner than it was told to', async () => {
    scene.socket.deliver({ type: 'bye', reason: 'drain', reconnectAfterMs: 5_000 });
    await scene.clock.advance(100);
    scene.socket.end(1012);
    await scene.clock.advance(4_900);
    expect(scene.sockets).toHaveLength(1);
    await scene.clock.advance(1_000);
    expect(scene.sockets).toHaveLength(2);
  });

  it('does not come back by itself when it was replaced', async () => {
    scene.socket.end(4409);
    await scene.clock.advance(120_000);
    expect(scene.sockets).toHaveLength(1);
    expect(scene.client.state).toBe('offline');
    scene.client.wake();
    await scene.clock.advance(1_000);
    expect(scene.client.state).toBe('ready');
  });

  it('comes back with a new token when its ticket was too old', async () => {
    scene.socket.end(4401);
    await scene.clock.advance(5_000);
    expect(scene.client.state).toBe('ready');
  });

  it('waits longer after each attempt in vain, and not at all when it is woken', async () => {
    scene.server.faults = { ...scene.server.faults, restFails: 1 };
    scene.socket.end();
    await scene.clock.advance(60_000);
    const attempts = scene.states.filter((state) => state === 'connecting').length;
    expect(attempts).toBeGreaterThan(5);
    expect(attempts).toBeLessThan(20);
    scene.server.faults = { ...scene.server.faults, restFails: 0 };
    scene.client.wake();
    await scene.clock.advance(100);
    expect(scene.client.state).toBe('ready');
  });

  it('finds out within seconds after a wake that its socket is dead', async () => {
    scene.socket.silence();
    scene.client.wake();
    await scene.clock.advance(6_000);
    expect(scene.sockets).toHaveLength(2);
  });
});
