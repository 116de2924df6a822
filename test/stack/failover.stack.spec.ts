import { setTimeout as sleep } from 'node:timers/promises';
import type { Entry } from '../../libs/client/src/index.js';
import { chosenServices, crash, freeze, gatewayUrls, start, stop, thaw, type Service } from '../../deploy/native/testing.mjs';
import { type Account, Api } from '../support/api.js';
import { Crowd, directStory, told, type Story } from '../support/crowd.js';
import { Device } from '../support/device.js';
import { eventually } from '../support/eventually.js';
import { Parrot } from '../support/parrot.js';
import { Testimony } from '../support/testimony.js';

/** A service is missed for at least as long as this. */
const AWAY_MS = 1_000;
/** Longer than any owner is waited for. */
const FROZEN_MS = 7_000;
/** Five seconds are promised, by a client's clock; the rest is for a machine that does everything at once. */
const FAILOVER_MS = 12_000;
const FIRSTS = ['user-1', 'group-1', 'discovery-1', 'session-1', 'relay-1', 'last-seen-1', 'gateway-1'] as const;
const OWNERS = ['message-1', 'message-2', 'group-message-1', 'group-message-2'] as const;
const NODES = ['chat-1', 'chat-2'] as const;
/** With few groups one instance may own none of them; of two, at least one does. */
const STUNNED = ['message-1', 'group-message-1', 'group-message-2'] as const;
const STUNNED_NODE = 'chat-2' as const;
/** Replaced by a deployment, which tells them to go. */
const DEPLOYED = ['message-1', 'group-message-1', 'user-1', 'session-1', 'chat-1'] as const;

