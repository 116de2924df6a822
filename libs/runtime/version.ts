import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The version of this suite, as package.json says; it lies above the sources, and above what is compiled from them. */
export const VERSION = readVersion(path.dirname(fileURLToPath(import.meta.url)));

function readVersion(folder: string): string {
  const file = path.join(folder, 'package.json');
  if (existsSync(file)) return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
  const parent = path.dirname(folder);
  if (parent === folder) throw new Error('package.json is missing');
  return readVersion(parent);
}
