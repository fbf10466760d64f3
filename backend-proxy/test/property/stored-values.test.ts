import fc from 'fast-check';
import { withDatabase } from '../helpers/database';
import { journeyEvent, performanceEvent, sessionEvent } from '../helpers/events';
import { createTestProxy, testConfig } from '../helpers/proxy';
import { resetDatabase } from '../helpers/reset';

const TIMEOUT_MS = 60_000;

/** Texts with everything in them that means something to COPY, to arrays, to JSON or to SQL. */
const hostileText = fc
  .array(
    fc.oneof(
      fc.constantFrom('\\', '\\N', '\\.', '\t', '\n', '\r', '\b', '\v', '"', "'", '{', '}', ',', 'NULL', ' ', '$1'),
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 3 })
    ),
    { maxLength: 8 }
  )
  .map((parts) => [...parts.join('').replaceAll('\0', '')].slice(0, 50).join(''));
const numbers = fc.double({ min: 0, max: 1e15, noNaN: true });

const journey = fc.record({
  startPoint: hostileText,
  endPoint: hostileText,
  abandonmentPoint: fc.option(hostileText),
  site: fc.option(hostileText),
  userRole: fc.option(hostileText),
  steps: fc.option(fc.array(hostileText, { maxLength: 5 })),
  completionTime: numbers,
});
const performance = fc.record({
  sessionId: fc.option(hostileText),
  deviceType: fc.option(hostileText),
  errors: fc.option(
    fc.array(
      fc.record({ kind: fc.constantFrom('crash', 'error'), reason: fc.option(hostileText), screen: hostileText }),
      { maxLength: 3 }
    )
  ),
});

describe('what is stored', () => {
  const database = withDatabase();
  afterEach(() => resetDatabase(database));

  it(
    'is what was sent, whatever characters it holds',
    async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(journey, { minLength: 1, maxLength: 20 }),
          fc.array(performance, { maxLength: 20 }),
          hostileText,
          async (journeys, performances, deviceId) => {
            await resetDatabase(database);
            const proxy = createTestProxy(database.pool, testConfig({ privacy: { anonymizeUserData: false } }));
            const events = [
              ...journeys.map((fields, index) => journeyEvent({ ...fields, sequence: index })),
              ...performances.map((fields, index) => performanceEvent({ ...fields, sequence: index })),
            ];
            expect(await proxy.intake.take({ events, sentAt: null, deviceId }, Infinity)).toMatchObject({
              accepted: events.length,
            });
            expect(
              await database.rows(
                `SELECT start_point AS "startPoint", end_point AS "endPoint", abandonment_point AS "abandonmentPoint", site,
                   user_role AS "userRole", steps, completion_time AS "completionTime"
                 FROM user_journeys ORDER BY sequence`
              )
            ).toEqual(journeys);
            expect(
              await database.rows(
                'SELECT session_id AS "sessionId", device_type AS "deviceType", errors FROM performance_metrics ORDER BY sequence'
              )
            ).toEqual(performances);
            expect(await database.rows('SELECT DISTINCT device_id FROM user_journeys')).toEqual([
              { device_id: deviceId },
            ]);
            expect(await database.rows('SELECT device_id, seen FROM device_sequences')).toEqual([
              { device_id: deviceId, seen: events.length },
            ]);
          }
        ),
        { numRuns: 40 }
      );
    },
    TIMEOUT_MS
  );

  it(
    'of a refused event is what the quarantine keeps of it',
    async () => {
      await fc.assert(
        fc.asyncProperty(hostileText, hostileText, async (site, type) => {
          await resetDatabase(database);
          const proxy = createTestProxy(database.pool);
          await proxy.post([sessionEvent({ site, sessionDuration: -1 }), { ...sessionEvent(), type }]);
          expect(
            await database.rows(`SELECT event_type, payload->>'site' AS site FROM rejected_events ORDER BY id`)
          ).toMatchObject([{ event_type: 'session', site }, { event_type: type }]);
        }),
        { numRuns: 40 }
      );
    },
    TIMEOUT_MS
  );
});