describe('while everybody talks and services fail', () => {
  let crowd: Crowd;
  let stories: Story[];
  let parrots: Parrot[];
  let parroted: Entry[][];
  /** Second devices, on which nobody writes. */
  let witnesses: Device[];
  const slowest = new Map<string, number>();

  beforeAll(async () => {
    crowd = await Crowd.gather(gatewayUrls(), { pairs: 12, groups: 4 });
    parrots = await pairOfParrots();
    witnesses = await Promise.all([...crowd.people.filter((_, n) => n % 3 === 0), ...parrots].map(witness));
    crowd.talk(250);
    for (const parrot of parrots) parrot.talk(250);
    await during('nothing', () => sleep(5_000));
    for (const service of [...FIRSTS, ...OWNERS, ...NODES]) {
      await during(`kill -9 of ${service}`, () => kill(service));
      await during(`return of ${service}`, () => start(service));
    }
    for (const service of DEPLOYED) {
      await during(`deployment of ${service}`, async () => {
        await stop(service);
        await start(service);
      });
    }
    for (const service of [...STUNNED, STUNNED_NODE] as const) await during(`SIGSTOP of ${service}`, () => stun(service));
    await Promise.all([crowd.settle(), ...parrots.map((parrot) => parrot.settle())]);
    stories = await crowd.stories();
    parroted = await Promise.all(parrots.map(({ api, account, partner }) => directStory(api, account, partner)));
    await eventually(
      () => witnesses.flatMap(behind),
      (those) => those.length === 0,
    ).catch(() => undefined);
  }, 400_000);

  afterAll(async () => {
    crowd.close();
    await Promise.all([...parrots, ...witnesses].map((device) => device.close()));
    const lines = [...slowest].map(([what, ms]) => `  ${what.padEnd(28)} ${String(ms).padStart(6)} ms`);
    process.stdout.write(`The slowest acknowledgement during\n${lines.join('\n')}\n`);
  });

  async function during(what: string, act: () => Promise<unknown>): Promise<void> {
    const began = Date.now();
    await act();
    await crowd.answered();
    slowest.set(what, crowd.slowest(began));
  }

  async function kill(service: Service): Promise<void> {
    await crash(service);
    await sleep(AWAY_MS);
  }

  async function stun(service: Service): Promise<void> {
    try {
      freeze(service);
      await sleep(FROZEN_MS);
    } finally {
      thaw(service);
    }
    await sleep(3_000);
  }

  async function pairOfParrots(): Promise<Parrot[]> {
    const apis = gatewayUrls().map((url) => new Api(url));
    const accounts = await Promise.all(apis.map((api) => api.register('parrot')));
    return Promise.all(apis.map((api, n) => Parrot.of(api, accounts[n]!, accounts[1 - n]!)));
  }

  /** Every other one has a `since` that is young, and is sent what it missed; the others are told that it is too much. */
  async function witness({ api, account }: { api: Api; account: Account }, n: number): Promise<Device> {
    return Device.of(api, await api.login(account), n % 2 === 0 ? { socketMs: 5_000 } : {});
  }

  /** The conversations of which a witness has not been told the end. */
  function behind(device: Device): string[] {
    const { told: heard } = new Testimony(device);
    const own = [
      ...stories
        .filter(({ participants }) => participants.some(({ account }) => account.id === device.account.id))
        .map(({ history }) => history),
      ...parroted.filter((_, n) => parrots[n]!.account.id === device.account.id),
    ];
    return own
      .map((history) => history.at(-1)!)
      .filter(({ conversation, seq }) => heard.get(conversation)?.seq !== seq)
      .map(
        ({ conversation, seq }) =>
          `${device.account.username}: ${conversation} ends at ${String(seq)}, not ${String(heard.get(conversation)?.seq)}`,
      );
  }

  it('there were two of everything', () => {
    for (const service of [...FIRSTS, ...OWNERS, ...NODES]) {
      expect(chosenServices()).toContain(service);
      expect(chosenServices()).toContain(service.replace(/\d$/, '2'));
    }
  });

  it('nothing was refused', () => {
    expect(crowd.people.flatMap(({ sendings }) => sendings.filter(({ refused }) => refused !== undefined))).toEqual([]);
  });

  it('each conversation has the places 1 to n', () => {
    for (const { history } of stories) expect(history.map(({ seq }) => seq)).toEqual(history.map((_, n) => n + 1));
  });

  it('everything acknowledged is in history once, at the place that was acknowledged, and nothing else is', () => {
    const acked = crowd.people.flatMap(({ sendings }) =>
      sendings.map(({ sent, id }) => `${sent?.conversation ?? ''} ${String(sent?.seq)} ${id}`),
    );
    const messages = stories.flatMap(({ history }) => history.filter(({ kind }) => kind === 'message'));
    expect(messages.length).toBeGreaterThan(1_000);
    expect(messages.map(({ conversation, seq, id }) => `${conversation} ${String(seq)} ${id}`).sort()).toEqual(acked.sort());
  });

  it('everybody was told the whole story in its order, nothing of it twice', () => {
    expect(crowd.people.flatMap(({ holes }) => holes)).toEqual([]);
    for (const { history, participants } of stories) for (const person of participants) expect(told(person, history)).toEqual(history);
  });

  it("messages keep their sender's order", () => {
    for (const { history, participants } of stories) {
      for (const { account, sendings } of participants) {
        const stored = history.filter(({ kind, from }) => kind === 'message' && from === account.id).map(({ id }) => id);
        const own = new Set(stored);
        expect(stored).toEqual(sendings.map(({ id }) => id).filter((id) => own.has(id)));
      }
    }
  });

  it('a device without the SDK was told every entry once, the next one each time, or that it had missed some', () => {
    expect(witnesses.flatMap((device) => new Testimony(device).faults)).toEqual([]);
    expect(witnesses.flatMap(behind)).toEqual([]);
  });

  it('what is said again keeps its place', () => {
    for (const { acks } of parrots.flatMap(({ sayings }) => sayings))
      expect([...new Set(acks.map(({ conversation, seq, at }) => `${conversation} ${String(seq)} ${String(at)}`))]).toHaveLength(1);
    expect(parrots.flatMap(({ sayings }) => sayings.filter(({ acks }) => acks.length > 1)).length).toBeGreaterThan(100);
  });

  it('what was said by hand is in history once, at the place that was acknowledged, and nothing else is', () => {
    const said = parrots.flatMap(({ sayings }) => sayings.map(({ id, acks }) => `${String(acks[0]?.seq)} ${id}`));
    for (const history of parroted) {
      expect(history.map(({ seq }) => seq)).toEqual(history.map((_, n) => n + 1));
      expect(history.map(({ seq, id }) => `${String(seq)} ${id}`).sort()).toEqual(said.sort());
    }
  });

  it('what left in one go kept its order', () => {
    for (const { sayings } of parrots) {
      const seqs = sayings.map(({ acks }) => acks[0]!.seq);
      expect(seqs).toEqual([...seqs].sort((a, b) => a - b));
    }
    const codes = parrots.flatMap(({ refusals }) => refusals.map(({ code }) => code));
    expect(codes.filter((code) => code !== 'unavailable' && code !== 'out_of_order')).toEqual([]);
  });

  it.each([...OWNERS.map((owner) => `kill -9 of ${owner}`), ...STUNNED.map((owner) => `SIGSTOP of ${owner}`)])(
    'another owner took over in time: %s',
    (what) => {
      expect(slowest.get(what)).toBeLessThan(FAILOVER_MS);
    },
  );

  it.each(DEPLOYED)('nobody was kept waiting: deployment of %s', (service) => {
    expect(slowest.get(`deployment of ${service}`)).toBeLessThan(FAILOVER_MS);
  });

  it.each(FIRSTS)('messages hardly noticed: kill -9 of %s', (service) => {
    expect(slowest.get(`kill -9 of ${service}`)).toBeLessThan(FAILOVER_MS);
  });
});
