import fc from 'fast-check';
import { CorrectionStore } from '../../src/db/stores/correction-store';
import { RollupStateStore, rollupSettings } from '../../src/db/stores/rollup-state';
import { SubjectStore } from '../../src/db/stores/subject-store';
import { DAY_MS, HOUR_MS } from '../../src/domain/calendar';
import { bodyOf, eventContent, idOf, USERS } from '../helpers/arbitraries';
import { withDatabase } from '../helpers/database';
import { createTestProxy, testConfig } from '../helpers/proxy';
import { derivedRows, rebuildAll } from '../helpers/rebuilt';
import { resetDatabase } from '../helpers/reset';

const TIMEOUT_MS = 180_000;
/** The clocks of New York change within it. */
const START = Date.parse('2026-03-07T00:00:00Z');

const step = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('void' as const), pick: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('erase' as const), pick: fc.nat() }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('rollUp' as const), pick: fc.nat() }) }
);

const scenario = fc.record({
  contents: fc.array(
    fc.tuple(
      eventContent,
      fc.integer({ min: 0, max: (3 * DAY_MS) / HOUR_MS }).map((hour) => hour * HOUR_MS)
    ),
    { minLength: 1, maxLength: 40 }
  ),
  steps: fc.array(step, { minLength: 1, maxLength: 12 }),
});

describe('voiding and erasing', () => {
  const database = withDatabase();

  it(
    'leave what would be there had the events never counted, whenever they come',
    async () => {
      const config = testConfig({
        reporting: { timezone: 'America/New_York', dayStartMinutes: 150 },
        privacy: { anonymizeUserData: false },
      });
      const proxy = createTestProxy(database.pool, config);
      const corrections = new CorrectionStore(database.pool, proxy.calendar);
      const subjects = new SubjectStore(database.pool, proxy.calendar);
      await fc.assert(
        fc
          .asyncProperty(scenario, async ({ contents, steps }) => {
            await new RollupStateStore(database.pool).ensure(rollupSettings(config), START - 10 * DAY_MS);
            await proxy.post(contents.map(([content, ms], index) => bodyOf(content, START + ms, index)));
            for (const { kind, pick } of steps) {
              switch (kind) {
                case 'void':
                  await corrections.void(idOf(pick % contents.length), 'a mistake', 'a test');
                  break;
                case 'erase':
                  await subjects.erase(USERS[pick % USERS.length] ?? '', 'a test');
                  break;
                case 'rollUp':
                  await proxy.rollups.rollUpPending();
              }
            }
            await proxy.rollUpAll();
            const mended = await derivedRows(database);
            await rebuildAll(database, proxy);
            expect(mended).toEqual(await derivedRows(database));
          })
          .afterEach(() => resetDatabase(database)),
        { numRuns: 25 }
      );
    },
    TIMEOUT_MS
  );
});
