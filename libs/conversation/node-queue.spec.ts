import type { DeliverRequest } from '#contracts/gen/parley/chat/internal/v1/chat_internal.js';
import { eventually } from '../../test/support/eventually.js';
import { Deliverer } from './deliverer.js';
import { deliveryOf } from './delivery.js';
import type { Patience } from './node-queue.js';
import { OffsetTracker } from './offset-tracker.js';
import { FakeSuite, sessionsOn } from './testing.js';

const PATIENT: Patience = { unlistedMs: 60_000, listedMs: 60_000 };

/** A sequencer's deliverer, and the chat node `far` of another process. */
class Scene {
  readonly suite = new FakeSuite();
  readonly got: DeliverRequest[] = [];
  readonly deliverer: Deliverer;
  readonly tracker = new OffsetTracker(0);
  away = false;
  calls = 0;
  private offset = 0;

  constructor(patience: Partial<Patience> = {}) {
    this.deliverer = new Deliverer({
      links: this.suite.links,
      sessions: sessionsOn(['far']),
      onError: () => undefined,
      patience: { ...PATIENT, ...patience },
    });
    this.suite.nodes.put('far', (batch) => {
      this.calls++;
      if (this.away) return Promise.reject(new Error('not reached'));
      this.got.push(batch);
      return Promise.resolve();
    });
  }

  /** Answers when the offset of the message could be committed. */
  send(id: string): Promise<boolean> {
    const ticket = this.tracker.begin(this.offset++);
    this.deliverer.add(deliveryOf({ users: ['ann'], typing: { conversation: id, user: 'x' } }), undefined, ticket);
    ticket.release();
    return this.tracker.passed(this.offset, 30_000);
  }

  get ids(): string[] {
    return this.got.flatMap(({ deliveries }) => deliveries.map(({ typing }) => typing?.conversation ?? ''));
  }

