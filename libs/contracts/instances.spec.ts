import type { INestApplication } from '@nestjs/common';
import { eventually } from '../../test/support/eventually.js';
import { TcpProxy } from '../../test/support/tcp-proxy.js';
import { Directory } from './directory.js';
import { ChatNodeService, SessionService } from './gen/services.js';
import { NoAnswerError } from './no-answer.error.js';
import { ServiceClients } from './service-clients.js';
import { boot, bootInstance, list, refusal, type TestInstance } from './testing.js';

const NEVER = () => new Promise<never>(() => undefined);
const DELIVERY = { deliveries: [], missed: false };

let caller: INestApplication;
let a: TestInstance;
let b: TestInstance;
let toA: TcpProxy;
let toB: TcpProxy;

beforeEach(async () => {
  caller = await boot();
  [a, b] = await Promise.all([bootInstance('a'), bootInstance('b')]);
  [toA, toB] = await Promise.all([TcpProxy.to(a.address), TcpProxy.to(b.address)]);
});
afterEach(async () => {
  toA.close();
  toB.close();
  await Promise.all([caller, a.app, b.app].map((app) => app.close()));
});

const sessions = () => caller.get(ServiceClients).client(SessionService);
const sessionsAt = (id: string) => caller.get(ServiceClients).clientAt(SessionService, id);
const nodes = () => caller.get(ServiceClients).client(ChatNodeService);
const know = (instances: Record<string, string>) => {
  for (const kind of ['session', 'chat']) list(caller, kind, instances);
};
const knowBoth = () => know({ a: toA.address, b: toB.address });
const ask = (user: string, options = {}) => sessions().lookup({ users: [user] }, options);
const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
const timed = async (work: Promise<unknown>): Promise<number> => {
  const start = performance.now();
  await work.catch(() => undefined);
  return performance.now() - start;
};
/** Far less than anything is waited for, far more than a slow machine needs. */
const AT_ONCE_MS = 1_500;
/** Of an instance that says nothing, on a machine that has other things to do meanwhile. */
const OUT_OF_USE_MS = 2_500 + 1_000;
const isAnswered = (work: Promise<unknown>): Promise<boolean> =>
  work.then(
    () => true,
    () => false,
  );
const noAnswer = async (work: Promise<unknown>): Promise<string> => {
  const error = await refusal(work);
  return error instanceof NoAnswerError ? `${error.code} ${error.outcome}` : `${error.code} said`;
};

describe('calls of a service', () => {
  it('begin at one instance in the order in which they were made', async () => {
    know({ a: toA.address });
    const users = Array.from({ length: 3_000 }, (_, i) => String(i));
    const first = users.slice(0, 1_000).map((user) => ask(user));
    await first[0];
    await Promise.all([...first, ...users.slice(1_000).map((user) => ask(user))]);
    expect(a.callee.seen).toEqual(users);
  });

  it('are spread over its instances', async () => {
    knowBoth();
    await Promise.all(Array.from({ length: 200 }, (_, i) => ask(String(i))));
    expect(a.callee.seen.length).toBeGreaterThan(50);
    expect(b.callee.seen.length).toBeGreaterThan(50);
  });

  it('prefer the zone of the caller, as long as it has an instance that is up', async () => {
    const inZone = await boot({ zone: 'z1' });
    const instances = [
      { id: 'a', address: toA.address, zone: 'z1' },
      { id: 'b', address: toB.address, zone: 'z2' },
    ];
    inZone.get(Directory).update('session', instances);
    const { lookup } = inZone.get(ServiceClients).client(SessionService);
    await Promise.all(Array.from({ length: 20 }, () => lookup({ users: ['u'] })));
    expect([a.callee.seen.length, b.callee.seen.length]).toEqual([20, 0]);
    toA.close();
    await lookup({ users: ['u'] });
    expect(b.callee.seen).toHaveLength(1);
    await inZone.close();
  });

  it('go to the same instance if they have the same key, and back to it once it is up again', async () => {
    knowBoth();
    for (let i = 0; i < 20; i++) await ask(`key ${String(i)}`, { sticky: `key ${String(i)}` });
    const [ofA, ofB] = [[...a.callee.seen], [...b.callee.seen]];
    expect(Math.min(ofA.length, ofB.length)).toBeGreaterThan(0);
    for (const key of [...ofA, ...ofB]) await ask(key, { sticky: key });
    expect([a.callee.seen, b.callee.seen]).toEqual([
      [...ofA, ...ofA],
      [...ofB, ...ofB],
    ]);
    toA.cut();
    await Promise.all(ofA.map((key) => ask(key, { sticky: key })));
    expect(b.callee.seen.slice(ofB.length * 2)).toEqual(ofA);
    await eventually(async () => {
      await ask(ofA[0]!, { sticky: ofA[0]! });
      return a.callee.seen.length > ofA.length * 2;
    });
  });

  it('wait for the first instance of a suite that starts', async () => {
    const answer = ask('u');
    await sleep(100);
    know({ a: toA.address });
    expect((await answer).users).toHaveLength(1);
  });

  it('fail after two seconds if none appears, and at once when the last has been gone for longer', async () => {
    const first = await timed(ask('u'));
    expect(first).toBeGreaterThan(1_900);
    expect(first).toBeLessThan(4_000);
    know({ a: toA.address });
    await ask('u');
    know({});
    toA.cut();
    await sleep(2_000);
    expect(await timed(ask('u'))).toBeLessThan(AT_ONCE_MS);
  });

  it('go to instances that the registry has lost sight of, as long as these answer', async () => {
    know({ a: toA.address });
    await ask('seen');
    know({});
    expect(await timed(ask('lost sight of'))).toBeLessThan(AT_ONCE_MS);
    know({ b: toB.address });
    await ask('another is there');
    expect([a.callee.seen, b.callee.seen]).toEqual([['seen', 'lost sight of'], ['another is there']]);
  });
});

