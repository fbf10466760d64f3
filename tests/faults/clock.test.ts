import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { kpisOf, rowsOf, until } from '../system/plant';
import { ProxyProcess } from '../system/proxyProcess';
import { expectNothingLost, untilAcknowledged } from './checks';
import { report } from './figures';
import { Load } from './load';
import { FaultyPostgres } from './postgres';
import { FULL, scaled } from './scale';

const HOUR_MS = 3_600_000;
/** How far the clock is off, one after the other, h. */
const HOURS = FULL ? [0, -1, 0, -12, 0, 1, 0] : [0, -1, 0, 1, 0];
const STAY_MS = scaled(10_000, 500);
/** The rollups may be behind by this much, whatever the clock shows, ms. */
const LAG_LIMIT_MS = 30_000;

describe('a clock that is set', () => {
  let postgres: FaultyPostgres;
  let proxy: ProxyProcess;
  let databaseUrl: string;
  let file: string;

  beforeAll(async () => {
    postgres = await FaultyPostgres.create();
    databaseUrl = await postgres.database();
    file = path.join(postgres.folder, 'clock');
    fs.writeFileSync(file, '0');
    const preload = path.join(__dirname, 'set-clock.cjs');
    proxy = await ProxyProcess.start(databaseUrl, {
      env: { NODE_OPTIONS: `--require ${preload}`, LOPAN_TEST_CLOCK: file },
    });
  });
  afterAll(async () => {
    await proxy?.kill();
    await postgres?.remove();
  });

  it('back and forth stops neither intake nor rollups nor queries', async () => {
    // No faster than what rollups follow while it comes: of more, they wait for full buckets.
    const load = new Load(() => proxy, { senders: 2, batch: 4 });
    const lags: number[] = [];
    for (const hours of HOURS) {
      fs.writeFileSync(file, String(hours * HOUR_MS));
      await sleep(100);
      await untilAcknowledged(load, performance.now());
      await sleep(STAY_MS);
      const since = performance.now();
      const [mark] = await rowsOf<{ id: string | null }>(databaseUrl, 'SELECT max(id) AS id FROM rollup_pending');
      await until(
        `rollups with the clock ${hours} h off`,
        async () => {
          const rows = await rowsOf(databaseUrl, `SELECT FROM rollup_pending WHERE id <= ${mark?.id ?? 0}`);
          return rows.length === 0;
        },
        LAG_LIMIT_MS
      );
      lags.push(performance.now() - since);
      expect((await kpisOf(proxy, ['session_duration']))['session_duration']?.n).toBeGreaterThan(0);
    }
    await load.end();
    expect(load.answered(503)).toBe(0);
    const counts = await expectNothingLost(databaseUrl, load);
    report(`clock of the proxy off by ${HOURS.join(', ')} h`, {
      ...counts,
      'longest wait for rollups, s': (Math.max(...lags) / 1000).toFixed(1),
    });
  });
});
