/**
 * Tests of the editors in a Grafana that runs already, with Grafana's own selectors, which follow its versions. The
 * address comes from GRAFANA_URL, the administrator from GRAFANA_ADMIN_USER and GRAFANA_ADMIN_PASSWORD (admin, admin).
 * That Grafana has our plugins, our provisioning and the demo's data, as `npm start` leaves it.
 */
import fs from 'node:fs';
import path from 'node:path';
import type { PluginOptions } from '@grafana/plugin-e2e';
import { defineConfig } from '@playwright/test';

const ROOT = path.resolve(__dirname, '..', '..', '..');
const CHROMIUM = [process.env.CHROMIUM_PATH, '/usr/bin/chromium'].find((file) => file && fs.existsSync(file));
const ADMIN = process.env.GRAFANA_ADMIN_USER ?? 'admin';

export default defineConfig<PluginOptions>({
  testDir: __dirname,
  outputDir: path.join(ROOT, 'test-results', 'plugin-e2e'),
  // Grafana and its browser want a small machine for themselves.
  workers: 1,
  // A page of Grafana takes long to draw on a busy machine.
  timeout: 240_000,
  expect: { timeout: 60_000 },
  use: {
    baseURL: process.env.GRAFANA_URL,
    provisioningRootDir: path.join(ROOT, 'provisioning'),
    viewport: { width: 1400, height: 1400 },
    timezoneId: 'UTC',
    locale: 'en-US',
    screenshot: 'only-on-failure',
    launchOptions: { executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] },
  },
  projects: [
    {
      name: 'sign in',
      testDir: path.join(path.dirname(require.resolve('@grafana/plugin-e2e')), 'auth'),
      testMatch: /.*\.js/,
    },
    {
      name: 'plugin',
      testMatch: /.*\.spec\.ts/,
      dependencies: ['sign in'],
      use: { storageState: path.join(ROOT, 'playwright', '.auth', `${ADMIN}.json`) },
    },
  ],
});
