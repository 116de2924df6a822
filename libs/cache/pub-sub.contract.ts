import { eventually } from '../../test/support/eventually.js';
import type { PubSub } from './pub-sub.js';

export interface PubSubHarness {
  pubSub: PubSub;
  /** Waits until what should not arrive has had time to. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

/** What every adapter of `PubSub` guarantees while nothing fails. */
export function describePubSub(name: string, makeAdapter: () => Promise<PubSubHarness>): void {
  describe(`${name} as a PubSub`, () => {
    let harness: PubSubHarness;
    let pubSub: PubSub;
    beforeEach(async () => {
      harness = await makeAdapter();
      pubSub = harness.pubSub;
    });
    afterEach(() => harness.close());

    /** When so much was heard, and had time to be followed by more. */
    const settled = async (heard: readonly unknown[], count: number): Promise<void> => {
      await eventually(
        () => heard.length,
        (length) => length >= count,
      );
      await harness.settle();
    };

    it('tells every subscriber of the channel and nobody else', async () => {
      const heard: string[] = [];
      await pubSub.subscribe('a', (payload, channel) => heard.push(`first ${channel} ${payload}`));
      await pubSub.subscribe('a', (payload, channel) => heard.push(`second ${channel} ${payload}`));
      await pubSub.subscribe('ab', (payload) => heard.push(`other ${payload}`));
      await pubSub.publish('a', 'hello 🙂\n');
      await settled(heard, 2);
      expect(heard.sort()).toEqual(['first a hello 🙂\n', 'second a hello 🙂\n']);
    });

    it('keeps the order of one publisher', async () => {
      const heard: number[] = [];
      await pubSub.subscribe('a', (payload) => heard.push(Number(payload)));
      const numbers = Array.from({ length: 200 }, (_, n) => n);
      await Promise.all(numbers.map((n) => pubSub.publish('a', String(n))));
      await settled(heard, numbers.length);
      expect(heard).toEqual(numbers);
    });

    it('loses what nobody listens to', async () => {
      const heard: string[] = [];
      await pubSub.publish('a', 'early');
      await pubSub.subscribe('a', (payload) => heard.push(payload));
      await pubSub.publish('a', 'late');
      await settled(heard, 1);
      expect(heard).toEqual(['late']);
    });

    it('does not call a listener from within publish', async () => {
      const heard: string[] = [];
      await pubSub.subscribe('a', (payload) => heard.push(payload));
      const published = pubSub.publish('a', 'hello');
      expect(heard).toEqual([]);
      await published;
      await settled(heard, 1);
      expect(heard).toEqual(['hello']);
    });

    it('is silent for a closed subscription, at once, and goes on for the others', async () => {
      const heard: string[] = [];
      const closed = await pubSub.subscribe('a', () => heard.push('closed'));
      await pubSub.subscribe('a', () => heard.push('open'));
      const published = pubSub.publish('a', 'hello');
      closed.close();
      closed.close();
      await published;
      await settled(heard, 1);
      expect(heard).toEqual(['open']);
    });
  });
}
