/**
 * What the browser tests share: a fake proxy, the workbench over it, and Debian's Chromium. The workbench is bundled anew
 * when it is stale; the plugins are those of `dist/`, as built.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { READ_KEY, startFakeProxy, type FakeProxy } from './fakeProxy';

const ROOT = path.resolve(__dirname, '..', '..');
const RESULTS = path.join(ROOT, 'test-results', 'browser');

/** The overview dashboard's address, and a range that gives the same pictures at each run. */
export const OVERVIEW = '/d/lopan-production-analytics';
export const FROM = Date.UTC(2026, 1, 1);
export const TO = Date.UTC(2026, 2, 3);
export const RANGE = `from=${FROM}&to=${TO}`;

/** The browser to drive. Where there is none, `npm test` skips this suite by its name. */
const CHROMIUM = [process.env.CHROMIUM_PATH, '/usr/bin/chromium'].find((file) => file && fs.existsSync(file));

/** A workbench of other packages; `npm run smoke:next` sets it. */
const OTHER_WORKBENCH = process.env.LOPAN_WORKBENCH_ROOT;

export interface Harness {
  proxy: FakeProxy;
  /** Address of the workbench. */
  url: string;
  /** A fresh page of a window of this size. */
  open(options: { path: string; width: number; height?: number; theme: 'dark' | 'light' }): Promise<WatchedPage>;
  stop(): Promise<void>;
}

/** A page with everything it has complained about. */
export interface WatchedPage {
  page: Page;
  complaints: string[];
  /** Requests to anywhere but the workbench. */
  outside: string[];
  close(): Promise<void>;
}

/** What libraries print without meaning a fault: i18next and its advertisement of itself. */
const NOISE = [/i18next/i];

export async function startHarness(): Promise<Harness> {
  if (!CHROMIUM) {
    throw new Error("No Chromium: set CHROMIUM_PATH, or install Debian's package chromium");
  }
  if (!fs.existsSync(path.join(ROOT, 'dist', 'datasource', 'module.js'))) {
    throw new Error('The plugins are not built: npm run build:plugin');
  }
  const proxy = await startFakeProxy();
  const { url, child } = await startWorkbench(proxy.url);
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] });
  return {
    proxy,
    url,
    open: (options) => openPage(browser, url, options),
    stop: async () => {
      await browser.close();
      child.kill('SIGTERM');
      await proxy.close();
    },
  };
}

function startWorkbench(proxyUrl: string): Promise<{ url: string; child: ChildProcess }> {
  const other = OTHER_WORKBENCH ? ['--root', OTHER_WORKBENCH] : [];
  const script = path.join(ROOT, 'workbench', 'serve.mjs');
  const child = spawn(process.execPath, [script, '--proxy', proxyUrl, '--demo', ...other], {
    env: { ...process.env, LOPAN_READ_KEY: READ_KEY },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return new Promise((resolve, reject) => {
    let output = '';
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      const url = /^http:\/\/127\.0\.0\.1:\d+$/m.exec(output)?.[0];
      if (url) {
        resolve({ url, child });
      }
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('exit', (code) => reject(new Error(`The workbench ended with code ${code}:\n${output}`)));
  });
}

async function openPage(
  browser: Browser,
  url: string,
  { path: address, width, height = 900, theme }: Parameters<Harness['open']>[0]
): Promise<WatchedPage> {
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: theme,
    timezoneId: 'UTC',
    locale: 'en-US',
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  const outside: string[] = [];
  page.on('console', (message) => {
    const text = message.text();
    if (['error', 'warning'].includes(message.type()) && !NOISE.some((noise) => noise.test(text))) {
      complaints.push(`${message.type()}: ${text}`);
    }
  });
  page.on('pageerror', (error) => complaints.push(`exception: ${error.message}`));
  page.on('response', (response) => {
    if (response.status() >= 400) {
      complaints.push(`${response.status()} ${response.url()}`);
    }
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(url) && /^https?:/.test(request.url())) {
      outside.push(request.url());
    }
  });
  await page.goto(url + address, { waitUntil: 'networkidle' });
  return { page, complaints, outside, close: () => context.close() };
}

/** Keeps a picture of the whole page below test-results/browser/. */
export async function picture(page: Page, name: string): Promise<void> {
  fs.mkdirSync(RESULTS, { recursive: true });
  await page.screenshot({ path: path.join(RESULTS, `${name}.png`), fullPage: true });
}
