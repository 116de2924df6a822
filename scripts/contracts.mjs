// Regenerates everything that follows from proto/: the messages and their codecs (ts-proto), and from the descriptors
// one table of services and one JSON Schema per message. `--check` fails if what is committed is not current.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import protobuf from 'protobufjs';

const root = path.resolve(import.meta.dirname, '..');
const gen = path.join(root, 'libs/contracts/gen');
const INTEGERS = new Set(['int32', 'uint32', 'sint32', 'fixed32', 'sfixed32', 'int64', 'uint64', 'sint64', 'fixed64', 'sfixed64']);
const check = process.argv.includes('--check');

const before = check ? snapshot() : undefined;
rmSync(gen, { recursive: true, force: true });
mkdirSync(gen, { recursive: true });
const env = { ...process.env, PATH: `${path.join(root, 'node_modules/.bin')}${path.delimiter}${process.env.PATH}` };
execFileSync('buf', ['lint'], { cwd: root, env, stdio: 'inherit' });
execFileSync('buf', ['generate'], { cwd: root, env, stdio: 'inherit' });
const contract = describe(loadRoot());
writeFileSync(path.join(gen, 'services.ts'), renderServices(contract));
writeFileSync(path.join(gen, 'schemas.ts'), renderSchemas(contract));
if (before !== undefined && before !== snapshot()) {
  console.error('The generated contracts were not current; `npm run contracts` has renewed them. Commit the result.');
  process.exit(1);
}

