import fc from 'fast-check';
import { ParleyClient } from './client.js';
import type { Entry } from './protocol.js';
import { systemEvent } from './testing/model-group.js';
import { ModelServer, NO_FAULTS, conversationOf } from './testing/model-server.js';
import { ModelSocket } from './testing/model-socket.js';
import { VirtualClock, seededRandom } from './testing/virtual-clock.js';

const USERS = ['ada', 'bob', 'cleo'];
/** Ada has two devices. */
const DEVICES = ['ada', 'ada', 'bob', 'cleo'];
/** Ada owns it; Bob is a member from the start; all but her come and go. */
const GROUP = 'club';
const GROUP_CONVERSATION = `group:${GROUP}`;

type Step =
  | { do: 'send'; device: number; to: number; poison: boolean }
  | { do: 'send-to-group'; device: number; poison: boolean }
  | { do: 'end' | 'silence'; device: number }
  | { do: 'enter' | 'leave'; user: number }
  | { do: 'forget' }
  | { do: 'wait'; ms: number };

const poison = fc.integer({ min: 0, max: 19 }).map((n) => n === 0);

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ do: fc.constant('send' as const), device: fc.nat(3), to: fc.nat(1), poison }) },
  { weight: 8, arbitrary: fc.record({ do: fc.constant('send-to-group' as const), device: fc.nat(3), poison }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('end' as const, 'silence' as const), device: fc.nat(3) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('enter' as const, 'leave' as const), user: fc.integer({ min: 1, max: 2 }) }) },
  { weight: 1, arbitrary: fc.constant({ do: 'forget' as const }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.nat(2_000) }) },
);

const faults = fc.record({
  unanswered: fc.constantFrom(0, 0.1),
  refused: fc.constantFrom(0, 0.1),
  dropped: fc.constantFrom(0, 0.05),
  doubled: fc.constantFrom(0, 0.2),
  restFails: fc.constantFrom(0, 0.3),
});

/** What was handed over between two resets; at each the application loads the list, up to the heads in it. */
interface Stretch {
  entries: Entry[];
  loaded: Map<string, number>;
  /** `conversation seq` of what `changes` left out. */
  leftOut: Set<string>;
}

interface Device {
  user: string;
  client: ParleyClient;
  socket: () => ModelSocket | undefined;
  stretches: Stretch[];
  /** Ids that it sent to each conversation, in order, without the ones that are refused for good. */
  sent: Map<string, string[]>;
  /** Ids of those that the server refused for good. */
  failed: Set<string>;
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
    this.server.change(GROUP, 'ada', systemEvent('created', ['bob']));
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
    const device: Device = { user, client, socket: () => sockets.at(-1), stretches: [], sent: new Map(), failed: new Set() };
    client.on('entry', (entry) => device.stretches.at(-1)?.entries.push(entry));
    client.on('reset', () => void this.reload(device));
    client.on('outgoing', ({ id, state }) => state === 'failed' && device.failed.add(id));
    client.on('changes', (changes) => {
      for (const { summary, after = 0 } of changes) {
        for (let seq = after + 1; seq <= summary.head; seq += 1)
          device.stretches.at(-1)?.leftOut.add(`${summary.conversation} ${String(seq)}`);
      }
    });
    client.connect();
    return device;
  }

  private async reload({ client, stretches }: Device): Promise<void> {
    const stretch: Stretch = { entries: [], loaded: new Map(), leftOut: new Set() };
    stretches.push(stretch);
    const { conversations } = await client.conversations().catch(() => ({ conversations: [] }));
    for (const { conversation, head } of conversations) stretch.loaded.set(conversation, head);
  }

  async run(steps: readonly Step[]): Promise<void> {
    for (const [index, step] of steps.entries()) await this.take(step, index);
  }

  private async take(step: Step, index: number): Promise<void> {
    switch (step.do) {
      case 'wait':
        return this.clock.advance(step.ms);
      case 'send':
      case 'send-to-group':
        return this.send(this.devices[step.device]!, step, index);
      case 'end':
        return this.devices[step.device]!.socket()?.end();
      case 'silence':
        return this.devices[step.device]!.socket()?.silence();
      case 'forget':
        return this.server.forget();
      case 'enter':
      case 'leave':
        return this.move(USERS[step.user]!, step.do === 'enter');
    }
  }

  private send({ user, client, sent }: Device, step: Extract<Step, { do: 'send' | 'send-to-group' }>, index: number): void {
    const other = step.do === 'send' ? USERS.filter((name) => name !== user)[step.to]! : undefined;
    const conversation = other === undefined ? GROUP_CONVERSATION : conversationOf(user, other);
    const to = other === undefined ? { group: GROUP } : { user: other };
    const { id } = client.send(to, step.poison ? 'poison' : `message ${String(index)}`, { mentions: other === undefined ? ['ada'] : [] });
    if (!step.poison) sent.set(conversation, [...(sent.get(conversation) ?? []), id]);
  }

  private move(user: string, enter: boolean): void {
    const member = this.server.groups.get(GROUP)!.isMember(user);
    if (member === enter) return;
    if (enter) this.server.change(GROUP, 'ada', systemEvent('added', [user]));
    else this.server.change(GROUP, user, systemEvent('left', [user]));
  }

  /** Nothing goes wrong any more, and everybody connects once more. */
  async heal(): Promise<void> {
    this.server.faults = NO_FAULTS;
    await this.clock.advance(120_000);
    for (const device of this.devices) device.socket()?.end();
    await this.clock.advance(120_000);
  }

  /** Where somebody may read a conversation, oldest first. */
  intervals(user: string, conversation: string): readonly { from: number; to?: number }[] {
    return conversation === GROUP_CONVERSATION ? this.server.groups.get(GROUP)!.intervalsOf(user) : [{ from: 1 }];
  }
}

