import { DEFAULTS, SCHEMAS, violationOf, type MessageSchema } from '#contracts';
import { ParleyError } from '#errors';
import type { Route } from './routes.js';

type Json = Record<string, unknown>;

interface PropertySchema {
  type?: string;
  $ref?: string;
  allOf?: readonly PropertySchema[];
  items?: PropertySchema;
}

const schemas = new Map<string, MessageSchema>(SCHEMAS.map((schema) => [schema.$id, schema]));

/** What a REST request holds, before it is known to be valid. */
export interface RestInput {
  params: Readonly<Record<string, string>>;
  /** Without the `?`. */
  query: string;
  /** As JSON was parsed; undefined if there is none. */
  body: unknown;
}

/** The message that a REST request stands for. Throws `invalid`, naming the field. */
export function toMessage({ method, http }: Route, { params, query, body }: RestInput): object {
  const type = method.requestType;
  const fields = http.body ? bodyFields(body, query) : queryFields(type, query);
  for (const [name, text] of Object.entries(params)) {
    const value = fromText(propertyOf(type, name), text);
    if (fields[name] !== undefined && fields[name] !== value) {
      throw new ParleyError('invalid', `\`${name}\` is given twice: by the path and otherwise.`, { field: name });
    }
    fields[name] = value;
  }
  const violation = violationOf(type, fields);
  if (violation !== undefined) throw violation;
  return withDefaults(type, fields);
}

/** The JSON of an answer: defaults written out, absent optional fields left out, and nothing that the contract does not name. */
export function toJson(type: string, message: Json): Json {
  const json: Json = {};
  for (const [name, schema] of Object.entries(schemas.get(type)?.properties ?? {})) {
    const value = message[name] ?? DEFAULTS[type]?.[name];
    if (value !== undefined && value !== null) json[name] = mapMessages(schema, value, toJson);
  }
  return json;
}

// A message of ours always has its lists and plain fields; JSON may leave them out.
function withDefaults(type: string, fields: Json): Json {
  const message: Json = structuredClone(DEFAULTS[type] ?? {});
  for (const [name, value] of Object.entries(fields)) message[name] = mapMessages(propertyOf(type, name), value, withDefaults);
  return message;
}

function mapMessages(schema: PropertySchema, value: unknown, map: (type: string, message: Json) => Json): unknown {
  const { items } = schema;
  if (items !== undefined) return (value as unknown[]).map((item) => mapMessages(items, item, map));
  const ref = schema.$ref ?? schema.allOf?.[0]?.$ref;
  return ref === undefined ? value : map(ref, value as Json);
}

function propertyOf(type: string, name: string): PropertySchema {
  const properties = schemas.get(type)?.properties ?? {};
  return Object.hasOwn(properties, name) ? (properties[name] ?? {}) : {};
}

function bodyFields(body: unknown, query: string): Json {
  if (query !== '') throw new ParleyError('invalid', 'This call takes no query; put the fields into the body.');
  if (body === undefined) return {};
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw new ParleyError('invalid', 'The body must be a JSON object.');
  return { ...body };
}

function queryFields(type: string, query: string): Json {
  // Without a prototype, so that `__proto__` is a name like any other.
  const fields = Object.create(null) as Json;
  for (const [name, text] of pairsOf(query)) {
    const schema = propertyOf(type, name);
    if (schema.items !== undefined) fields[name] = [...((fields[name] as unknown[] | undefined) ?? []), fromText(schema.items, text)];
    else if (Object.hasOwn(fields, name)) throw new ParleyError('invalid', `\`${name}\` is given more than once.`, { field: name });
    else fields[name] = fromText(schema, text);
  }
  return fields;
}

function pairsOf(query: string): [string, string][] {
  return query
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const [name = '', ...rest] = pair.split('=');
      return [decodeQuery(name), decodeQuery(rest.join('='))];
    });
}

function decodeQuery(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw new ParleyError('invalid', 'The query is not valid percent-encoded UTF-8.');
  }
}

// What does not look like its type stays text, and the schema then says what was expected.
function fromText(schema: PropertySchema, text: string): unknown {
  const { type } = schema;
  if (type === 'integer' && /^-?\d{1,16}$/.test(text)) return Number(text);
  if (type === 'number' && /^-?\d+(\.\d+)?$/.test(text)) return Number(text);
  if (type === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  return text;
}
