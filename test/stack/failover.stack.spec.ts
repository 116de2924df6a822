import { setTimeout as sleep } from 'node:timers/promises';
import { chosenServices, crash, freeze, gatewayUrls, start, stop, thaw, type Service } from '../../deploy/native/testing.mjs';
import { Crowd, told, type Story } from '../support/crowd.js';

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
/** Replaced by a deployment, which tells them to go. */
const DEPLOYED = ['message-1', 'group-message-1', 'user-1', 'session-1', 'chat-1'] as const;

describe('while everybody talks and services fail', () => {
  let crowd: Crowd;
  let stories: Story[];
  const slowest = new Map<string, number>();

  beforeAll(async () => {
    crowd = await Crowd.gather(gatewayUrls(), { pairs: 12, groups: 4 });
    crowd.talk(250);
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
    for (const service of STUNNED) await during(`SIGSTOP of ${service}`, () => stun(service));
    await crowd.settle();
    stories = await crowd.stories();
  }, 340_000);

  afterAll(() => {
    crowd.close();
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
