import fc from 'fast-check';
import { ConnectionShare } from '../../src/db/connection-share';
import { LicenseStore } from '../../src/db/stores/license-store';
import { RetentionStore } from '../../src/db/stores/retention-store';
import { RollupStateStore, rollupSettings } from '../../src/db/stores/rollup-state';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/domain/calendar';
import { QueryService } from '../../src/query/service';
import { bodyOf, eventContent, idOf, USERS } from '../helpers/arbitraries';
import { withDatabase } from '../helpers/database';
import { createTestProxy, testConfig } from '../helpers/proxy';
import { resetDatabase } from '../helpers/reset';

const TIMEOUT_MS = 240_000;
/** The clocks of New York change on the third date after it. */
const START = Date.parse('2026-01-06T00:00:00Z');
const DAYS = 90;

const QUERIES = [
  { queryType: 'summary' },
  { queryType: 'summary', kpis: ['engagement_score', 'roi_value', 'quality_index'], groupBy: ['userRole'] },
  {
    queryType: 'kpi',
    kpis: ['production_efficiency', 'launch_time', 'performance_score'],
    groupBy: ['site'],
    interval: '1d',
  },
  { queryType: 'kpi', kpis: ['dau', 'mau', 'stickiness', 'feature_adoption', 'retention_30'], interval: '1w' },
  {
    queryType: 'kpi',
    kpis: ['session_quality', 'crash_free_rate'],
    interval: '1h',
    filters: { userRole: ['operator'] },
  },
  { queryType: 'adoption' },
  { queryType: 'adoption', by: 'week', filters: { site: ['north'] } },
  { queryType: 'journeys', format: 'table' },
  { queryType: 'correlation' },
  { queryType: 'retention', format: 'table' },
  { queryType: 'roi' },
].map((query, index) => ({ refId: String(index), ...query }));

const hour = fc.integer({ min: 0, max: DAYS * 24 - 1 });
const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('post' as const),
      contents: fc.array(fc.tuple(eventContent, hour), { minLength: 1, maxLength: 8 }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('rollUp' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('void' as const), pick: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('erase' as const), pick: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('license' as const), count: fc.integer({ min: 1, max: 9 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('forget' as const), days: fc.integer({ min: 1, max: 20 }) }) }
);

const scenario = fc.record({
  contents: fc.array(fc.tuple(eventContent, hour), { minLength: 20, maxLength: 60 }),
  /** Minutes by which the range moves on before each step. */
  steps: fc.array(fc.tuple(step, fc.integer({ min: 0, max: 90 })), { minLength: 4, maxLength: 8 }),
});

/** Numbers rounded to what sums in another order still have in common. */
function comparable(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (_key, entry: unknown) =>
      typeof entry === 'number' ? Number(entry.toPrecision(9)) : entry
    ).replace(/(-?\d+\.\d{9,})/g, (number) => String(Number(Number(number).toPrecision(9))))
  );
}

describe('what a proxy keeps in memory', () => {
  const database = withDatabase();

  it(
    'gives the answers of a proxy that has just started, whatever happens in between',
    async () => {
      const config = testConfig({
        reporting: { timezone: 'America/New_York', dayStartMinutes: 150 },
        privacy: { anonymizeUserData: false },
      });
      const proxy = createTestProxy(database.pool, config);
      const licenses = new LicenseStore(database.pool);
      const retention = new RetentionStore(database.pool, proxy.calendar);
      const now = START + DAYS * DAY_MS;
      const service = (): QueryService =>
        new QueryService(
          new ConnectionShare(database.pool, 3),
          config,
          proxy.calendar,
          (error) => {
            throw error;
          },
          () => now
        );
      await fc.assert(
        fc
          .asyncProperty(scenario, async ({ contents, steps }) => {
            await new RollupStateStore(database.pool).ensure(rollupSettings(config), now);
            let posted = 0;
            const post = async (events: typeof contents): Promise<void> => {
              await proxy.post(
                events.map(([content, at], index) =>
                  bodyOf(content, START + at * HOUR_MS + index * 17_001, posted + index)
                )
              );
              posted += events.length;
            };
            await post(contents);
            await proxy.rollUpAll();
            const kept = service();
            const range = { from: START + 10 * DAY_MS + 777_777, to: START + 80 * DAY_MS + 123_456 };
            const compare = async (): Promise<void> => {
              const asked = { range: { ...range }, maxDataPoints: 1000, intervalMs: 0, queries: QUERIES };
              // At once, as the panels of a dashboard ask: readers share what is being read.
              const [answer, again] = await Promise.all([kept.answer(asked), kept.answer(asked)]);
              expect(comparable(again)).toEqual(comparable(answer));
              expect(comparable(answer)).toEqual(comparable(await service().answer(asked)));
            };
            await compare();
            for (const [action, minutes] of steps) {
              range.from += minutes * MINUTE_MS;
              range.to += minutes * MINUTE_MS;
              switch (action.kind) {
                case 'post':
                  await post(action.contents);
                  break;
                case 'rollUp':
                  await proxy.rollUpAll();
                  break;
                case 'void':
                  await proxy.void(idOf(action.pick % posted));
                  break;
                case 'erase':
                  await proxy.erase(USERS[action.pick % USERS.length] ?? '');
                  break;
                case 'license':
                  await licenses.replace({
                    effectiveFrom: '2026-01-01',
                    seats: [{ userRole: 'operator', count: action.count }],
                  });
                  break;
                case 'forget':
                  await retention.removeDerived(proxy.calendar.dateOf(START + action.days * DAY_MS));
              }
              await compare();
            }
          })
          .afterEach(() => resetDatabase(database)),
        { numRuns: 8 }
      );
    },
    TIMEOUT_MS
  );
});