  async until(condition: () => boolean): Promise<void> {
    await eventually(condition);
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe('a node of another process', () => {
  it('gets what waited for it as soon as it is listed', async () => {
    const scene = new Scene();
    const delivered = scene.send('1');
    await pause(100);
    expect(scene.tracker.offset).toBe(0);
    scene.suite.list('chat', 'far');
    expect(await delivered).toBe(true);
    expect(scene.got.map(({ missed }) => missed)).toEqual([false]);
  });

  it('that is never listed is given up, and hears that it missed something when it is', async () => {
    const scene = new Scene({ unlistedMs: 100 });
    expect(await scene.send('1')).toBe(true);
    expect(await scene.send('2')).toBe(true);
    scene.suite.list('chat', 'far');
    await scene.until(() => scene.got.length > 0);
    expect(scene.got).toEqual([{ deliveries: [], missed: true }]);
    await scene.send('3');
    expect([scene.ids, scene.got.at(-1)?.missed]).toEqual([['3'], false]);
  });

  it('that has withdrawn but answers still gets everything', async () => {
    const scene = new Scene({ unlistedMs: 0 });
    scene.suite.list('chat', 'far');
    await scene.send('1');
    scene.suite.list('chat');
    await scene.send('2');
    expect(scene.suite.links.all()).toEqual(['far']);
    expect([scene.ids, scene.got.some(({ missed }) => missed)]).toEqual([['1', '2'], false]);
  });

  it('that is listed and does not answer holds the commit, and gets everything in order when it does', async () => {
    const scene = new Scene({ unlistedMs: 0 });
    scene.suite.list('chat', 'far');
    scene.away = true;
    const sent = [scene.send('1'), scene.send('2')];
    await scene.until(() => scene.calls > 2);
    expect(scene.tracker.offset).toBe(0);
    scene.away = false;
    expect(await Promise.all(sent)).toEqual([true, true]);
    expect([scene.ids, scene.got.some(({ missed }) => missed)]).toEqual([['1', '2'], false]);
  });

  it('that died holds the commit no longer than a short while, and is no chat node any more', async () => {
    const scene = new Scene({ unlistedMs: 200 });
    scene.suite.list('chat', 'far');
    await scene.send('1');
    scene.away = true;
    const sent = scene.send('2');
    await scene.until(() => scene.calls > 2);
    scene.suite.list('chat');
    expect(await sent).toBe(true);
    expect(scene.suite.links.all()).toEqual([]);
    const { calls } = scene;
    expect(await scene.send('3')).toBe(true);
    expect(scene.calls).toBe(calls);
  });

  it('that was given up while it is listed is let go, and hears of it once when it is back, also if there is nothing for it', async () => {
    const scene = new Scene({ listedMs: 100 });
    scene.suite.list('chat', 'far');
    scene.away = true;
    expect(await scene.send('1')).toBe(true);
    expect(await scene.send('2')).toBe(true);
    scene.away = false;
    await scene.until(() => scene.got.length > 0);
    expect(scene.got).toEqual([{ deliveries: [], missed: true }]);
    await scene.send('3');
    expect(scene.got.slice(1).map(({ missed }) => missed)).toEqual([false]);
  });

  it('hears with the first thing for it that it missed something', async () => {
    const scene = new Scene({ listedMs: 100 });
    scene.suite.list('chat', 'far');
    scene.away = true;
    await scene.send('1');
    scene.away = false;
    await scene.send('2');
    expect(scene.got.map(({ deliveries, missed }) => [deliveries.length, missed])).toEqual([[1, true]]);
  });
});

describe('what a node of another process wants of groups', () => {
  it('is kept from a drop that was told before the node knew that somebody there is a member again', async () => {
    const scene = new Scene();
    const drop = { node: 'far', add: [], drop: ['g.a'], whole: true };
    scene.suite.list('chat', 'far');
    scene.suite.links.tell(drop);
    scene.away = true;
    const joining = deliveryOf({
      users: ['ann'],
      members: true,
      memberships: [{ user: 'ann', from: 1 }],
      typing: { conversation: 'g.a', user: 'x' },
    });
    scene.deliverer.add(joining, undefined);
    await scene.until(() => scene.calls > 0);
    scene.suite.links.tell(drop);
    expect(wanting(scene, 'g.a')).toEqual(['far']);
    scene.away = false;
    await scene.until(() => scene.got.length > 0);
    expect(wanting(scene, 'g.a')).toEqual(['far']);
    scene.suite.links.tell(drop);
    expect(wanting(scene, 'g.a')).toEqual([]);
  });

  const wanting = ({ suite }: Scene, conversation: string): string[] => [...suite.links.wanting(conversation)];

  it('is everything until it has told all of it', () => {
    const scene = new Scene();
    scene.suite.list('chat', 'far');
    expect(wanting(scene, 'g.a')).toEqual(['far']);
    scene.suite.links.tell({ node: 'far', add: ['g.b'], drop: [], whole: false });
    expect(wanting(scene, 'g.a')).toEqual(['far']);
    scene.suite.links.tell({ node: 'far', add: ['g.c'], drop: [], whole: true });
    expect(['g.a', 'g.b', 'g.c'].map((conversation) => wanting(scene, conversation))).toEqual([[], ['far'], ['far']]);
  });

  it('counts also if it is told before the node is listed, and while it drains', () => {
    const scene = new Scene();
    scene.suite.links.tell({ node: 'far', add: ['g.a'], drop: [], whole: true });
    scene.suite.list('chat', 'far');
    scene.suite.list('chat');
    expect([wanting(scene, 'g.a'), wanting(scene, 'g.b')]).toEqual([['far'], []]);
  });

  it('is everything again when it was given up', async () => {
    const scene = new Scene({ listedMs: 50 });
    scene.suite.list('chat', 'far');
    scene.suite.links.tell({ node: 'far', add: ['g.a'], drop: [], whole: true });
    scene.away = true;
    await scene.send('1');
    expect(wanting(scene, 'g.b')).toEqual(['far']);
  });

  it('is never everything of a node of this process, nor of a place that waits for answers', () => {
    const scene = new Scene();
    scene.suite.links.connect('chat', 'near', () => Promise.resolve());
    scene.suite.list('chat', 'near');
    scene.suite.list('group-message', 'desk');
    expect(wanting(scene, 'g.a')).toEqual([]);
    expect(scene.suite.links.all()).toEqual(['near']);
  });
});
