import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';
import { ROOT } from './archive';

const KB = 1000;
const DIST = path.join(ROOT, 'dist');

const scripts = fs
  .readdirSync(DIST, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.js'))
  .map((name) => ({ name, bytes: zlib.gzipSync(fs.readFileSync(path.join(DIST, name)), { level: 9 }).length }));

/** What a browser has to load before it shows something, gzipped. A panel that grows past this needs a reason. */
describe('size of what a browser loads', () => {
  it.each([
    ['panels/analytics-cards/module.js', 25],
    ['panels/feature-adoption-heatmap/module.js', 25],
    ['datasource/module.js', 60],
    ['module.js', 10],
  ])('%s stays below %d kB', (name, limit) => {
    expect(scripts.find((script) => script.name === name)?.bytes).toBeLessThan(limit * KB);
  });

  it('the whole suite stays below 200 kB', () => {
    expect(scripts.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThan(200 * KB);
  });
});
