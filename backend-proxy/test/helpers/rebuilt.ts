import type { TestDatabase } from './database';
import type { TestProxy } from './proxy';

/** What the rollup worker keeps. */
const KEPT = [
  ...['user_days', 'user_months', 'users', 'rollup_active_users'],
  ...['rollup_business', 'rollup_session', 'rollup_feature', 'rollup_journey', 'rollup_route', 'rollup_performance'],
];

/** Every row of the rollups and the user-level tables, as sorted text. */
export async function derivedRows(database: TestDatabase): Promise<Record<string, string[]>> {
  const tables = await Promise.all(
    KEPT.map(async (table) => {
      const rows = await database.rows<{ row: string }>(`SELECT to_jsonb(t)::text AS row FROM ${table} t ORDER BY 1`);
      return [table, rows.map(({ row }) => row)] as const;
    })
  );
  return Object.fromEntries(tables);
}

/** Empties what is derived and computes all of it anew from the raw rows that count: what mending must amount to. */
export async function rebuildAll(database: TestDatabase, proxy: TestProxy): Promise<void> {
  await database.pool.query(`TRUNCATE ${KEPT.join(', ')}, rollup_pending`);
  const raw = [
    ['business', 'business_metrics'],
    ['session', 'user_engagement'],
    ['feature', 'feature_usage'],
    ['journey', 'user_journeys'],
    ['performance', 'performance_metrics'],
  ];
  for (const [type, table] of raw) {
    await database.pool.query(
      `INSERT INTO rollup_pending (event_type, bucket)
       SELECT DISTINCT '${type ?? ''}', date_bin('5 minutes', "timestamp", 'epoch') FROM ${table ?? ''}`
    );
  }
  await proxy.rollUpAll();
}