describe('a call whose instance breaks off', () => {
  it('is made again at another one if it is idempotent', async () => {
    knowBoth();
    a.callee.answer = b.callee.answer = NEVER;
    let answered = 0;
    for (let i = 0; i < 20; i++)
      ask(String(i)).then(
        () => answered++,
        () => undefined,
      );
    await eventually(() => a.callee.seen.length + b.callee.seen.length === 20);
    b.callee.answer = () => ({ users: [], incomplete: true });
    const lost = a.callee.seen;
    const before = b.callee.seen.length;
    toA.close();
    await eventually(() => b.callee.seen.length === 20);
    expect(b.callee.seen.slice(before)).toEqual(lost);
    await eventually(() => answered === lost.length);
  });

  it('is not made again if it is not, since nobody knows what became of it', async () => {
    knowBoth();
    a.callee.answer = b.callee.answer = NEVER;
    const answer = noAnswer(nodes().deliver(DELIVERY));
    await eventually(() => a.callee.seen.length + b.callee.seen.length === 1);
    toA.cut();
    toB.cut();
    expect(await answer).toBe('unavailable unknown');
    expect(a.callee.seen.length + b.callee.seen.length).toBe(1);
  });

  it('is made elsewhere in any case if it surely did not begin', async () => {
    const { address } = toA;
    toA.close();
    for (let i = 0; i < 5; i++) {
      know({ [`gone ${String(i)}`]: address, b: toB.address });
      await nodes().deliver(DELIVERY);
    }
    expect(b.callee.seen).toHaveLength(5);
  });

  it('is not made again when the callee itself has refused it', async () => {
    knowBoth();
    const { ParleyError } = await import('#errors');
    a.callee.answer = b.callee.answer = () => Promise.reject(new ParleyError('unavailable', 'Not now.', { retryAfterMs: 7 }));
    expect(await refusal(ask('u'))).toMatchObject({ code: 'unavailable', message: 'Not now.', retryAfterMs: 7 });
    expect(a.callee.seen.length + b.callee.seen.length).toBe(1);
  });

  it('still has a deadline', async () => {
    knowBoth();
    a.callee.answer = b.callee.answer = NEVER;
    expect(await timed(ask('u', { deadlineMs: 150 }))).toBeLessThan(AT_ONCE_MS);
    expect((await refusal(ask('u', { deadlineMs: 50 }))).message).toMatch(/did not answer in time\.$/);
  });
});

