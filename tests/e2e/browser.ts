/** Grafana in a headless Chromium, signed in as the administrator. */
import fs from 'node:fs';
import path from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { ADMIN, type Grafana } from './grafana';

const ROOT = path.resolve(__dirname, '..', '..');

/** The browser to drive. Where there is none, `npm test` skips this suite by its name. */
const CHROMIUM = [process.env.CHROMIUM_PATH, '/usr/bin/chromium'].find((file) => file && fs.existsSync(file));

const WINDOW_HEIGHT = 900;
/** A page with the libraries of Grafana takes long to draw on a busy machine. */
const LOAD_LIMIT_MS = 90_000;
/** Charts draw anew in the frames after their window has changed. */
const REDRAW_MS = 1000;

/** Grafana asks this of every dashboard, and takes 404 for "no". */
const USUAL = /\/public-dashboards\b/;

export interface View {
  page: Page;
  /** Exceptions, and errors of the console that name one of our plugins. */
  complaints: string[];
  /** Requests to anywhere but this Grafana. */
  outside: string[];
  close(): Promise<void>;
}

export function launch(): Promise<Browser> {
  if (!CHROMIUM) {
    throw new Error("No Chromium: set CHROMIUM_PATH, or install Debian's package chromium");
  }
  return chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] });
}

/** Opens an address of Grafana in a window of this width. */
export async function open(browser: Browser, { url }: Grafana, address: string, width = 1280): Promise<View> {
  const context = await browser.newContext({
    viewport: { width, height: WINDOW_HEIGHT },
    timezoneId: 'UTC',
    locale: 'en-US',
  });
  // the page in place of the menu
  await context.addInitScript(() => localStorage.setItem('grafana.navigation.docked', 'false'));
  const { user, password } = ADMIN;
  const login = await context.request.post(`${url}/login`, { data: { user, password } });
  expect(login.status()).toBe(200);
  const page = await context.newPage();
  page.setDefaultTimeout(LOAD_LIMIT_MS);
  const complaints: string[] = [];
  const outside: string[] = [];
  page.on('console', (message) => {
    const text = `${message.text()} (${message.location().url})`;
    if (message.type() === 'error' && /lopan/i.test(text) && !USUAL.test(text)) {
      complaints.push(text);
    }
  });
  page.on('pageerror', (error) => complaints.push(`exception: ${error.message}`));
  page.on('request', (request) => {
    if (/^https?:/.test(request.url()) && !request.url().startsWith(url)) {
      outside.push(request.url());
    }
  });
  await page.goto(url + address);
  return { page, complaints, outside, close: () => context.close() };
}

/** Makes the window as high as the page. */
async function fitWindow(page: Page): Promise<void> {
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ width: page.viewportSize()?.width ?? 0, height });
}

/**
 * Makes the window as high as the page, so that every panel is drawn, and waits until all have their data.
 * @returns what panels say that show an error, and those that could draw nothing
 */
export async function drawAll(page: Page): Promise<{ failed: string[]; empty: string[] }> {
  await page.locator('[data-viz-panel-key]').first().waitFor();
  await fitWindow(page);
  await page.waitForLoadState('networkidle');
  await page.getByLabel('Panel loading bar').first().waitFor({ state: 'detached' });
  return {
    failed: await page.locator('[data-testid="data-testid Panel status error"]').allTextContents(),
    // What core panels show where they have no data, or cannot make anything of it.
    empty: await page.locator('.panel-empty, [data-testid="data-testid Panel data error message"]').allTextContents(),
  };
}

/** Keeps a picture below test-results/e2e/, and in docs/img/ when LOPAN_UPDATE_PICTURES is 1. */
export async function picture(page: Page, name: string): Promise<void> {
  const folders = ['test-results/e2e', ...(process.env.LOPAN_UPDATE_PICTURES === '1' ? ['docs/img'] : [])];
  await fitWindow(page);
  await page.waitForTimeout(REDRAW_MS);
  const image = await page.screenshot({ animations: 'disabled' });
  for (const folder of folders) {
    fs.mkdirSync(path.join(ROOT, folder), { recursive: true });
    fs.writeFileSync(path.join(ROOT, folder, `${name}.png`), image);
  }
}
