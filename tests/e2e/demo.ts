/** The demo's plant: 90 days of it, posted through the intake as `npm start` does. */
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { demoRoi } from '../../backend-proxy/src/demo';
import { KEYS, type ProxyProcess } from '../system/proxyProcess';

const BIN = path.resolve(__dirname, '..', '..', 'backend-proxy', 'bin', 'lopan-analytics.js');

/** A configuration that takes a history and knows the plant's baselines; `remove` deletes it. */
export function demoConfig(): { file: string; remove: () => void } {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lopan-e2e-'));
  const file = path.join(folder, 'demo.yaml');
  // JSON is YAML.
  fs.writeFileSync(file, JSON.stringify({ analytics: { collection: { max_lateness: '120d' }, roi: demoRoi } }));
  return { file, remove: () => fs.rmSync(folder, { recursive: true, force: true }) };
}

/** Posts the history up to now. */
export async function loadDemo({ url }: ProxyProcess): Promise<void> {
  await promisify(execFile)(process.execPath, [BIN, 'demo', 'load'], {
    env: { PATH: process.env.PATH, LOPAN_URL: url, LOPAN_INGEST_KEY: KEYS.ingest, LOPAN_ADMIN_KEY: KEYS.admin },
  });
}