/** What a stretch holds of a conversation is in order, each once, as it is stored, and inside the memberships. */
function expectOrdered(scene: Scene, { user }: Device, conversation: string, handed: readonly Entry[]): void {
  const stored = scene.server.entries(conversation);
  expect(handed).toEqual(handed.map(({ seq }) => stored[seq - 1]));
  for (const [index, { seq }] of handed.entries()) {
    expect(seq).toBeGreaterThan(handed[index - 1]?.seq ?? 0);
    expect(scene.intervals(user, conversation).some(({ from, to = seq }) => from <= seq && seq <= to)).toBe(true);
  }
}

/** Nothing of a membership is missing behind what the application has loaded. `lossy`: frames vanished, which the server does not repeat to those who left. */
function expectComplete(scene: Scene, device: Device, conversation: string, lossy: boolean): void {
  const { entries, loaded, leftOut } = device.stretches.at(-1)!;
  const handed = new Set(entries.filter((entry) => entry.conversation === conversation).map(({ seq }) => seq));
  const [first = Number.MAX_SAFE_INTEGER] = handed;
  const head = scene.server.entries(conversation).length;
  const isFirst = device.stretches.length === 1;
  for (const { from, to } of scene.intervals(device.user, conversation)) {
    if (lossy && to !== undefined) continue;
    for (
      let seq = Math.max(from, Math.min(first, (loaded.get(conversation) ?? (isFirst && !lossy ? 0 : head)) + 1));
      seq <= (to ?? head);
      seq += 1
    ) {
      const key = `${conversation} ${String(seq)}`;
      const excused = handed.has(seq) || leftOut.has(key) || scene.server.withheld.has(`${device.user} ${key}`);
      expect(excused ? '' : `${device.user} lacks ${key}`).toBe('');
    }
  }
}

function expectSent(scene: Scene, { client, sent, failed }: Device): void {
  expect(client.state).toBe('ready');
  expect(client.outgoing().filter((message) => message.state !== 'failed')).toEqual([]);
  for (const [conversation, ids] of sent) {
    const stored = scene.server.entries(conversation).map(({ id }) => id);
    const accepted = ids.filter((id) => stored.includes(id) || !failed.has(id));
    expect(stored.filter((id) => ids.includes(id))).toEqual(accepted);
  }
}

describe('the client against a server and a network that misbehave', () => {
  it('hands over every entry of its memberships exactly once and in order, on every device, and stores what was sent once and in order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), faults, fc.array(step, { maxLength: 120, size: 'max' }), async (seed, chosen, steps) => {
        const scene = new Scene(seed);
        await scene.clock.advance(5_000);
        scene.server.faults = chosen;
        await scene.run(steps);
        await scene.heal();
        for (const device of scene.devices) {
          expectSent(scene, device);
          for (const conversation of scene.server.conversations.keys()) {
            if (scene.intervals(device.user, conversation).length === 0 || !involves(conversation, device.user)) continue;
            for (const { entries } of device.stretches) {
              expectOrdered(
                scene,
                device,
                conversation,
                entries.filter((entry) => entry.conversation === conversation),
              );
            }
            expectComplete(scene, device, conversation, chosen.dropped > 0 || chosen.unanswered > 0);
          }
          device.client.close();
        }
      }),
      { numRuns: 300, endOnFailure: true },
    );
  });
});

function involves(conversation: string, user: string): boolean {
  return conversation === GROUP_CONVERSATION || conversation.split('+').includes(user);
}
