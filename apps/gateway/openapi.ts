import { SCHEMAS, type MessageSchema } from '#contracts';
import { paramOf, type Route } from './routes.js';

type Json = Record<string, unknown>;

const schemas = new Map<string, MessageSchema>(SCHEMAS.map((schema) => [schema.$id, schema]));

const PROBLEM = {
  type: 'object',
  description: 'A problem document (RFC 9457).',
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string', description: 'What went wrong, for a person.' },
    code: { type: 'string', description: 'What went wrong, for a program.' },
    field: { type: 'string', description: 'The field to blame.' },
    retryAfterMs: { type: 'integer', description: 'After how many milliseconds the same may succeed.' },
  },
  required: ['type', 'title', 'status', 'detail', 'code'],
};

/** The OpenAPI 3.1 document of the routes. */
export function openApi(routes: readonly Route[]): Json {
  const paths: Record<string, Json> = {};
  for (const route of routes) paths[route.http.path] = { ...paths[route.http.path], [route.http.verb]: operation(route) };
  const tags = new Map(routes.map(({ service }) => [shortName(service.name), service.comment]));
  return {
    openapi: '3.1.0',
    info: {
      title: 'Parley',
      version: '1.0.0',
      description: 'A self-hosted, real-time chat. Live messages travel over the WebSocket.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    tags: [...tags].map(([name, description]) => ({ name, description })),
    paths,
    components: {
      schemas: { Problem: PROBLEM, ...usedSchemas(routes) },
      securitySchemes: { accessToken: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
    },
  };
}

function operation(route: Route): Json {
  const { service, method, http } = route;
  const [summary = '', ...rest] = method.comment.split(/(?<=\.)\s+/);
  return {
    operationId: `${shortName(service.name)}_${method.rpc}`,
    tags: [shortName(service.name)],
    summary: summary.replaceAll('\n', ' '),
    ...(rest.length > 0 ? { description: rest.join(' ') } : {}),
    security: method.access === 'user' ? [{ accessToken: [] }] : [],
    parameters: parameters(route),
    ...(http.body ? { requestBody: { required: true, content: { 'application/json': { schema: bodySchema(route) } } } } : {}),
    responses: responses(route),
  };
}

function responses({ method }: Route): Json {
  const problem = (description: string): Json => ({
    description,
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  });
  return {
    '200': { description: 'Done.', content: { 'application/json': { schema: reference(method.responseType) } } },
    '400': problem('The request is not valid; `field` names what is to blame.'),
    ...(method.access === 'user'
      ? { '401': problem('The access token is missing, wrong, expired or of a device that was signed out.') }
      : {}),
    '429': problem('Too many requests.'),
    default: problem('Any other failure.'),
  };
}

function parameters(route: Route): Json[] {
  const inPath = pathFields(route);
  const schema = schemas.get(route.method.requestType);
  const names = route.http.body ? inPath : Object.keys(schema?.properties ?? {});
  return names.map((name) => {
    const { description, ...rest } = toOpenApi(schema?.properties[name] ?? {}) as { description?: string };
    const required = inPath.includes(name) || schema?.required.includes(name) === true;
    return {
      name,
      in: inPath.includes(name) ? 'path' : 'query',
      required,
      ...(description === undefined ? {} : { description }),
      schema: rest,
    };
  });
}

function pathFields({ segments }: Route): string[] {
  return segments.flatMap((segment) => paramOf(segment) ?? []);
}

// Fields that stand in the path are not repeated in the body.
function bodySchema(route: Route): Json {
  const inPath = new Set(pathFields(route));
  if (inPath.size === 0) return reference(route.method.requestType);
  const schema = schemas.get(route.method.requestType);
  const properties = Object.fromEntries(Object.entries(schema?.properties ?? {}).filter(([name]) => !inPath.has(name)));
  const required = (schema?.required ?? []).filter((name) => !inPath.has(name));
  return toOpenApi({ type: 'object', properties, required, additionalProperties: false }) as Json;
}

function reference(type: string): Json {
  return { $ref: `#/components/schemas/${type}` };
}

function usedSchemas(routes: readonly Route[]): Record<string, unknown> {
  const used = new Map<string, unknown>();
  const add = (type: string): void => {
    const schema = schemas.get(type);
    if (schema === undefined || used.has(type)) return;
    used.set(type, toOpenApi(schema));
    for (const [, ref = ''] of JSON.stringify(schema).matchAll(/"\$ref":"([^"]+)"/g)) add(ref);
  };
  for (const { method } of routes) {
    add(method.requestType);
    add(method.responseType);
  }
  return Object.fromEntries([...used].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Our schemas in the words of OpenAPI: references into its components, our own keyword as an extension. */
function toOpenApi(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(toOpenApi);
  if (typeof schema !== 'object' || schema === null) return schema;
  const entries = Object.entries(schema).flatMap(([key, value]): [string, unknown][] => {
    if (key === '$id') return [];
    if (key === '$ref') return [[key, `#/components/schemas/${String(value)}`]];
    if (key === 'maxBytes') return [['x-max-bytes', value]];
    return [[key, toOpenApi(value)]];
  });
  return Object.fromEntries(entries);
}

function shortName(service: string): string {
  return service.slice(service.lastIndexOf('.') + 1);
}
