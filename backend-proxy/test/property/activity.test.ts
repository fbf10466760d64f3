import fc from 'fast-check';
import { CUBE_DIMENSIONS, type CubeDimension } from '../../src/db/measures';
import {
  ADOPTION_TAIL,
  fetchAdopters,
  fetchRetained,
  type ActivityDimension,
  type ActivityFilters,
} from '../../src/db/read-models/activity';
import { fetchActiveUsers } from '../../src/db/read-models/active-users';
import { fetchJourneyUsers } from '../../src/db/read-models/journey-users';
import type { Filters } from '../../src/db/read-models/filters';
import { withSnapshot } from '../../src/db/snapshot';
import { RollupStateStore, rollupSettings } from '../../src/db/stores/rollup-state';
import { addDays, DAY_MS, datesBetween, HOUR_MS, type ReportingCalendar } from '../../src/domain/calendar';
import { bucketEdges } from '../../src/domain/intervals';
import { bodyOf, eventContent, USERS } from '../helpers/arbitraries';
import { count, passes, type Counted } from '../helpers/brute-force';
import { withDatabase } from '../helpers/database';
import { createTestProxy, testConfig, type TestProxy } from '../helpers/proxy';
import { resetDatabase } from '../helpers/reset';

const TIMEOUT_MS = 180_000;
const DAYS = 12;
const FEATURES = ['batch_processing', 'quality_control', 'inventory_tracking'];

const PLACES = [
  { timezone: 'UTC', dayStartMinutes: 0, start: '2026-02-24' },
  { timezone: 'America/New_York', dayStartMinutes: 360, start: '2026-03-03' },
  { timezone: 'Asia/Kathmandu', dayStartMinutes: 0, start: '2026-02-24' },
  { timezone: 'Africa/Cairo', dayStartMinutes: 0, start: '2026-04-19' },
];

const dimension = fc.constantFrom<CubeDimension>(...CUBE_DIMENSIONS.map(({ name }) => name));
const filters: fc.Arbitrary<Filters> = fc.record(
  { site: fc.subarray(['north', 'unknown']), userRole: fc.subarray(['operator', 'manager']) },
  { requiredKeys: [] }
);
const question = fc.record({
  groupBy: fc.uniqueArray(dimension, { maxLength: 2 }),
  byFeature: fc.boolean(),
  filters,
  feature: fc.subarray(FEATURES),
  first: fc.nat(DAYS - 1),
  dates: fc.integer({ min: 1, max: DAYS }),
  days: fc.constantFrom(1, 3, 7),
  from: fc.nat(4),
  span: fc.nat(4),
  interval: fc.constantFrom(undefined, '1h', '1d', '1w'),
  /** Cuts dates at both ends. */
  inset: fc.constantFrom(0, 5 * HOUR_MS + 1),
});
type Question = typeof question extends fc.Arbitrary<infer T> ? T : never;

const scenario = fc.record({
  place: fc.constantFrom(...PLACES),
  contents: fc.array(fc.tuple(eventContent, fc.nat(DAYS * DAY_MS - 1)), { minLength: 1, maxLength: 60 }),
  /** In how many requests, and what happens after each. */
  requests: fc.array(
    fc.record({
      rollUp: fc.boolean(),
      voided: fc.array(fc.nat(), { maxLength: 4 }),
      erased: fc.option(fc.constantFrom(...USERS), { freq: 5 }),
    }),
    { minLength: 1, maxLength: 5 }
  ),
  order: fc.array(fc.nat(), { maxLength: 60 }),
  questions: fc.array(question, { minLength: 2, maxLength: 4 }),
});

interface Seen extends Counted {
  userId: string;
  date: string;
}

const isActivity = ({ type }: Counted) => type === 'session' || type === 'feature' || type === 'journey';
const groupOf = (event: Counted, groupBy: readonly CubeDimension[]) => groupBy.map((name) => event.dimensions[name]);
/** Rows in an order that does not depend on the order of their fields. */
const orderKey = (row: object) => JSON.stringify(Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1)));
const sorted = <T extends object>(rows: readonly T[]): T[] =>
  [...rows].sort((a, b) => (orderKey(a) < orderKey(b) ? -1 : 1));

/** Distinct values per key. */
class Sets {
  readonly #sets = new Map<string, Set<string>>();

  add(key: unknown[], value: string): void {
    const text = JSON.stringify(key);
    this.#sets.set(text, (this.#sets.get(text) ?? new Set()).add(value));
  }

