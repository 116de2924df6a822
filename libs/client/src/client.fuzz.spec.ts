import fc from 'fast-check';
import { ParleyClient } from './client.js';
import type { Entry } from './protocol.js';
import { ModelServer, ModelSocket, NO_FAULTS, conversationOf } from './testing/model-server.js';
import { VirtualClock, seededRandom } from './testing/virtual-clock.js';

const USERS = ['ada', 'bob', 'cleo'];
/** Ada has two devices. */
const DEVICES = ['ada', 'ada', 'bob', 'cleo'];

type Step =
  { do: 'send'; device: number; to: number; poison: boolean } | { do: 'end' | 'silence'; device: number } | { do: 'wait'; ms: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('send' as const),
      device: fc.nat(3),
      to: fc.nat(1),
      poison: fc.integer({ min: 0, max: 19 }).map((n) => n === 0),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('end' as const, 'silence' as const), device: fc.nat(3) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.nat(2_000) }) },
);

const faults = fc.record({
  unanswered: fc.constantFrom(0, 0.1),
  refused: fc.constantFrom(0, 0.1),
  dropped: fc.constantFrom(0, 0.05),
  doubled: fc.constantFrom(0, 0.2),
  restFails: fc.constantFrom(0, 0.3),
});

interface Device {
  user: string;
  client: ParleyClient;
  socket: () => ModelSocket | undefined;
  entries: Entry[];
  /** Ids that it sent to each user, in order, without the ones that are refused for good. */
  sent: Map<string, string[]>;
}

class Scene {
  readonly clock: VirtualClock;
  readonly server: ModelServer;
  readonly devices: Device[];

  constructor(seed: number) {
    this.clock = new VirtualClock(seededRandom(seed));
    this.server = new ModelServer(this.clock, seededRandom(seed + 1));
    this.server.missedLimit = 5;
    for (const [a, b] of [
      ['ada', 'bob'],
      ['ada', 'cleo'],
      ['bob', 'cleo'],
    ] as const)
      this.server.append(a, b, `first-${a}-${b}`, 'hello');
    this.devices = DEVICES.map((user) => this.device(user));
  }

  /** As an application does: it loads the list of conversations when it is told to. */
  private device(user: string): Device {
    const { server } = this;
    const sockets: ModelSocket[] = [];
    class Socket extends ModelSocket {
      constructor(url: string) {
        super(server, url);
        sockets.push(this);
      }
    }
    const client = new ParleyClient({
      baseUrl: 'http://model',
      refreshToken: 'r',
      fetch: server.fetchFor(user),
      WebSocket: Socket,
      clock: this.clock,
    });
    const device: Device = { user, client, socket: () => sockets.at(-1), entries: [], sent: new Map() };
    client.on('entry', (entry) => device.entries.push(entry));
    client.on('reset', () => void client.conversations());
    client.connect();
    return device;
  }

  async run(steps: readonly Step[]): Promise<void> {
    for (const [index, step] of steps.entries()) {
      if (step.do === 'wait') await this.clock.advance(step.ms);
      else if (step.do === 'send') this.send(this.devices[step.device]!, step, index);
      else if (step.do === 'end') this.devices[step.device]!.socket()?.end();
      else this.devices[step.device]!.socket()?.silence();
    }
  }

  private send(device: Device, { to, poison }: { to: number; poison: boolean }, index: number): void {
    const other = USERS.filter((user) => user !== device.user)[to]!;
    const { id } = device.client.send({ user: other }, poison ? 'poison' : `message ${String(index)}`);
    if (!poison) device.sent.set(other, [...(device.sent.get(other) ?? []), id]);
  }

  /** Nothing goes wrong any more, and everybody connects once more. */
  async heal(): Promise<void> {
    this.server.faults = NO_FAULTS;
    await this.clock.advance(120_000);
    for (const device of this.devices) device.socket()?.end();
    await this.clock.advance(120_000);
  }
}

function expectOrder(scene: Scene): void {
  for (const { user, client, entries, sent } of scene.devices) {
    expect(client.state).toBe('ready');
    expect(client.outgoing().filter((message) => message.state !== 'failed')).toEqual([]);
    for (const other of USERS.filter((name) => name !== user)) {
      const conversation = conversationOf(user, other);
      const stored = scene.server.entries(conversation);
      // The first entry was there before anybody connected.
      expect(entries.filter((entry) => entry.conversation === conversation)).toEqual(stored.slice(1));
      const ids = sent.get(other) ?? [];
      expect(stored.map((entry) => entry.id).filter((id) => ids.includes(id))).toEqual(ids);
    }
  }
}

describe('the client against a server and a network that misbehave', () => {
  it('hands over every message exactly once and in order, on every device, and stores what was sent once and in order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), faults, fc.array(step, { maxLength: 120, size: 'max' }), async (seed, chosen, steps) => {
        const scene = new Scene(seed);
        await scene.clock.advance(5_000);
        scene.server.faults = chosen;
        await scene.run(steps);
        await scene.heal();
        expectOrder(scene);
        for (const { client } of scene.devices) client.close();
      }),
      { numRuns: 200, endOnFailure: true },
    );
  });
});
