import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The version in the workspace's package.json, which lies one above both `src` and `dist`. */
export function version(): string {
  const manifest: unknown = JSON.parse(readFileSync(join(__dirname, '..', 'package.json'), 'utf8'));
  const found = typeof manifest === 'object' && manifest !== null && 'version' in manifest ? manifest.version : null;
  return typeof found === 'string' ? found : '0.0.0';
}
