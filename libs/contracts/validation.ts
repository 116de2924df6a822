/// <reference lib="es2024.string" />
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { ParleyError } from '#errors';
import { SCHEMAS } from './gen/schemas.js';

const ajv = new Ajv({ strict: true, verbose: true });
ajv.addKeyword({ keyword: 'maxBytes', type: 'string', schemaType: 'number', validate: fitsBytes, error: { message: 'too many bytes' } });
ajv.addKeyword({ keyword: 'storable', type: 'string', schemaType: 'boolean', validate: isStorable, error: { message: 'not storable' } });
for (const schema of SCHEMAS) ajv.addSchema(withStorableStrings(schema));

/** What is wrong with a message of the type (full name), if anything: its first violation, as an `invalid` that names the field. */
export function violationOf(type: string, message: unknown): ParleyError | undefined {
  const check: ValidateFunction | undefined = ajv.getSchema(type);
  if (check === undefined) return new ParleyError('internal', `There is no message type ${type}.`);
  if (check(message)) return undefined;
  const error = check.errors?.[0];
  return error === undefined ? new ParleyError('invalid', 'The request is not valid.') : toInvalid(error);
}

function fitsBytes(limit: number, text: string): boolean {
  // No code unit takes more than three bytes, so most texts need no count.
  return text.length * 3 <= limit || Buffer.byteLength(text) <= limit;
}

// A lone surrogate has no UTF-8, and Postgres stores no NUL: both would be changed or fail only after they were accepted.
function isStorable(_wanted: boolean, text: string): boolean {
  return text.isWellFormed() && !text.includes('\0');
}

function withStorableStrings<T>(schema: T): T {
  if (Array.isArray(schema)) return schema.map(withStorableStrings) as T;
  if (typeof schema !== 'object' || schema === null) return schema;
  const copy = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, withStorableStrings(value)]));
  return (copy.type === 'string' ? { ...copy, storable: true } : copy) as T;
}

function toInvalid(error: ErrorObject): ParleyError {
  const field = fieldOf(error);
  const subject = field === undefined ? 'The request' : `\`${field}\``;
  return new ParleyError('invalid', `${subject} ${complaint(error)}.`, { field });
}

function fieldOf(error: ErrorObject): string | undefined {
  const params = error.params as { missingProperty?: string; additionalProperty?: string };
  const last = params.missingProperty ?? params.additionalProperty;
  const parts = error.instancePath
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  if (last !== undefined) parts.push(last.toWellFormed().slice(0, 64));
  return parts.length === 0 ? undefined : parts.join('.');
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  string: 'a string',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
};

function complaint({ keyword, params, schema }: ErrorObject): string {
  const { limit, type, pattern, allowedValues } = params as { limit?: number; type?: string; pattern?: string; allowedValues?: string[] };
  switch (keyword) {
    case 'required':
      return 'is required';
    case 'additionalProperties':
      return 'is not a field of this request';
    case 'type':
      return `must be ${TYPE_NAMES[type ?? ''] ?? 'of another type'}`;
    // Over gRPC an absent string is an empty one, so both get the same words.
    case 'minLength':
      return limit === 1 ? 'is required' : `must have at least ${String(limit)} characters`;
    case 'maxLength':
      return `must have at most ${String(limit)} characters`;
    case 'maxBytes':
      return `is too long: at most ${String(schema)} bytes of UTF-8`;
    case 'pattern':
      return `must match ${String(pattern)}`;
    case 'minimum':
      return `must be at least ${String(limit)}`;
    case 'maximum':
      return `must be at most ${String(limit)}`;
    case 'minItems':
      return limit === 1 ? 'is required' : `must have at least ${String(limit)} items`;
    case 'maxItems':
      return `must have at most ${String(limit)} items`;
    case 'uniqueItems':
      return 'must not have an item twice';
    case 'enum':
      return `must be one of ${(allowedValues ?? []).join(', ')}`;
    case 'storable':
      return 'must be well-formed text without NUL characters';
    default:
      return 'is not valid';
  }
}
