import { existsSync } from 'node:fs';
import path from 'node:path';

/** The folder of the project, whether the code runs from its sources or from what was built of them. */
export const PACKAGE_ROOT = rootAbove(import.meta.dirname);

function rootAbove(folder: string): string {
  const parent = path.dirname(folder);
  return existsSync(path.join(folder, 'package.json')) || parent === folder ? folder : rootAbove(parent);
}
