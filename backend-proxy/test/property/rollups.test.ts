import fc from 'fast-check';
import { EVENT_TYPES } from '../../src/config/types';
import { CUBE_DIMENSIONS, MEASURE_TABLES, type CubeDimension, type MeasureTable } from '../../src/db/measures';
import { type AggregateQuery } from '../../src/db/read-models/aggregates';
import { fetchAggregates, fetchHistograms } from '../../src/db/read-models/range-cells';
import { withSnapshot } from '../../src/db/snapshot';
import { RollupStateStore, rollupSettings } from '../../src/db/stores/rollup-state';
import { DAY_MS, HOUR_MS } from '../../src/domain/calendar';
import { bucketEdges, INTERVALS } from '../../src/domain/intervals';
import { bodyOf, eventContent, USERS } from '../helpers/arbitraries';
import { addUp, cells, count, histogramOf, keyOf, type Counted } from '../helpers/brute-force';
import { withDatabase } from '../helpers/database';
import type { EventBody } from '../helpers/events';
import { createTestProxy, testConfig, type TestProxy } from '../helpers/proxy';
import { resetDatabase } from '../helpers/reset';

/** How far apart sums may be that were added up in another order. */
const TOLERANCE = 1e-9;
const TIMEOUT_MS = 180_000;
/** Minute rollups are kept this long; `pruneMinutes` is given the time at which the floor is where it shall be. */
const KEEP_MINUTES_MS = 8 * DAY_MS;
const SPAN_MS = 3 * DAY_MS;

/** Zones and the starts of scenarios: DST changes, zones off the hour, a month's end. */
const PLACES = [
  { timezone: 'UTC', dayStartMinutes: 0, start: '2026-02-27T00:00:00Z' },
  { timezone: 'America/New_York', dayStartMinutes: 150, start: '2026-03-07T00:00:00Z' },
  { timezone: 'America/New_York', dayStartMinutes: 90, start: '2026-10-31T00:00:00Z' },
  { timezone: 'Asia/Kathmandu', dayStartMinutes: 360, start: '2026-02-27T00:00:00Z' },
  { timezone: 'Australia/Lord_Howe', dayStartMinutes: 0, start: '2026-10-02T00:00:00Z' },
].map((place) => ({ ...place, at: Date.parse(place.start) }));

/** Instants of a scenario, as offsets from its start: anywhere, in clusters, on edges. */
const offset = fc.oneof(
  fc.integer({ min: 0, max: SPAN_MS - 1 }),
  fc.integer({ min: 0, max: 72 * 12 - 1 }).map((step) => step * (HOUR_MS / 12)),
  fc.integer({ min: 0, max: 2 * HOUR_MS }).map((ms) => DAY_MS + ms)
);

type Step =
  | { kind: 'post'; events: EventBody[]; parallel: boolean }
  | { kind: 'rollUp'; leaveFilling: boolean }
  | { kind: 'void'; id: string }
  | { kind: 'erase'; userId: string }
  | { kind: 'prune'; floor: number }
  | { kind: 'ask'; queries: Question[] };

interface Question {
  type: (typeof EVENT_TYPES)[number];
  from: number;
  width: number;
  interval: (typeof INTERVALS)[number] | undefined;
  groupBy: CubeDimension[];
  filters: Partial<Record<CubeDimension, string[]>>;
}

const question: fc.Arbitrary<Question> = fc.record({
  type: fc.constantFrom(...EVENT_TYPES),
  from: fc.oneof(offset, fc.constant(0)),
  width: fc.oneof(fc.integer({ min: 0, max: SPAN_MS }), fc.constant(SPAN_MS)),
  interval: fc.constantFrom(undefined, ...INTERVALS),
  groupBy: fc.subarray(CUBE_DIMENSIONS.map(({ name }) => name)),
  filters: fc.record(
    {
      site: fc.subarray(['north', 'unknown', 'nowhere']),
      userRole: fc.subarray(['operator', 'unknown']),
      appVersion: fc.subarray(['1.0', '2.0']),
    },
    { requiredKeys: [] }
  ),
});

/** Posts of random splits, in any order, late and repeated; rollups, corrections, pruning and questions in between. */
const scenario = fc
  .record({
    place: fc.constantFrom(...PLACES),
    contents: fc.array(fc.tuple(eventContent, offset), { minLength: 1, maxLength: 60 }),
    posts: fc.array(
      fc.record({
        picks: fc.array(fc.nat(), { minLength: 1, maxLength: 25 }),
        parallel: fc.boolean(),
        then: fc.array(fc.constantFrom('rollUp', 'leaveFilling', 'ask', 'prune', 'void', 'erase'), { maxLength: 2 }),
      }),
      { minLength: 1, maxLength: 6 }
    ),
    floors: fc.array(fc.integer({ min: 0, max: 72 * 12 }), { minLength: 1, maxLength: 3 }),
    questions: fc.array(question, { minLength: 4, maxLength: 8 }),
  })
  .map(({ place, contents, posts, floors, questions }) => {
    const bodies = contents.map(([content, ms], index) => bodyOf(content, place.at + ms, index));
    const steps = posts.flatMap(({ picks, parallel, then }, turn): Step[] => [
      { kind: 'post', parallel, events: picks.flatMap((pick) => bodies[pick % bodies.length] ?? []) },
      ...then.map((kind): Step => {
        switch (kind) {
          case 'prune':
            return { kind, floor: place.at + (floors[turn % floors.length] ?? 0) * (HOUR_MS / 12) };
          case 'void':
            return { kind, id: bodies[(picks[0] ?? 0) % bodies.length]?.id ?? '' };
          case 'erase':
            return { kind, userId: USERS[turn % USERS.length] ?? '' };
          case 'ask':
            return { kind, queries: questions.slice(turn % 4, (turn % 4) + 2) };
          case 'rollUp':
            return { kind, leaveFilling: false };
          case 'leaveFilling':
            return { kind: 'rollUp', leaveFilling: true };
        }
      }),
    ]);
    return { place, steps: [...steps, { kind: 'ask', queries: questions } satisfies Step], last: questions };
  });

