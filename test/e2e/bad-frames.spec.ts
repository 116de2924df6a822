import type { Account } from '../support/api.js';
import { target } from '../support/target.js';
import { Wire } from '../support/wire.js';

const api = target();

describe('a bad frame', () => {
  let ada: Account;
  let bob: Account;
  let cleo: Account;
  let a: Wire;
  let conversation: string;
  let foreign: string;
  beforeAll(async () => {
    [ada, bob, cleo] = (await api.registerAll('ada', 'bob', 'cleo')) as [Account, Account, Account];
    a = await Wire.ready(api, ada);
    ({ conversation } = await a.post(bob, 'the only message'));
    const b = await Wire.ready(api, bob);
    ({ conversation: foreign } = await b.post(cleo, 'not for ada'));
    await b.close();
  });
  afterEach(async () => {
    // Whatever it was: the socket lives and nothing was stored.
    await a.settled();
    expect((await api.entries(ada, conversation)).entries).toHaveLength(1);
  });
  afterAll(() => a.close());

  const refused = async (raw: string | Buffer, binary = false): Promise<object> => {
    a.sendRaw(raw, { binary });
    return a.next('error');
  };
  const send = (change: object): string => JSON.stringify({ type: 'send', id: 'bad', to: { user: bob.id }, body: 'hello', ...change });

  it.each([
    ['is not JSON', '{"type":'],
    ['is not an object', '[]'],
    ['is null', 'null'],
    ['is empty', ''],
    ['is text', '"ping"'],
  ])('that %s is invalid', async (_name, raw) => {
    expect(await refused(raw)).toMatchObject({ code: 'invalid', message: expect.any(String) as string });
  });

  it('that is binary is invalid', async () => {
    expect(await refused(Buffer.from('{"type":"ping"}'), true)).toMatchObject({ code: 'invalid' });
  });

  it.each([['nonsense'], ['constructor'], ['welcome'], [7], [null], [undefined]])('of the unknown type %p is invalid', async (type) => {
    expect(await refused(JSON.stringify({ type, id: 'unknown-type' }))).toMatchObject({
      code: 'invalid',
      field: 'type',
      id: 'unknown-type',
    });
  });

  it.each([
    ['a body of the wrong type', { body: 7 }, 'body'],
    ['an empty body', { body: '' }, 'body'],
    ['no body', { body: undefined }, 'body'],
    ['an id of the wrong type', { id: 7 }, 'id'],
    ['an id that is too long', { id: 'x'.repeat(65) }, 'id'],
    ['an id with strange letters', { id: 'a b' }, 'id'],
    ['no id', { id: undefined }, 'id'],
    ['no recipient', { to: undefined }, 'to'],
    ['a recipient of the wrong type', { to: 'bob' }, 'to'],
    ['a recipient without a user', { to: {} }, 'to'],
    ['an unknown field', { colour: 'red' }, 'colour'],
    ['an unknown field within', { to: { user: 'x', colour: 'red' } }, 'to.colour'],
    ['`after` of the wrong type', { after: 1 }, 'after'],
    ['`replyTo` that is no place', { replyTo: 0 }, 'replyTo'],
    ['`replyTo` that is no whole number', { replyTo: 1.5 }, 'replyTo'],
  ])('with %s names the field', async (_name, change, field) => {
    const error = (await refused(send(change))) as { code: string; field?: string };
    expect(error.code).toBe('invalid');
    expect(error.field?.startsWith(field)).toBe(true);
  });

  it('with a body beyond the limit of `welcome` is refused, and one at the limit is not', async () => {
    const { bodyBytes } = (a.all('welcome')[0] ?? { limits: { bodyBytes: 0 } }).limits;
    const tooLong = await refused(send({ body: 'ü'.repeat(bodyBytes / 2) + 'x' }));
    expect(tooLong).toMatchObject({ id: 'bad', field: 'body' });
    expect(['invalid', 'too_large']).toContain((tooLong as { code: string }).code);
    const b = await Wire.ready(api, bob);
    expect(await b.post(cleo, 'ü'.repeat(bodyBytes / 2))).toMatchObject({ type: 'ack' });
    await b.close();
  });

  it('beyond the frame limit of `welcome` is too large', async () => {
    const { frameBytes } = (a.all('welcome')[0] ?? { limits: { frameBytes: 0 } }).limits;
    expect(await refused(send({ body: 'x'.repeat(frameBytes) }))).toMatchObject({ code: 'too_large' });
  });

  it.each([
    ['received', { type: 'received', seq: 1 }],
    ['read', { type: 'read', seq: 1 }],
    ['history', { type: 'history' }],
    ['typing', { type: 'typing' }],
  ])('%s about a conversation that does not exist, or is not one’s own, finds nothing', async (_name, frame) => {
    for (const [id, unknown] of [
      ['nowhere', 'no-such-conversation'],
      ['foreign', foreign],
    ] as const) {
      a.sendRaw(JSON.stringify({ ...frame, id, conversation: unknown }));
      expect(await a.answer(id)).toMatchObject({ type: 'error', code: 'not_found' });
    }
  });

  it.each([
    ['a cursor below zero', { type: 'read', seq: -1 }, 'seq'],
    ['a cursor that is a string', { type: 'received', seq: '1' }, 'seq'],
    ['a cursor without a place', { type: 'read' }, 'seq'],
    ['a page of too many', { type: 'history', limit: 100_000 }, 'limit'],
    ['a page of none', { type: 'history', limit: 0 }, 'limit'],
    ['a page before nothing', { type: 'history', before: 'x' }, 'before'],
  ])('with %s names the field', async (_name, frame, field) => {
    a.sendRaw(JSON.stringify({ id: 'named', conversation, ...frame }));
    expect(await a.answer('named')).toMatchObject({ type: 'error', code: 'invalid', field });
  });

  it('that watches nobody in particular is invalid', async () => {
    a.sendRaw(JSON.stringify({ type: 'watch', id: 'watch', users: 'bob' }));
    expect(await a.answer('watch')).toMatchObject({ type: 'error', code: 'invalid', field: 'users' });
  });

  it('to somebody who does not exist, or to oneself, is refused', async () => {
    a.sendRaw(send({ id: 'nobody', to: { user: 'AAAAAAAAAAAAAAAAAAAAAA' } }));
    expect(await a.answer('nobody')).toMatchObject({ type: 'error', code: 'not_found' });
  });
});

describe('bytes that are not UTF-8', () => {
  it('are refused, and the server goes on', async () => {
    const [ada] = (await api.registerAll('ada')) as [Account];
    const wire = await Wire.ready(api, ada);
    // `ws` sends a Buffer as text when it is told so; the bytes stay as they are.
    wire.sendRaw(Buffer.from([0x7b, 0xff, 0xfe, 0x7d]), { binary: false });
    const outcome = await Promise.race([wire.next('error'), wire.closed]);
    expect(outcome).toMatchObject('type' in outcome ? { code: 'invalid' } : { code: 1007 });
    const again = await Wire.ready(api, ada);
    await again.settled();
    await Promise.all([wire.close(), again.close()]);
  });
});
