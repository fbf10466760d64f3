#!/usr/bin/env node
/// <reference lib="dom" />
// `npm run times`: how long each panel takes to show its largest data, how smoothly it follows the pointer, and what a
// browser loads for it. Prints a table in Markdown. Figures of a machine, not promises: tests/package holds the sizes.
import fs from 'node:fs';
import process from 'node:process';
import zlib from 'node:zlib';
import { chromium } from 'playwright-core';
import { buildPlugins, buildWorkbench } from './lib/build.mjs';
import { fail, print } from './lib/log.mjs';
import { ROOT, inRoot } from './lib/paths.mjs';

/** The states of the gallery with the most data, and what is there when they are drawn. */
const LARGEST = [
  {
    panel: 'Analytics cards, 200 rows',
    state: 'huge',
    drawn: 'li:nth-child(200)',
    module: 'panels/analytics-cards/module.js',
  },
  {
    panel: 'Adoption heatmap, 200 × 104 cells',
    state: 'heatmap-huge',
    drawn: 'canvas',
    module: 'panels/feature-adoption-heatmap/module.js',
  },
];
const RUNS = 3;
const SWEEP_STEPS = 240;

/** @typedef {import('playwright-core').Browser} Browser */
/** @typedef {import('playwright-core').Page} Page */

/**
 * In the page: notes when the panel's place is there and when the first frame with its content has been painted.
 * @param {{ state: string, drawn: string }} what
 */
function watchFirstPaint({ state, drawn }) {
  const times = { mounted: 0, painted: 0 };
  Object.assign(window, { panelTimes: times });
  const observer = new MutationObserver(() => {
    const place = document.querySelector(`[data-testid="state-${state}"]`);
    if (place && times.mounted === 0) {
      times.mounted = performance.now();
    }
    if (place?.querySelector(drawn) && times.painted === 0) {
      observer.disconnect();
      // the second frame begins when the first has been handed over
      requestAnimationFrame(() => requestAnimationFrame(() => (times.painted = performance.now())));
    }
  });
  observer.observe(document, { childList: true, subtree: true });
}

/** @param {Browser} browser @param {string} url @param {{ state: string, drawn: string }} what */
async function openState(browser, url, { state, drawn }) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  await page.addInitScript(watchFirstPaint, { state, drawn });
  await page.goto(`${url}/gallery?state=${state}`);
  await page.waitForFunction(() => Reflect.get(window, 'panelTimes').painted > 0);
  /** @type {{ mounted: number, painted: number }} */
  const { mounted, painted } = await page.evaluate(() => Reflect.get(window, 'panelTimes'));
  return { page, firstPaint: painted - mounted };
}

/**
 * Moves the pointer back and forth over the whole panel while the page counts its frames.
 * @param {Page} page @param {string} state
 */
async function sweep(page, state) {
  const box = await page.getByTestId(`state-${state}`).boundingBox();
  if (!box) {
    throw new Error(`The state "${state}" is not on the page`);
  }
  await page.evaluate(() => {
    /** @type {number[]} */
    const frames = [];
    Object.assign(window, { panelFrames: frames });
    /** @param {number} now */
    const note = (now) => {
      frames.push(now);
      requestAnimationFrame(note);
    };
    requestAnimationFrame(note);
  });
  const height = Math.min(box.height, 850 - box.y);
  for (let step = 0; step < SWEEP_STEPS; step++) {
    const along = (step % 60) / 60;
    await page.mouse.move(box.x + box.width * along, box.y + (height * step) / SWEEP_STEPS);
  }
  /** @type {number[]} */
  const frames = await page.evaluate(() => Reflect.get(window, 'panelFrames'));
  const gaps = frames.slice(1).map((at, index) => at - (frames[index] ?? at));
  const total = gaps.reduce((sum, gap) => sum + gap, 0);
  return { fps: (1000 * gaps.length) / total, longest: Math.max(...gaps) };
}

/** @param {number[]} values */
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

/** @param {string} name below dist/ */
const gzipped = (name) => zlib.gzipSync(fs.readFileSync(inRoot('dist', name)), { level: 9 }).length / 1000;

/** @param {Browser} browser @param {string} url @param {(typeof LARGEST)[number]} what */
async function measure(browser, url, what) {
  const paints = [];
  const sweeps = [];
  for (let run = 0; run < RUNS; run++) {
    const { page, firstPaint } = await openState(browser, url, what);
    paints.push(firstPaint);
    sweeps.push(await sweep(page, what.state));
    await page.close();
  }
  const fps = median(sweeps.map((one) => one.fps)).toFixed(0);
  const longest = median(sweeps.map((one) => one.longest)).toFixed(0);
  return `| ${what.panel} | ${median(paints).toFixed(0)} ms | ${fps} | ${longest} ms | ${gzipped(what.module).toFixed(1)} kB |`;
}

async function main() {
  await buildPlugins();
  await buildWorkbench();
  const { serveWorkbench } = await import(new URL('../workbench/dist/server.mjs', import.meta.url).href);
  // the gallery brings its own data: no proxy is asked
  const workbench = await serveWorkbench({
    root: ROOT,
    port: 0,
    proxyUrl: 'http://127.0.0.1:9',
    readKey: '',
    demo: false,
  });
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu'],
  });
  try {
    print('| panel | first paint | frames a second under the pointer | longest frame | module.js, gzipped |');
    print('| --- | --- | --- | --- | --- |');
    for (const what of LARGEST) {
      print(await measure(browser, workbench.url, what));
    }
    const scripts = fs
      .readdirSync(inRoot('dist'), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.js'));
    const sizes = scripts.map((name) => ({ name, size: gzipped(name) }));
    print('');
    sizes.forEach(({ name, size }) => print(`${name}: ${size.toFixed(1)} kB`));
    print(`together: ${sizes.reduce((sum, { size }) => sum + size, 0).toFixed(1)} kB`);
  } finally {
    await browser.close();
    await workbench.close();
  }
}

main().catch((error) => {
  fail(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
