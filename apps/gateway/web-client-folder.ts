import path from 'node:path';
import { PACKAGE_ROOT } from '#runtime';

/** Where the built web client is. */
export class WebClientFolder {
  constructor(readonly folder: string = path.join(PACKAGE_ROOT, 'dist/apps/web')) {}
}
