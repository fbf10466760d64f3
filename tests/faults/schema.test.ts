import { setTimeout as sleep } from 'node:timers/promises';
import { createTemplate, urlOf } from '../../backend-proxy/test/helpers/server';
import { rowsOf, until } from '../system/plant';
import { ProxyProcess } from '../system/proxyProcess';
import { expectNothingLost } from './checks';
import { report } from './figures';
import { Load } from './load';
import { randomOf, scaled, SEED } from './scale';
import { withWiredPostgres } from './wired';

const KILLS = scaled(20, 3);
const PROXIES = scaled(4, 2);
/** Makes migrations slow enough to be hit in the middle, ms a message; all of them take about this long then, ms. */
const [DELAY_MS, MIGRATIONS_MS] = [20, 1200];

/** Tables, columns, indexes, constraints and functions of a database, as text. */
async function schemaOf(databaseUrl: string): Promise<string[]> {
  const rows = await rowsOf<{ line: string }>(
    databaseUrl,
    `SELECT concat_ws(' ', 'column', table_name, column_name, data_type, is_nullable, column_default) AS line
       FROM information_schema.columns WHERE table_schema = 'public'
     UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
     UNION ALL SELECT concat_ws(' ', conrelid::regclass, conname, pg_get_constraintdef(oid)) FROM pg_constraint
       WHERE connamespace = 'public'::regnamespace
     UNION ALL SELECT pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prokind = 'f'
     UNION ALL SELECT 'migration ' || name FROM schema_migrations
     ORDER BY 1`
  );
  // Partitions are made for the months around the start of a proxy, which a migration alone is not.
  return rows.map(({ line }) => line).filter((line) => !/\d{4}_?\d{2}\b/.test(line) || line.startsWith('migration'));
}

describe('migrations', () => {
  const wired = withWiredPostgres();
  let proxies: ProxyProcess[] = [];

  afterEach(async () => {
    await Promise.all(proxies.splice(0).map((proxy) => proxy.kill()));
  });

  it('that are killed half-way are finished by the next start', async () => {
    const random = randomOf(SEED);
    const databaseUrl = await wired.postgres.database();
    const found: number[] = [];
    wired.wire.delay(DELAY_MS);
    for (let kill = 0; kill < KILLS; kill++) {
      await ProxyProcess.startAndKill(wired.wire.url(databaseUrl), async () => {
        await until('a connection of the proxy', async () => wired.wire.connections > 0);
        await sleep(random() * MIGRATIONS_MS);
      });
      found.push(await migrationsOf(databaseUrl));
    }
    wired.wire.delay(0);
    const since = performance.now();
    proxies = [await ProxyProcess.start(databaseUrl)];
    const recovery = performance.now() - since;
    const whole = urlOf(wired.postgres.url, await createTemplate(wired.postgres.url));
    expect(await schemaOf(databaseUrl)).toEqual(await schemaOf(whole));
    report(`migrations killed ${KILLS} times, seed ${SEED}`, {
      'applied after each kill': found.join(' '),
      'ready after the last start': `${(recovery / 1000).toFixed(1)} s`,
    });
  });

  it(`run once, though ${PROXIES} proxies start at once and roll up together`, async () => {
    const databaseUrl = await wired.postgres.database();
    const since = performance.now();
    proxies = await Promise.all(Array.from({ length: PROXIES }, () => ProxyProcess.start(databaseUrl)));
    const ready = performance.now() - since;
    const applied = proxies.filter(({ log }) => log.some((line) => line.includes('"applied '))).length;
    expect(applied).toBe(1);
    let turn = 0;
    const load = new Load(() => proxies[turn++ % PROXIES] as ProxyProcess, { senders: 4, pauseMs: 20 });
    await sleep(scaled(20_000, 2000));
    await load.end();
    expect(load.answered(503)).toBe(0);
    const counts = await expectNothingLost(databaseUrl, load);
    report(`${PROXIES} proxies on an empty database at once`, {
      'migrated by': applied,
      'all ready after': `${(ready / 1000).toFixed(1)} s`,
      ...counts,
    });
  });

  async function migrationsOf(databaseUrl: string): Promise<number> {
    // A killed proxy's session ends with its statement; until then its migration is still being written.
    await until('an end of the killed session', async () => {
      const [row] = await rowsOf<{ n: string }>(
        databaseUrl,
        `SELECT count(*) AS n FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`
      );
      return row?.n === '0';
    });
    const [table] = await rowsOf<{ found: boolean }>(
      databaseUrl,
      `SELECT to_regclass('schema_migrations') IS NOT NULL AS found`
    );
    if (!table?.found) {
      return 0;
    }
    const [row] = await rowsOf<{ n: string }>(databaseUrl, 'SELECT count(*) AS n FROM schema_migrations');
    return Number(row?.n);
  }
});
