import { randomUUID } from 'node:crypto';
import { DemoStore } from '../../src/db/stores/demo-store';
import { LicenseStore } from '../../src/db/stores/license-store';
import { RollupStateStore, rollupSettings } from '../../src/db/stores/rollup-state';
import { demoIdRange, demoNamespace } from '../../src/demo';
import { withDatabase } from '../helpers/database';
import { EVENT_BUILDERS, type EventBody } from '../helpers/events';
import { createTestProxy, testConfig } from '../helpers/proxy';

/** Tables whose rows the demo leaves behind on purpose, or that say nothing about events. */
const OTHERS = [
  'schema_migrations',
  'rollup_state',
  'rollup_versions',
  'rollup_pending',
  'intake_log',
  'retention_runs',
];
const RECORDS = ['audit_log', 'erasure_receipts'];

const TYPES = ['business', 'session', 'feature', 'journey', 'performance'] as const;

let counter = 0;
function demoUuid(): string {
  counter += 1;
  return `${demoNamespace}-0000-8000-8000-${String(counter).padStart(12, '0')}`;
}

describe('DemoStore', () => {
  const database = withDatabase();
  const config = testConfig();

  /** All tables but their partitions and `OTHERS`: a new one is looked at as well, without anybody listing it. */
  const tables = async () =>
    (
      await database.rows<{ name: string }>(
        `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
           AND NOT relispartition AND relname <> ALL ($1) ORDER BY 1`,
        [[...OTHERS, ...RECORDS]]
      )
    ).map(({ name }) => name);

  /** Every row of every table without the times and numbers that differ from run to run. */
  const contents = async () =>
    Object.fromEntries(
      await Promise.all(
        (await tables()).map(async (table) => {
          const rows = await database.rows<{ row: string }>(
            `SELECT (to_jsonb(t) - 'id' - 'received_at')::text AS row FROM ${table} t ORDER BY 1`
          );
          return [table, rows.map(({ row }) => row)] as const;
        })
      )
    );

  it('takes the demo out and leaves everything else as if it had never been there', async () => {
    const proxy = createTestProxy(database.pool, config);
    await new RollupStateStore(database.pool).ensure(rollupSettings(config));
    const licenses = new LicenseStore(database.pool);
    const visitor = demoUuid();
    const at = (hour: number) => new Date(Date.now() - hour * 3_600_000).toISOString();
    const own: EventBody[] = TYPES.flatMap((type) =>
      [1, 30].map((hour) => EVENT_BUILDERS[type]({ id: randomUUID(), timestamp: at(hour), site: 'north' }))
    );
    // A person of the demo about whom somebody else told as well.
    own.push(EVENT_BUILDERS.session({ id: randomUUID(), timestamp: at(2), userId: visitor, site: 'north' }));
    const rejected = (id: string) => EVENT_BUILDERS.business({ id, timestamp: at(1), defectRate: 101 });
    await proxy.intake.take({ events: [...own, rejected(randomUUID())], sentAt: null, deviceId: 'a-device' }, Infinity);
    await licenses.replace({ effectiveFrom: '2026-01-01', seats: [{ userRole: 'operator', count: 7 }] });
    await proxy.rollUpAll();
    const before = await contents();
    expect(Object.keys(before)).toEqual(expect.arrayContaining(['rollup_route', 'user_days', 'license_seats']));

    const demo = TYPES.flatMap((type) =>
      [1, 30, 60].map((hour) =>
        EVENT_BUILDERS[type]({
          id: demoUuid(),
          timestamp: at(hour),
          site: 'north',
          ...(type !== 'business' && { userId: hour === 30 ? visitor : demoUuid() }),
        })
      )
    );
    const numbered = demo.map((event, sequence) => ({ ...event, sequence }));
    await proxy.intake.take(
      { events: [...numbered, rejected(demoUuid())], sentAt: null, deviceId: 'demo-device' },
      Infinity
    );
    await licenses.replace({ effectiveFrom: '2026-02-01', seats: [{ userRole: 'operator', count: 44 }] });
    await proxy.rollUpAll();
    expect(await contents()).not.toEqual(before);

    const cleared = await new DemoStore(database.pool).clear(demoIdRange, [{ operator: 44 }]);
    expect(cleared).toEqual({
      events: { business: 3, session: 3, feature: 3, journey: 3, performance: 3 },
      users: expect.any(Number) as number,
      rejected: 1,
      licenseSets: 1,
    });
    await proxy.rollUpAll();
    expect(await contents()).toEqual(before);
  });

  it('does nothing where there is no demo', async () => {
    const before = await contents();
    const cleared = await new DemoStore(database.pool).clear(demoIdRange, []);
    expect(cleared).toMatchObject({ users: 0, rejected: 0, licenseSets: 0 });
    expect(await contents()).toEqual(before);
  });
});