const METRICS = Object.keys(MEASURE_TABLES.performance.histograms);

describe('answers from rollups and raw rows', () => {
  const database = withDatabase();
  const proxies = new Map<string, TestProxy>();

  function proxyOf({ timezone, dayStartMinutes }: (typeof PLACES)[number]): TestProxy {
    const key = `${timezone} ${dayStartMinutes}`;
    const proxy =
      proxies.get(key) ?? createTestProxy(database.pool, testConfig({ reporting: { timezone, dayStartMinutes } }));
    proxies.set(key, proxy);
    return proxy;
  }

  async function expectBruteForce(proxy: TestProxy, asked: Question, events: readonly Counted[], start: number) {
    const range = { from: start + asked.from, to: start + asked.from + asked.width };
    const edges =
      asked.interval === undefined ? [range.from, range.to] : bucketEdges(proxy.calendar, range, asked.interval);
    const query: AggregateQuery = {
      type: asked.type,
      edges,
      interval: asked.interval,
      groupBy: asked.groupBy,
      filters: asked.filters,
    };
    const { sums, histograms } = await withSnapshot(database.pool, 10_000, async (snapshot) => ({
      sums: await fetchAggregates(snapshot, query, proxy.calendar),
      histograms: asked.type === 'performance' ? await fetchHistograms(snapshot, query, proxy.calendar, METRICS) : [],
    }));
    const expected = cells(events, query);
    expect(sums.map(({ bucket, group }) => keyOf(bucket, group)).sort()).toEqual([...expected.keys()].sort());
    for (const { bucket, group, value } of sums) {
      const total = addUp(expected.get(keyOf(bucket, group)) ?? []);
      expect(Object.keys(value).sort()).toEqual(Object.keys(total).sort());
      for (const [name, sum] of Object.entries(total)) {
        expect(Math.abs((value[name] ?? NaN) - sum)).toBeLessThanOrEqual(TOLERANCE * Math.max(1, Math.abs(sum)));
      }
    }
    for (const { bucket, group, value } of histograms) {
      const cell = expected.get(keyOf(bucket, group)) ?? [];
      for (const metric of Object.keys((MEASURE_TABLES.performance as MeasureTable).histograms)) {
        expect(value.get(metric)).toEqual(histogramOf(cell, metric));
      }
    }
  }

  it(
    'are what counting event by event gives, at any moment',
    async () => {
      await fc.assert(
        fc
          .asyncProperty(scenario, async ({ place, steps, last }) => {
            const proxy = proxyOf(place);
            const state = new RollupStateStore(database.pool);
            await state.ensure(rollupSettings(proxy.config), place.at - 10 * DAY_MS);
            const counted = new Map<string, Counted>();
            // What was voided or erased stays away, also when it is sent again; what was erased cannot be voided.
            const voided = new Map<string, Counted>();
            const erased = new Set<string>();
            const isTheirs = (userId: string) => (event: Counted) => event.userId === userId;
            const ask = async (queries: readonly Question[]) => {
              for (const query of queries) {
                await expectBruteForce(proxy, query, [...counted.values()], place.at);
              }
            };
            for (const step of steps) {
              switch (step.kind) {
                case 'post': {
                  const requests = step.parallel ? [step.events, [...step.events].reverse()] : [step.events];
                  await Promise.all(requests.map((events) => proxy.post(events)));
                  step.events
                    .filter(({ id }) => !voided.has(id) && !erased.has(id))
                    .forEach((body) =>
                      counted.set(
                        body.id,
                        count(body, proxy.config, (id) => id)
                      )
                    );
                  break;
                }
                case 'rollUp':
                  if (step.leaveFilling) {
                    await database.pool.query('UPDATE rollup_pending SET changes = changes + 20000');
                  }
                  await proxy.rollups.rollUpPending({ leaveFilling: step.leaveFilling });
                  break;
                case 'void': {
                  const event = counted.get(step.id);
                  expect(await proxy.void(step.id)).toBe(event !== undefined || voided.has(step.id));
                  if (event) {
                    voided.set(step.id, event);
                    counted.delete(step.id);
                  }
                  break;
                }
                case 'erase': {
                  const theirs = [...counted.values(), ...voided.values()].filter(isTheirs(step.userId));
                  expect(await proxy.erase(step.userId)).toBe(theirs.length > 0);
                  for (const { id } of theirs) {
                    erased.add(id);
                    counted.delete(id);
                    voided.delete(id);
                  }
                  break;
                }
                case 'prune':
                  await state.pruneMinutes(step.floor + KEEP_MINUTES_MS);
                  break;
                case 'ask':
                  await ask(step.queries);
              }
            }
            await proxy.rollUpAll();
            await ask(last);
          })
          .afterEach(() => resetDatabase(database)),
        { numRuns: 25 }
      );
    },
    TIMEOUT_MS
  );
});
