import * as ws from 'ws';
import { parseClientFrame } from './client-frame.js';
import { LIMITS } from './limits.js';
import { textFrames } from './text-frames.js';

const parse = (value: unknown): ReturnType<typeof parseClientFrame> =>
  parseClientFrame(Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)), false);
const send = { type: 'send', id: 'm1', to: { user: 'bob' }, body: 'hi' };

describe('a frame of a client', () => {
  it('is taken if it is what its type says', () => {
    expect(parse(send)).toEqual({ frame: send });
    expect(parse({ type: 'ping' })).toEqual({ frame: { type: 'ping' } });
  });

  it.each([
    ['no JSON', '{', undefined, undefined],
    ['a list', '[]', undefined, undefined],
    ['nothing', 'null', undefined, undefined],
    ['an unknown type', { type: 'shout', id: 'x' }, 'type', 'x'],
    ['a type of the prototype', { type: 'constructor' }, 'type', undefined],
    ['a missing field', { type: 'send', id: 'm1', to: { user: 'bob' } }, 'body', 'm1'],
    ['a wrong type', { ...send, body: 7 }, 'body', 'm1'],
    ['an unknown field', { ...send, from: 'eve' }, 'from', 'm1'],
    ['an unknown field inside', { ...send, to: { user: 'bob', admin: true } }, 'to.admin', 'm1'],
    ['an empty body', { ...send, body: '' }, 'body', 'm1'],
    ['a body that is too long', { ...send, body: 'é'.repeat(LIMITS.bodyBytes / 2 + 1) }, 'body', 'm1'],
    ['half a character', '{"type":"send","id":"m1","to":{"user":"bob"},"body":"\\ud800"}', 'body', 'm1'],
    ['a NUL', { ...send, body: 'a\0b' }, 'body', 'm1'],
    ['a seq of 0', { type: 'read', conversation: 'c', seq: 0 }, 'seq', undefined],
  ])('is refused if it has %s', (_name, value, field, id) => {
    expect(parse(value)).toMatchObject({ error: { code: 'invalid', field }, id });
  });

  it('is refused if it is binary, no UTF-8, or too large', () => {
    expect(parseClientFrame(Buffer.from(JSON.stringify(send)), true)).toMatchObject({ error: { code: 'invalid' } });
    expect(parseClientFrame(Buffer.from([0x22, 0xc3, 0x28, 0x22]), false)).toMatchObject({ error: { code: 'invalid' } });
    expect(parse(' '.repeat(LIMITS.frameBytes + 1))).toMatchObject({ error: { code: 'too_large' } });
  });
});

describe('text frames in one buffer', () => {
  it('are read back by a WebSocket receiver, of every size class', async () => {
    const texts = [
      '',
      'short',
      'ü'.repeat(62),
      'x'.repeat(125),
      'y'.repeat(126),
      '😀'.repeat(20_000),
      'z'.repeat(65_535),
      'w'.repeat(65_536),
    ];
    const receiver = new (ws as unknown as { Receiver: new (options: object) => NodeJS.WritableStream }).Receiver({ isServer: false });
    const got: string[] = [];
    receiver.on('message', (data: Buffer) => got.push(data.toString()));
    receiver.write(textFrames(texts));
    while (got.length < texts.length) await new Promise((resolve) => setImmediate(resolve));
    expect(got).toEqual(texts);
  });
});
