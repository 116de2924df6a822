import { DEFAULTS, SCHEMAS } from './gen/schemas.js';
import { SERVICES } from './gen/services.js';
import { GRPC_PACKAGES, MalformedRequest, decodeMessage, encodeMessage, grpcPackageDefinition } from './grpc-package.js';
import type { Codec } from './service-contract.js';
import { violationOf } from './validation.js';

interface Property {
  type?: string;
  $ref?: string;
  allOf?: Property[];
  items?: Property;
  enum?: string[];
  minimum?: number;
}

const schemas = new Map(SCHEMAS.map((schema) => [schema.$id, schema]));
const methods = SERVICES.flatMap((service) => Object.values(service.methods).map((method) => ({ service, method })));
const codecs = new Map<string, Codec<object>>(
  methods.flatMap(({ method }) => [
    [method.requestType, method.request as Codec<object>],
    [method.responseType, method.response as Codec<object>],
  ]),
);

// A value for every field, so that one that is lost on the way is noticed.
function sample(type: string, depth = 0): Record<string, unknown> {
  const properties = Object.entries(schemas.get(type)?.properties ?? {}) as [string, Property][];
  const values = properties.map(([name, schema]) => [name, sampleOf(schema, name, depth)] as const);
  return Object.fromEntries(values.filter(([, value]) => value !== undefined));
}

function sampleOf(schema: Property, name: string, depth: number): unknown {
  if (schema.items !== undefined) return [sampleOf(schema.items, name, depth), sampleOf(schema.items, name, depth)];
  const ref = schema.$ref ?? schema.allOf?.[0]?.$ref;
  if (ref !== undefined) return depth > 4 ? undefined : { ...sample(ref, depth + 1) };
  if (schema.type === 'string') return schema.enum?.[0] ?? `ä ${name} 😀`;
  if (schema.type === 'boolean') return true;
  return Math.max(schema.minimum ?? 0, 0) + 41;
}

describe('every RPC', () => {
  it.each(methods.map(({ method }) => [method.path, method] as const))('%s states who may call it', (_path, method) => {
    expect(method.access).not.toBe('unspecified');
  });

  it('of an internal package is for services alone and has no REST form', () => {
    for (const { service, method } of methods.filter(({ service: { name } }) => name.includes('.internal.'))) {
      expect([service.name, method.access, method.http]).toEqual([service.name, 'service', undefined]);
    }
  });

  it('is served under a name that no other service has', () => {
    const names = SERVICES.map(({ name }) => name.split('.').at(-1));
    expect(new Set(names).size).toBe(names.length);
    expect(Object.keys(grpcPackageDefinition())).toEqual(SERVICES.map(({ name }) => name));
    for (const { name } of SERVICES) expect(GRPC_PACKAGES).toContain(name.slice(0, name.lastIndexOf('.')));
  });
});

describe('every message', () => {
  it.each([...codecs])('%s comes through its codec unchanged', (type, codec) => {
    const message = sample(type);
    expect(decodeMessage(codec, encodeMessage(codec, message))).toEqual(message);
  });

  it.each([...codecs])('%s has its defaults when it is empty', (type, codec) => {
    const message = decodeMessage(codec, Buffer.alloc(0));
    expect(JSON.parse(JSON.stringify(message))).toEqual(DEFAULTS[type]);
    const empty = encodeMessage(codec, message);
    expect(empty).toHaveLength(0);
  });
});

describe('a request that is no message of its type', () => {
  const definition = grpcPackageDefinition()['parley.message.v1.MessageService']?.SendMessage;
  const bad: [string, number[]][] = [
    ['cut off', [0x0a, 0x05, 0x61]],
    ['with text that is not UTF-8', [0x0a, 0x01, 0xff]],
    ['with an integer beyond 2^53', [0x28, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f]],
  ];
  it.each(bad)('%s is handed on for the edge to refuse', (_what, bytes) => {
    expect(definition?.requestDeserialize(Buffer.from(bytes))).toBeInstanceOf(MalformedRequest);
  });
});

describe('a violation', () => {
  const good = { id: 'm1', to: { user: 'u2' }, body: 'hi' };
  it.each([
    [{ ...good, body: undefined }, 'body', '`body` is required.'],
    [{ ...good, body: '' }, 'body', '`body` is required.'],
    [{ ...good, body: 'ä'.repeat(8_193) }, 'body', '`body` is too long: at most 16384 bytes of UTF-8.'],
    [{ ...good, body: '\ud800' }, 'body', '`body` must be well-formed text without NUL characters.'],
    [{ ...good, to: { user: 7 } }, 'to.user', '`to.user` must be a string.'],
    [{ ...good, to: { user: 'u', 'a.b': 1 } }, 'to.a.b', '`to.a.b` is not a field of this request.'],
    [{ ...good, replyTo: 0 }, 'replyTo', '`replyTo` must be at least 1.'],
    ['text', undefined, 'The request must be an object.'],
  ])('of %j names the field and says what to do', (message, field, text) => {
    const violation = violationOf('parley.conversation.v1.SendMessageRequest', message);
    expect([violation?.code, violation?.field, violation?.message]).toEqual(['invalid', field, text]);
  });

  it('is none where absent optional fields are written as undefined', () => {
    expect(violationOf('parley.conversation.v1.SendMessageRequest', { ...good, after: undefined, replyTo: undefined })).toBeUndefined();
  });
});