describe('an instance', () => {
  it('is addressed alone, also by its own process', async () => {
    knowBoth();
    await sessionsAt('b').lookup({ users: ['u'] });
    await a.app
      .get(ServiceClients)
      .clientAt(SessionService, 'a')
      .lookup({ users: ['own'] });
    expect([a.callee.seen, b.callee.seen]).toEqual([['own'], ['u']]);
    expect(await noAnswer(sessionsAt('c').lookup({ users: [] }))).toBe('unavailable unsent');
  });

  it('that is down refuses at once, and is back soon after it is up', async () => {
    know({ a: a.address });
    await sessionsAt('a').lookup({ users: ['u'] });
    await a.app.close();
    await eventually(
      () => noAnswer(sessionsAt('a').lookup({ users: ['u'] })),
      (said) => said === 'unavailable refused',
    );
    expect(await timed(sessionsAt('a').lookup({ users: ['u'] }))).toBeLessThan(AT_ONCE_MS);
    a = await bootInstance('a', { port: Number(a.address.split(':')[1]) });
    const start = performance.now();
    await eventually(() => isAnswered(sessionsAt('a').lookup({ users: ['again'] })));
    expect(performance.now() - start).toBeLessThan(5_000);
  });

  it('that ends answers what it has in hand, and what it did not begin goes elsewhere', async () => {
    know({ a: a.address });
    a.callee.answer = async () => sleep(200).then(() => ({ users: [], incomplete: true }));
    const answers = Array.from({ length: 10 }, () => nodes().deliver(DELIVERY));
    await eventually(() => a.callee.seen.length === 10);
    know({ a: a.address, b: b.address });
    const closed = a.app.close();
    const late = Array.from({ length: 50 }, () => nodes().deliver(DELIVERY));
    await Promise.all([...answers, ...late, closed]);
    expect(a.callee.seen.length + b.callee.seen.length).toBe(60);
    a = await bootInstance('a');
  });

  it('that leaves the directory gets no new calls while others are listed, and answers those that it has', async () => {
    knowBoth();
    a.callee.answer = async () => sleep(300).then(() => ({ users: [], incomplete: true }));
    const kept = sessionsAt('a').lookup({ users: ['kept'] });
    await eventually(() => a.callee.seen.length === 1);
    know({ b: toB.address });
    b.callee.answer = () => ({ users: [], incomplete: false });
    await Promise.all(Array.from({ length: 20 }, () => ask('new')));
    expect(b.callee.seen).toHaveLength(20);
    expect((await kept).incomplete).toBe(true);
  });

  it('that left the directory can be addressed while it drains, until its connection breaks', async () => {
    knowBoth();
    know({ b: toB.address });
    await sessionsAt('a').lookup({ users: ['draining'] });
    expect(a.callee.seen).toEqual(['draining']);
    toA.cut();
    await eventually(
      () => noAnswer(sessionsAt('a').lookup({ users: ['u'] })),
      (said) => said === 'unavailable unsent',
    );
  });

  it('is not mistaken for another process that took its port', async () => {
    know({ 'before a': a.address });
    expect(await noAnswer(sessionsAt('before a').lookup({ users: ['u'] }))).toBe('unavailable refused');
    expect(a.callee.seen).toEqual([]);
  });

  it('that falls silent is out of use within 2.5 seconds', async () => {
    knowBoth();
    await Promise.all([sessionsAt('a').lookup({ users: ['u'] }), sessionsAt('b').lookup({ users: ['u'] })]);
    toA.silence();
    expect(await timed(sessionsAt('a').lookup({ users: ['u'] }))).toBeLessThan(OUT_OF_USE_MS);
    expect(await timed(sessionsAt('a').lookup({ users: ['u'] }))).toBeLessThan(AT_ONCE_MS);
    for (let i = 0; i < 20; i++) expect(await timed(ask('u'))).toBeLessThan(AT_ONCE_MS);
    toA.speak();
    await eventually(() => isAnswered(sessionsAt('a').lookup({ users: ['again'] })));
  });

  it('that says nothing from the first is out of use within 2.5 seconds too', async () => {
    knowBoth();
    toA.silence();
    const answer = noAnswer(sessionsAt('a').lookup({ users: ['u'] }));
    expect(await timed(answer)).toBeLessThan(OUT_OF_USE_MS);
    expect(await answer).toBe('unavailable unsent');
    expect(await timed(sessionsAt('a').lookup({ users: ['u'] }))).toBeLessThan(AT_ONCE_MS);
  });
});
