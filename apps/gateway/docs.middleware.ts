import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { Injectable, type NestMiddleware } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { openApi } from './openapi.js';
import { RouteTable } from './routes.js';
import { sendFile, staticFile, type StaticFile } from './static-files.js';

const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Parley API</title>
    <link rel="stylesheet" href="/docs/swagger-ui.css" />
  </head>
  <body>
    <div id="swagger-ui"></div>
    <script src="/docs/swagger-ui-bundle.js"></script>
    <script src="/docs/start.js"></script>
  </body>
</html>
`;
// In a file of its own, because the content security policy forbids scripts in the page.
const START =
  "SwaggerUIBundle({ url: '/openapi.json', dom_id: '#swagger-ui', deepLinking: true, presets: [SwaggerUIBundle.presets.apis] });\n";
const HOUR = 'public, max-age=3600';

/** Describes the API: `/openapi.json`, and `/docs` for people. */
@Injectable()
export class DocsMiddleware implements NestMiddleware {
  private readonly loaders: Readonly<Record<string, () => StaticFile>>;
  private readonly files = new Map<string, StaticFile>();

  constructor(table: RouteTable) {
    this.loaders = {
      '/openapi.json': () => staticFile('openapi.json', Buffer.from(JSON.stringify(openApi(table.routes), null, 2)), 'no-cache'),
      '/docs': () => staticFile('docs.html', Buffer.from(PAGE), 'no-cache'),
      '/docs/start.js': () => staticFile('start.js', Buffer.from(START), HOUR),
      '/docs/swagger-ui.css': () => shipped('swagger-ui.css'),
      '/docs/swagger-ui-bundle.js': () => shipped('swagger-ui-bundle.js'),
    };
  }

  use(request: Request, response: Response, next: NextFunction): void {
    const [url = ''] = request.originalUrl.split('?');
    const name = url === '/docs/' ? '/docs' : url;
    const file = request.method === 'GET' || request.method === 'HEAD' ? this.file(name) : undefined;
    if (file === undefined) next();
    else sendFile(file, request, response);
  }

  // Read when first asked for: most processes never are.
  private file(name: string): StaticFile | undefined {
    const load = Object.hasOwn(this.loaders, name) ? this.loaders[name] : undefined;
    if (load === undefined) return undefined;
    const file = this.files.get(name) ?? load();
    this.files.set(name, file);
    return file;
  }
}

function shipped(name: string): StaticFile {
  const folder = path.dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
  return staticFile(name, readFileSync(path.join(folder, name)), HOUR);
}
