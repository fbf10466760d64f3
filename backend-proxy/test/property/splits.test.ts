import { DIMENSIONS, KPIS } from '@lopan/catalogue';
import fc from 'fast-check';
import { RollupStateStore, rollupSettings } from '../../src/db/stores/rollup-state';
import { DAY_MS, HOUR_MS } from '../../src/domain/calendar';
import { bodyOf, eventContent } from '../helpers/arbitraries';
import { withDatabase } from '../helpers/database';
import type { EventBody } from '../helpers/events';
import { createTestProxy, testConfig } from '../helpers/proxy';
import { ask, rowsOf } from '../helpers/query';
import { resetDatabase } from '../helpers/reset';

const TIMEOUT_MS = 180_000;
/** How far apart values may be whose parts were added up in another order. */
const TOLERANCE = 1e-9;
const DAYS = 40;
/** The clocks of New York change within it. */
const START = Date.parse('2026-02-20T05:00:00Z');
const RANGE = { from: START, to: START + DAYS * DAY_MS };
const LATER = RANGE.to + 3 * DAY_MS;

const QUESTIONS: ReadonlyArray<Record<string, unknown>> = [
  { queryType: 'summary' },
  {
    queryType: 'kpi',
    kpis: ['session_quality', 'launch_time'],
    groupBy: ['site'],
    format: 'timeseries',
    interval: '1d',
  },
  { queryType: 'adoption', by: 'week' },
  { queryType: 'retention', periods: 4 },
  { queryType: 'journeys' },
  { queryType: 'paths', startPoint: 'home' },
  { queryType: 'funnel', steps: ['batch_processing', 'quality_control'], window: '7d' },
  { queryType: 'correlation' },
];
const ADDITIVE = KPIS.filter(({ additive }) => additive).map(({ id }) => id);

/** How a client brings the events: which in which request, what comes again, and when the rollups are made. */
interface Delivery {
  order: number[];
  sizes: number[];
  again: number[];
  rollUpAfter: number[];
}

const delivery: fc.Arbitrary<Delivery> = fc.record({
  order: fc.array(fc.nat(), { minLength: 60, maxLength: 60 }),
  sizes: fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 10 }),
  again: fc.array(fc.nat(), { maxLength: 20 }),
  rollUpAfter: fc.subarray([0, 1, 2, 3, 4, 5, 6, 7]),
});

function requestsOf(events: readonly EventBody[], { order, sizes, again }: Delivery): EventBody[][] {
  const shuffled = events
    .map((event, index) => ({ event, rank: order[index % order.length] ?? 0 }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ event }) => event);
  const sent = [...shuffled, ...again.flatMap((index) => shuffled[index % shuffled.length] ?? [])];
  const requests: EventBody[][] = [];
  for (let at = 0, turn = 0; at < sent.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1;
    requests.push(sent.slice(at, at + size));
    at += size;
  }
  return requests;
}

/** The same answer but for the last digits of sums. */
function expectSame(actual: unknown, expected: unknown): void {
  if (Object.is(actual, expected)) {
    return;
  }
  if (typeof actual === 'number' && typeof expected === 'number') {
    expect(Math.abs(actual - expected)).toBeLessThanOrEqual(TOLERANCE * Math.max(1, Math.abs(expected)));
  } else if (Array.isArray(actual) && Array.isArray(expected)) {
    expect(actual.length).toBe(expected.length);
    actual.forEach((entry, index) => expectSame(entry, expected[index]));
  } else {
    expect(actual).toEqual(expected);
  }
}

describe('the numbers of the same events', () => {
  const database = withDatabase();
  const config = testConfig({ reporting: { timezone: 'America/New_York', dayStartMinutes: 360 } });

  /** Values of every answer, after the events came in these requests. */
  async function answersAfter(requests: readonly EventBody[][], rollUpAfter: readonly number[]) {
    await resetDatabase(database);
    const proxy = createTestProxy(database.pool, config);
    await new RollupStateStore(database.pool).ensure(rollupSettings(config), START - DAY_MS);
    for (const [turn, events] of requests.entries()) {
      await proxy.post(events);
      if (rollUpAfter.includes(turn)) {
        await proxy.rollUpAll();
      }
    }
    const answers = [];
    for (const query of QUESTIONS) {
      const { status, frames } = await ask(database, proxy, query, RANGE, LATER);
      expect(status).toBe(200);
      // A sparkline is a text of numbers.
      const values = frames.map(({ schema, data }) =>
        data.values.map((column, index) =>
          schema.fields[index]?.name === 'sparkline'
            ? column.map((text) => JSON.parse(String(text)) as unknown)
            : column
        )
      );
      answers.push({ labels: frames.map(({ schema }) => schema.fields.map(({ labels }) => labels)), values });
    }
    return { proxy, answers };
  }

  it(
    'do not depend on requests, order, repetition, lateness or the moment of rollups; groups add up to the total',
    async () => {
      const at = fc.integer({ min: 0, max: DAYS * 24 - 1 }).map((hour) => hour * HOUR_MS);
      const events = fc
        .array(fc.tuple(eventContent, at), { minLength: 1, maxLength: 60 })
        .map((contents) => contents.map(([content, ms], index) => bodyOf(content, START + ms, index)));
      await fc.assert(
        fc.asyncProperty(events, delivery, async (bodies, way) => {
          const inOrder = [...bodies].sort((a, b) => (a.timestamp < b.timestamp ? -1 : 1));
          const plain = await answersAfter([inOrder], []);
          const other = await answersAfter(requestsOf(bodies, way), way.rollUpAfter);
          other.answers.forEach(({ labels, values }, index) => {
            expect(labels).toEqual(plain.answers[index]?.labels);
            expectSame(values, plain.answers[index]?.values);
          });
          const total = await ask(
            database,
            other.proxy,
            { queryType: 'kpi', kpis: ADDITIVE, format: 'table' },
            RANGE,
            LATER
          );
          for (const dimension of DIMENSIONS.filter((name) => name !== 'feature')) {
            const query = { queryType: 'kpi', kpis: ADDITIVE, format: 'table', groupBy: [dimension] };
            const groups = (await ask(database, other.proxy, query, RANGE, LATER)).frames.flatMap(rowsOf);
            for (const row of total.frames.flatMap(rowsOf)) {
              const parts = groups.filter(({ kpi, value }) => kpi === row['kpi'] && value !== null);
              const sum = parts.reduce((left, { value }) => left + Number(value), 0);
              expectSame(parts.length > 0 ? sum : null, row['value']);
            }
          }
        }),
        // A run takes most of a second: a failure is told as it was found.
        { numRuns: 12, endOnFailure: true }
      );
    },
    TIMEOUT_MS
  );
});