function snapshot() {
  if (!existsSync(gen)) return '';
  const files = readdirSync(gen, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  return files
    .sort()
    .map((file) => `${file}\n${readFileSync(path.join(gen, file), 'utf8')}`)
    .join('\n');
}

function loadRoot() {
  const loaded = new protobuf.Root();
  loaded.resolvePath = (_origin, target) => {
    const own = path.join(root, 'proto', target);
    return existsSync(own) ? own : path.join(root, 'node_modules/protobufjs', target);
  };
  const files = readdirSync(path.join(root, 'proto'), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.proto'));
  loaded.loadSync(
    files.map((file) => file.split(path.sep).join('/')),
    { alternateCommentMode: true, keepCase: false },
  );
  return loaded.resolveAll();
}

function describe(loaded) {
  const services = [];
  const messages = [];
  walk(loaded, (node) => {
    if (!node.fullName.startsWith('.parley.') || node.fullName.startsWith('.parley.rules.')) return;
    if (node instanceof protobuf.Service) services.push(node);
    if (node instanceof protobuf.Type) messages.push(node);
  });
  return { services: services.sort(byName), messages: messages.sort(byName) };
}

function byName(a, b) {
  return a.fullName < b.fullName ? -1 : 1;
}

function walk(node, visit) {
  visit(node);
  for (const child of node.nestedArray ?? []) walk(child, visit);
}

function option(node, name) {
  for (const parsed of node.parsedOptions ?? []) if (name in parsed) return parsed[name];
  return node.options?.[name];
}

function typeName(type) {
  return type.fullName.slice(1);
}

function moduleOf(type) {
  return `./${path.relative(path.join(root, 'proto'), type.filename).replace(/\.proto$/, '.js')}`;
}

function alias(type) {
  return typeName(type)
    .replace(/^parley\./, '')
    .replace(/\./g, '_');
}

function renderServices({ services }) {
  const imports = new Map();
  const used = (type) => imports.set(alias(type), `import { ${type.name} as ${alias(type)} } from '${moduleOf(type)}';`);
  const blocks = services.map((service) => {
    const methods = service.methodsArray.map((method) => {
      used(method.resolvedRequestType);
      used(method.resolvedResponseType);
      return `    ${lowerFirst(method.name)}: ${renderMethod(service, method)},`;
    });
    return `/** ${service.comment ?? ''} */\nexport const ${service.name} = {\n  name: '${typeName(service)}',\n  comment: ${JSON.stringify(service.comment ?? '')},\n  methods: {\n${methods.join('\n')}\n  },\n} as const satisfies ServiceContract;\n`;
  });
  // Services of streams are no RPC that clients are made for.
  const unary = services.filter((service) => service.methodsArray.every((method) => !method.requestStream && !method.responseStream));
  const all = `export const SERVICES: readonly ServiceContract[] = [${unary.map((service) => service.name).join(', ')}];\n`;
  const head =
    "// Generated from proto/ by `npm run contracts`. DO NOT EDIT.\n/* eslint-disable */\nimport type { ServiceContract } from '../service-contract.js';\n";
  return `${head}${[...imports.values()].sort().join('\n')}\n\n${blocks.join('\n')}\n${all}`;
}

function lowerFirst(text) {
  return text[0].toLowerCase() + text.slice(1);
}

function renderMethod(service, method) {
  const http = option(method, '(google.api.http)');
  const access = String(option(method, '(parley.rules.v1.access)') ?? 'ACCESS_UNSPECIFIED')
    .replace('ACCESS_', '')
    .toLowerCase();
  const request = method.resolvedRequestType;
  const response = method.resolvedResponseType;
  const fields = [
    `rpc: '${method.name}'`,
    `path: '/${typeName(service)}/${method.name}'`,
    `access: '${access}'`,
    `comment: ${JSON.stringify(method.comment ?? '')}`,
    `http: ${http ? JSON.stringify(httpRule(http)) : 'undefined'}`,
    `idempotent: ${isIdempotent(method, http)}`,
    `requestType: '${typeName(request)}'`,
    `responseType: '${typeName(response)}'`,
    `request: ${alias(request)}`,
    `response: ${alias(response)}`,
  ];
  return `{ ${fields.join(', ')} }`;
}

/** By protobuf's own option; a GET has no effect anyway. */
function isIdempotent(method, http) {
  return ['IDEMPOTENT', 'NO_SIDE_EFFECTS'].includes(option(method, 'idempotency_level')) || http?.get !== undefined;
}

function httpRule(rule) {
  const verb = ['get', 'post', 'put', 'patch', 'delete'].find((name) => rule[name]);
  return { verb, path: rule[verb].replace(/\{(\w+)\}/g, (_all, name) => `{${camel(name)}}`), body: rule.body === '*' };
}

function camel(name) {
  return name.replace(/_([a-z])/g, (_all, letter) => letter.toUpperCase());
}

function scalarSchema(field, rules) {
  if (field.resolvedType instanceof protobuf.Type) return { $ref: typeName(field.resolvedType) };
  if (INTEGERS.has(field.type)) {
    const wide = field.type.endsWith('64');
    const unsigned = field.type.startsWith('u');
    const bound = wide ? Number.MAX_SAFE_INTEGER : 2 ** (unsigned ? 32 : 31) - 1;
    return { type: 'integer', minimum: rules.minimum ?? (unsigned ? 0 : wide ? -bound : -bound - 1), maximum: rules.maximum ?? bound };
  }
  if (field.type === 'bool') return { type: 'boolean' };
  if (field.type === 'double' || field.type === 'float') return { type: 'number', minimum: rules.minimum, maximum: rules.maximum };
  if (field.type === 'bytes') return { type: 'string', contentEncoding: 'base64' };
  if (field.type !== 'string') throw new Error(`${field.fullName}: no JSON Schema for ${field.type}`);
  const minLength = rules.minLength ?? (rules.required && !field.repeated ? 1 : undefined);
  const closed = rules.enum === undefined ? undefined : [rules.enum].flat();
  return { type: 'string', minLength, maxLength: rules.maxLength, pattern: rules.pattern, enum: closed, maxBytes: rules.maxBytes };
}

function fieldSchema(field) {
  const rules = camelKeys(option(field, '(parley.rules.v1.rules)') ?? {});
  const comment = field.comment ? { description: field.comment } : {};
  const scalar = scalarSchema(field, rules);
  if (!field.repeated) return scalar.$ref && field.comment ? { allOf: [scalar], ...comment } : { ...scalar, ...comment };
  const minItems = rules.minItems ?? (rules.required ? 1 : undefined);
  return { type: 'array', items: scalar, minItems, maxItems: rules.maxItems, uniqueItems: rules.uniqueItems || undefined, ...comment };
}

function camelKeys(rules) {
  return Object.fromEntries(Object.entries(rules).map(([key, value]) => [camel(key), value]));
}

function messageSchema(message) {
  const required = message.fieldsArray.filter((field) => camelKeys(option(field, '(parley.rules.v1.rules)') ?? {}).required);
  return {
    $id: typeName(message),
    type: 'object',
    description: message.comment ?? undefined,
    properties: Object.fromEntries(message.fieldsArray.map((field) => [camel(field.name), fieldSchema(field)])),
    required: required.map((field) => camel(field.name)),
    additionalProperties: false,
  };
}

function renderSchemas({ messages }) {
  const schemas = messages.map((message) => JSON.stringify(messageSchema(message), null, 1));
  const defaults = Object.fromEntries(
    messages.map((message) => [
      typeName(message),
      Object.fromEntries(
        message.fieldsArray
          .filter((field) => !field.partOf)
          .map((field) => [camel(field.name), defaultOf(field)])
          .filter(([, value]) => value !== undefined),
      ),
    ]),
  );
  return `// Generated from proto/ by \`npm run contracts\`. DO NOT EDIT.\n/* eslint-disable */\nimport type { MessageSchema } from '../service-contract.js';\n\n/** JSON Schema of every message, by its full name as \`$id\`. */\nexport const SCHEMAS: readonly MessageSchema[] = [${schemas.join(',\n')}];\n\n/** What proto3 gives a field that is absent, by message. */\nexport const DEFAULTS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = ${JSON.stringify(defaults, null, 1)};\n`;
}

function defaultOf(field) {
  if (field.repeated) return [];
  if (field.resolvedType instanceof protobuf.Type) return undefined;
  if (field.type === 'string' || field.type === 'bytes') return '';
  return field.type === 'bool' ? false : 0;
}
