/** Files from disk, with types, caching and a content security policy that proves the page asks nobody outside. */
import fs from 'node:fs';
import { stat } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { HttpError } from './http';

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.gif': 'image/gif',
  '.woff2': 'font/woff2',
  '.ttf': 'font/ttf',
};

const POLICY = [
  "default-src 'self'",
  "script-src 'self'",
  // Emotion writes its rules into style elements
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "worker-src 'self' blob:",
  "frame-ancestors 'none'",
].join('; ');

/** File names of bundles carry a hash of their content and never change. */
const HASHED = /-[A-Z0-9]{8}\.\w+$/;

/** Sends `folder/name`; 404 when it is no file there. */
export async function sendFile(response: ServerResponse, folder: string, name: string): Promise<void> {
  const file = path.resolve(folder, name);
  if (!file.startsWith(folder + path.sep)) {
    throw new HttpError(404, 'Not found');
  }
  const info = await stat(file).catch(() => undefined);
  if (!info?.isFile()) {
    throw new HttpError(404, `Not found: ${name}`);
  }
  response.writeHead(200, {
    'content-type': TYPES[path.extname(file)] ?? 'application/octet-stream',
    'content-length': info.size,
    'cache-control': HASHED.test(file) ? 'public, max-age=31536000, immutable' : 'no-cache',
    'content-security-policy': POLICY,
    'x-content-type-options': 'nosniff',
  });
  await pipeline(fs.createReadStream(file), response);
}
