import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Request, Response } from 'express';

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
};
const PACKED = new Set(['.png', '.webp', '.woff2', '.ico']);
/** Smaller answers fit one packet as they are. */
const GZIP_FROM = 1_000;

export interface StaticFile {
  type: string;
  bytes: Buffer;
  etag: string;
  cacheControl: string;
  /** Compressed on first use. */
  gzip?: Buffer;
  packed: boolean;
}

export function staticFile(name: string, bytes: Buffer, cacheControl: string): StaticFile {
  const extension = path.extname(name);
  const etag = `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 16)}"`;
  return { type: TYPES[extension] ?? 'application/octet-stream', bytes, etag, cacheControl, packed: PACKED.has(extension) };
}

/**
 * The files of a folder by their URL path, read once: a name that is not a key does not exist, so no path of a request ever
 * reaches the disk. Empty if the folder does not exist.
 */
export function loadFolder(folder: string, cacheControlOf: (name: string) => string): Map<string, StaticFile> {
  if (!existsSync(folder)) return new Map();
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    entries.map((entry) => {
      const file = path.join(entry.parentPath, entry.name);
      const name = `/${path.relative(folder, file).split(path.sep).join('/')}`;
      return [name, staticFile(name, readFileSync(file), cacheControlOf(name))];
    }),
  );
}

export function sendFile(file: StaticFile, request: Request, response: Response): void {
  response.setHeader('cache-control', file.cacheControl);
  response.setHeader('etag', file.etag);
  response.vary('Accept-Encoding');
  if (request.headers['if-none-match']?.includes(file.etag) === true) {
    response.status(304).end();
    return;
  }
  response.setHeader('content-type', file.type);
  const zip = !file.packed && file.bytes.length >= GZIP_FROM && /\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
  if (zip) response.setHeader('content-encoding', 'gzip');
  response.end(zip ? (file.gzip ??= gzipSync(file.bytes)) : file.bytes);
}
