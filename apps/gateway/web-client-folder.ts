import { existsSync } from 'node:fs';
import path from 'node:path';

/** Where the built web client is. */
export class WebClientFolder {
  constructor(readonly folder: string = path.join(packageRoot(import.meta.dirname), 'dist/apps/web')) {}
}

// The same from the sources and from what was built of them.
function packageRoot(folder: string): string {
  const parent = path.dirname(folder);
  return existsSync(path.join(folder, 'package.json')) || parent === folder ? folder : packageRoot(parent);
}
