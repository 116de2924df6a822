import type { Account } from '../support/api.js';
import { target } from '../support/target.js';
import { Wire } from '../support/wire.js';

const api = target();
const COUNT = 10_000;
/** For so many, on a slow machine. */
const PATIENCE_MS = 110_000;

describe('ten thousand frames at once', () => {
  let ada: Account;
  let bob: Account;
  beforeEach(async () => {
    [ada, bob] = (await api.registerAll('ada', 'bob')) as [Account, Account];
  });

  it('of good messages are each answered: acknowledged in order, or refused with a delay', async () => {
    const [a, b] = await Promise.all([Wire.ready(api, ada), Wire.ready(api, bob)]);
    const ids = Array.from({ length: COUNT }, (_, n) => `flood-${String(n)}`);
    for (const id of ids) a.send({ type: 'send', id, to: { user: bob.id }, body: 'flood' });
    const outcome = await Promise.race([a.answer(ids.at(-1) ?? '', PATIENCE_MS), a.closed]);
    const acks = a.all('ack');
    expect(acks.map((ack) => ack.seq)).toEqual(acks.map((_, n) => n + 1));
    for (const error of a.all('error')) expect(['rate_limited', 'overloaded']).toContain(error.code);
    if ('type' in outcome) expect(acks.length + a.all('error').length).toBe(COUNT);
    else expect(outcome.code).toBe(4429);
    if (acks.length > 0) await b.next('entry', (entry) => entry.seq === acks.length);
    expect(b.all('entry').map((entry) => entry.id)).toEqual(acks.map((ack) => ack.id));
    await Promise.all([a.close(), b.close()]);
  });

  it('of nonsense are refused, or end the socket as flooding; others do not notice', async () => {
    const [a, b] = await Promise.all([Wire.ready(api, ada), Wire.ready(api, bob)]);
    for (let n = 0; n < COUNT; n += 1) a.sendRaw('nonsense');
    a.sendRaw('{"type":"ping","id":"last"}');
    const outcome = await Promise.race([a.answer('last', PATIENCE_MS), a.closed]);
    if (!('type' in outcome)) expect(outcome.code).toBe(4429);
    expect(a.all('error').every((error) => error.code === 'invalid' || error.code === 'rate_limited')).toBe(true);
    await b.settled();
    await Promise.all([a.close(), b.close()]);
  });

  it('of one that never reads end that socket only', async () => {
    const [a, b] = await Promise.all([Wire.ready(api, ada), Wire.ready(api, bob)]);
    a.socket.pause();
    const body = 'x'.repeat(8_000);
    for (let n = 0; n < 2_000; n += 1) b.send({ type: 'send', id: `slow-${String(n)}`, to: { user: ada.id }, body });
    await Promise.race([b.answer('slow-1999', PATIENCE_MS), b.closed]);
    await b.settled().catch(() => undefined);
    a.socket.resume();
    const again = await Wire.ready(api, bob);
    await again.settled();
    await Promise.all([a.close(), b.close(), again.close()]);
  });
});

describe('a frame beyond the hard limit', () => {
  it('ends the socket with 1009', async () => {
    const ada = await api.register('ada');
    const wire = await Wire.ready(api, ada);
    wire.sendRaw('x'.repeat(8 * 1024 * 1024));
    expect((await wire.closed).code).toBe(1009);
  });
});
