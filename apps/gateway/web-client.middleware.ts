import { Injectable, type NestMiddleware } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { WebClientFolder } from './web-client-folder.js';
import { loadFolder, sendFile, staticFile, type StaticFile } from './static-files.js';

const NOT_BUILT = `<!doctype html>
<html lang="en">
  <meta charset="utf-8" />
  <title>Parley</title>
  <h1>Parley is running</h1>
  <p>The web client has not been built. Run <code>npm run build</code> and start again. The API is described at <a href="/docs">/docs</a>.</p>
</html>
`;

// Ids in the addresses of pages have dots too, but what follows them is longer than any ending.
const FILE_ENDING = /\.[a-z0-9]{1,5}$/i;

/** Serves the built web client: its files, and for every other page its one document, which finds its own way from there. */
@Injectable()
export class WebClientMiddleware implements NestMiddleware {
  private readonly files: Map<string, StaticFile>;
  private readonly page: StaticFile;

  constructor({ folder }: WebClientFolder) {
    this.files = loadFolder(folder, cacheControlOf);
    this.page = this.files.get('/index.html') ?? staticFile('index.html', Buffer.from(NOT_BUILT), 'no-store');
  }

  use(request: Request, response: Response, next: NextFunction): void {
    const [name = ''] = request.originalUrl.split('?');
    const file = request.method === 'GET' || request.method === 'HEAD' ? (this.files.get(name) ?? this.pageFor(name, request)) : undefined;
    if (file === undefined) next();
    else sendFile(file, request, response);
  }

  private pageFor(name: string, request: Request): StaticFile | undefined {
    if (name.startsWith('/health/') || FILE_ENDING.test(name)) return undefined;
    const wanted = request.headers.accept ?? '';
    return name === '/' || wanted.includes('text/html') ? this.page : undefined;
  }
}

// Vite puts a hash of the content into the names under /assets/; everything else may change at any time.
function cacheControlOf(name: string): string {
  return name.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';
}
