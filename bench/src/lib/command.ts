import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { PRIVACY_SECRET } from '../plant/settings';

const BIN = path.resolve(__dirname, '../../../backend-proxy/bin/lopan-analytics.js');

/** Runs a command of the product, as `npx lopan-analytics` does. @returns what it printed */
export async function lopanAnalytics(databaseUrl: string, ...args: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [BIN, ...args], {
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      DATABASE_URL: databaseUrl,
      LOPAN_PRIVACY_SECRET: PRIVACY_SECRET,
    },
    maxBuffer: 1 << 26,
  });
  return stdout;
}
