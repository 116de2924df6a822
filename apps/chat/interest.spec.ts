import { Directory, ServiceClients, type ClientOf, type ServiceContract } from '#contracts';
import type { SetInterestRequest } from '#contracts/gen/parley/group_message/internal/v1/group_message_internal.js';
import { eventually } from '../../test/support/eventually.js';
import { Interest } from './interest.js';

/** Instances of the service of group messages. */
class Instances extends ServiceClients {
  readonly told = new Map<string, SetInterestRequest[]>();
  readonly away = new Set<string>();

  client<S extends ServiceContract>(): ClientOf<S> {
    return this.clientAt<S>(undefined, 'own');
  }

  clientAt<S extends ServiceContract>(_service: S | undefined, instance: string): ClientOf<S> {
    const setInterest = (request: SetInterestRequest): Promise<unknown> => {
      if (this.away.has(instance)) return Promise.reject(new Error('away'));
      this.told.set(instance, [...(this.told.get(instance) ?? []), request]);
      return Promise.resolve({});
    };
    return { setInterest } as unknown as ClientOf<S>;
  }

  /** What an instance knows, and whether it knows that this is all. */
  knows(instance: string): { wanted: string[]; whole: boolean } {
    const requests = this.told.get(instance) ?? [];
    const wanted = new Set<string>();
    for (const { add, drop } of requests) {
      for (const conversation of drop) wanted.delete(conversation);
      for (const conversation of add) wanted.add(conversation);
    }
    return { wanted: [...wanted].sort(), whole: requests.some(({ whole }) => whole) };
  }
}

class Scene {
  readonly directory = new Directory();
  readonly instances = new Instances();
  readonly interest = new Interest({ node: 'chat-1', directory: this.directory, clients: this.instances, onError: () => undefined });

  list(...ids: string[]): void {
    this.directory.update(
      'group-message',
      ids.map((id) => ({ id, address: '', zone: '' })),
    );
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const isSettled = (promise: Promise<void>): Promise<boolean> => Promise.race([promise.then(() => true), pause(50).then(() => false)]);

describe('the interest of a node', () => {
  let scene: Scene;
  beforeEach(() => (scene = new Scene()));
  afterEach(() => scene.interest.stop());

  it('is known to every instance when it is settled', async () => {
    const { interest, instances } = scene;
    scene.list('a', 'b');
    interest.start();
    for (const conversation of ['g.1', 'g.2', 'g.3']) interest.add(conversation);
    interest.drop('g.2');
    await interest.settled();
    for (const id of ['a', 'b']) expect(instances.knows(id)).toEqual({ wanted: ['g.1', 'g.3'], whole: true });
    interest.add('g.4');
    await interest.settled();
    expect(instances.told.get('a')?.at(-1)).toEqual({ node: 'chat-1', add: ['g.4'], drop: [], whole: false });
  });

  it('is not settled before it is known which instances there are', async () => {
    scene.interest.add('g.1');
    const settled = scene.interest.settled();
    expect(await isSettled(settled)).toBe(false);
    scene.interest.start();
    await settled;
  });

  it('is told as a whole to an instance that comes later, the last part of many saying so', async () => {
    const { interest, instances } = scene;
    interest.start();
    for (let n = 0; n < 10_001; n++) interest.add(`g.${String(n)}`);
    scene.list('late');
    await interest.settled();
    expect(instances.told.get('late')?.map(({ add, whole }) => [add.length, whole])).toEqual([
      [10_000, false],
      [1, true],
    ]);
  });

  it('is not settled while a listed instance cannot be told, and is told when it can', async () => {
    const { interest, instances } = scene;
    scene.list('a');
    interest.start();
    await interest.settled();
    instances.away.add('a');
    interest.add('g.1');
    await expect(interest.settled()).rejects.toThrow('away');
    instances.away.clear();
    await eventually(() => instances.knows('a').wanted.join() === 'g.1');
  });

  it('is still told to an instance that drains, and is settled without one that is gone', async () => {
    const { interest, instances } = scene;
    scene.list('a', 'b');
    interest.start();
    await interest.settled();
    scene.list('b');
    interest.add('g.1');
    await interest.settled();
    expect(instances.knows('a').wanted).toEqual(['g.1']);
    instances.away.add('a');
    interest.add('g.2');
    await interest.settled();
    expect(instances.knows('b').wanted).toEqual(['g.1', 'g.2']);
  });

  it('is told anew when somebody may have forgotten it', async () => {
    const { interest, instances } = scene;
    scene.list('a');
    interest.start();
    interest.add('g.1');
    await interest.settled();
    interest.startOver();
    await interest.settled();
    expect(instances.told.get('a')?.at(-1)).toEqual({ node: 'chat-1', add: ['g.1'], drop: [], whole: true });
  });
});