  sizes<T extends object>(shape: (key: string[], size: number) => T): T[] {
    return sorted([...this.#sets].map(([key, values]) => shape(JSON.parse(key) as string[], values.size)));
  }
}

function activeUsers(
  seen: readonly Seen[],
  query: { dates: readonly string[]; days: number; groupBy: readonly ActivityDimension[]; filters: ActivityFilters }
) {
  const sets = new Sets();
  const allowed = query.filters.feature ?? [];
  for (const date of query.dates) {
    for (const event of seen) {
      const features = event.features.filter((feature) => allowed.length === 0 || allowed.includes(feature));
      const inWindow = event.date <= date && event.date > addDays(date, -query.days);
      if (!inWindow || !passes(event, query.filters) || (allowed.length > 0 && features.length === 0)) {
        continue;
      }
      // Whoever used two features is in the group of each.
      for (const feature of query.groupBy.includes('feature') ? features : ['']) {
        const group = query.groupBy.map((name) => (name === 'feature' ? feature : event.dimensions[name]));
        sets.add([date, ...group], event.userId);
      }
    }
  }
  return sets.sizes(([date, ...group], users) => ({ date, group, users }));
}

/** Each user's earliest activity. */
function firstSights(seen: readonly Seen[]): Seen[] {
  const first = new Map<string, Seen>();
  for (const event of [...seen].sort((a, b) => (a.instant < b.instant ? -1 : 1))) {
    first.set(event.userId, first.get(event.userId) ?? event);
  }
  return [...first.values()];
}

interface Cohort {
  firstSeen: { first: string; last: string };
  from: number;
  to: number;
  groupBy: readonly CubeDimension[];
  filters: Filters;
}

/** The users of a cohort with what they did in their window. */
function cohortOf(seen: readonly Seen[], { firstSeen, from, to, groupBy, filters: own }: Cohort) {
  return firstSights(seen)
    .filter((first) => first.date >= firstSeen.first && first.date <= firstSeen.last && passes(first, own))
    .map((first) => ({
      key: [first.date, ...groupOf(first, groupBy)],
      userId: first.userId,
      did: seen.filter(
        ({ userId, date }) =>
          userId === first.userId && date >= addDays(first.date, from) && date <= addDays(first.date, to)
      ),
    }));
}

function retained(seen: readonly Seen[], cohort: Cohort) {
  const all = new Map<string, { cohort: number; reached: number }>();
  for (const { key, did } of cohortOf(seen, cohort)) {
    const counts = all.get(JSON.stringify(key)) ?? { cohort: 0, reached: 0 };
    counts.cohort += 1;
    counts.reached += did.length > 0 ? 1 : 0;
    all.set(JSON.stringify(key), counts);
  }
  return sorted(
    [...all].map(([text, counts]) => {
      const [firstSeen, ...group] = JSON.parse(text) as string[];
      return { firstSeen, group, ...counts };
    })
  );
}

function adopters(seen: readonly Seen[], cohort: Cohort) {
  const sets = new Sets();
  for (const { key, userId, did } of cohortOf(seen, cohort)) {
    for (const feature of new Set(did.flatMap(({ features }) => features))) {
      if (FEATURES.includes(feature)) {
        sets.add([...key, feature], userId);
      }
    }
  }
  return sets.sizes((key, users) => ({ key, users }));
}

function journeyUsers(
  seen: readonly Seen[],
  edges: readonly number[],
  { groupBy, filters: own }: Pick<Question, 'groupBy' | 'filters'>
) {
  const sets = new Sets();
  for (const event of seen) {
    const bucket = edges.findIndex((edge, index) => edge <= event.at && event.at < (edges[index + 1] ?? -Infinity));
    if (event.type === 'journey' && bucket >= 0 && passes(event, own)) {
      sets.add([String(bucket), event.date, ...groupOf(event, groupBy)], event.userId);
    }
  }
  return sets.sizes(([bucket, date, ...group], users) => ({ bucket: Number(bucket), date, group, users }));
}

describe('who was active, kept and adopting', () => {
  const database = withDatabase();
  const proxies = new Map<string, TestProxy>();

  function proxyOf({ timezone, dayStartMinutes }: (typeof PLACES)[number]): TestProxy {
    const proxy =
      proxies.get(timezone) ?? createTestProxy(database.pool, testConfig({ reporting: { timezone, dayStartMinutes } }));
    proxies.set(timezone, proxy);
    return proxy;
  }

  async function expectBruteForce(calendar: ReportingCalendar, asked: Question, seen: readonly Seen[], start: string) {
    const first = addDays(start, asked.first);
    const dates = datesBetween(first, addDays(first, asked.dates - 1));
    const last = dates.at(-1) ?? first;
    const { groupBy, filters: own } = asked;
    const users = {
      dates,
      days: asked.days,
      groupBy: [...groupBy, ...(asked.byFeature ? (['feature'] as const) : [])],
      filters: { ...own, feature: asked.feature },
    };
    const cohort: Cohort = {
      firstSeen: { first, last },
      from: asked.from,
      to: asked.from + asked.span,
      groupBy,
      filters: own,
    };
    const range = { from: calendar.dayStart(first) + asked.inset, to: calendar.dayEnd(last) - asked.inset };
    const edges = asked.interval === undefined ? [range.from, range.to] : bucketEdges(calendar, range, asked.interval);
    const answers = await withSnapshot(database.pool, 10_000, async (snapshot) => ({
      active: await fetchActiveUsers(snapshot, calendar, users),
      journeys: await fetchJourneyUsers(snapshot, calendar, { edges, groupBy, filters: own }),
      retained: await fetchRetained(snapshot, calendar, cohort),
      adopted: await fetchAdopters(snapshot, calendar, { ...cohort, features: FEATURES }),
    }));

    expect(sorted(answers.active)).toEqual(activeUsers(seen, users));
    expect(
      sorted(answers.journeys.map(({ bucket, date, group, users: n }) => ({ bucket, date, group, users: n })))
    ).toEqual(journeyUsers(seen, edges, asked));
    expect(sorted(answers.retained)).toEqual(retained(seen, cohort));
    expect(
      sorted(answers.adopted.map(({ firstSeen, group, cohort: size }) => ({ firstSeen, group, cohort: size })))
    ).toEqual(retained(seen, cohort).map(({ firstSeen, group, cohort: size }) => ({ firstSeen, group, cohort: size })));
    expect(
      sorted(
        answers.adopted.flatMap(({ firstSeen, group, adopters: found }) =>
          [...found].map(([feature, n]) => ({ key: [firstSeen, ...group, feature], users: n }))
        )
      )
    ).toEqual(adopters(seen, { ...cohort, from: 0, to: ADOPTION_TAIL }));
  }

  it(
    'is what counting event by event gives, before and after rollups',
    async () => {
      await fc.assert(
        fc
          .asyncProperty(scenario, async ({ place, contents, requests, order, questions }) => {
            const proxy = proxyOf(place);
            const { calendar, config } = proxy;
            await new RollupStateStore(database.pool).ensure(rollupSettings(config), 0);
            const start = calendar.dayStart(place.start);
            const bodies = contents.map(([content, ms], index) => bodyOf(content, start + ms, index));
            // Any order, so that earlier events come later.
            const shuffled = bodies
              .map((body, index) => ({ body, at: order[index] ?? index }))
              .sort((a, b) => a.at - b.at)
              .map(({ body }) => body);
            let seen: Seen[] = [];
            const size = Math.ceil(shuffled.length / requests.length);
            for (const [turn, { rollUp, voided, erased }] of requests.entries()) {
              const part = shuffled.slice(turn * size, (turn + 1) * size);
              await proxy.post(part);
              if (rollUp) {
                await proxy.rollups.rollUpPending();
              }
              for (const counted of part.map((body) => count(body, config, (id) => id)).filter(isActivity)) {
                seen.push({ ...counted, userId: counted.userId ?? '', date: calendar.dateOf(counted.at) });
              }
              for (const pick of voided) {
                const id = bodies[pick % bodies.length]?.id ?? '';
                await proxy.void(id);
                seen = seen.filter((event) => event.id !== id);
              }
              if (erased !== null) {
                await proxy.erase(erased);
                seen = seen.filter((event) => event.userId !== erased);
              }
              await expectBruteForce(calendar, questions[turn % questions.length] as Question, seen, place.start);
            }
            await proxy.rollUpAll();
            for (const asked of questions) {
              await expectBruteForce(calendar, asked, seen, place.start);
            }
          })
          .afterEach(() => resetDatabase(database)),
        { numRuns: 25 }
      );
    },
    TIMEOUT_MS
  );
});
