import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { StackError } from './stack-error.mjs';

/** Writes the file at `from` to `to` with each `${NAME}` replaced by its value. */
export function fillIn(from, to, values) {
  const text = readFileSync(from, 'utf8').replace(/\$\{(\w+)\}/g, (_, name) => {
    if (values[name] === undefined) throw new StackError(`${from} asks for ${name}, which nobody gives.`);
    return String(values[name]);
  });
  mkdirSync(path.dirname(to), { recursive: true });
  writeFileSync(to, text);
  return to;
}
