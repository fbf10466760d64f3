import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/domain/calendar';
import type { Range } from '../../src/domain/intervals';
import { withDatabase } from '../helpers/database';
import type { EventBody } from '../helpers/events';
import { createTestProxy, testConfig, type TestProxy } from '../helpers/proxy';
import { ask, noticesOf, rowsOf, seriesOf } from '../helpers/query';
import { instantOf, randomActivity, valueOf } from '../helpers/random-events';

const WHOLE: Range = { from: Date.parse('2026-02-20T00:00:00Z'), to: Date.parse('2026-04-05T00:00:00Z') };
const NOW = WHOLE.to + DAY_MS;
const PART: Range = { from: Date.parse('2026-03-03T13:21:07Z'), to: Date.parse('2026-03-30T05:02:30Z') };
const STEPS = ['home', 'quality_control', 'list', 'batch_processing'];

/** Whether an event reaches a step, by the words of the definition. */
function reaches(event: EventBody, step: string): boolean {
  if (event.type === 'feature') {
    return event['feature'] === step;
  }
  const steps = (event['steps'] as string[] | undefined) ?? [];
  const screens = steps.length > 0 ? steps : [event['startPoint'], event['endPoint']];
  return event.type === 'journey' && screens.includes(step);
}

/** Instants of the furthest run of one user's events, the earliest of equals. */
function furthest(events: readonly EventBody[], windowMs: number): number[] {
  const hitsOf = (step: string): number[] =>
    events
      .filter((event) => reaches(event, step))
      .map(instantOf)
      .sort((a, b) => a - b);
  const hits = STEPS.map(hitsOf);
  let best: number[] = [];
  for (const start of hits[0] ?? []) {
    const run = [start];
    for (const later of hits.slice(1)) {
      const next = later.find((time) => time > (run.at(-1) ?? 0) && time - start <= windowMs);
      if (next === undefined) {
        break;
      }
      run.push(next);
    }
    best = run.length > best.length ? run : best;
  }
  return best;
}

function medianOf(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return sorted.length === 0 ? null : ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle)] ?? 0)) / 2;
}

function expected(events: readonly EventBody[], { from, to }: Range, windowMs: number): object[] {
  const own = events.filter((event) => instantOf(event) >= from && instantOf(event) < to);
  const runs = [...new Set(own.map((event) => event['userId']))]
    .map((user) =>
      furthest(
        own.filter((event) => event['userId'] === user),
        windowMs
      )
    )
    .filter(({ length }) => length > 0);
  return STEPS.map((name, index) => {
    const users = runs.filter(({ length }) => length > index);
    const before = index === 0 ? runs : runs.filter(({ length }) => length >= index);
    return {
      step: index + 1,
      name,
      users: users.length,
      conversion: runs.length === 0 ? null : (users.length / runs.length) * 100,
      step_conversion: before.length === 0 ? null : (users.length / before.length) * 100,
      median_seconds:
        index === 0 ? null : medianOf(users.map((run) => ((run[index] ?? 0) - (run[index - 1] ?? 0)) / 1000)),
    };
  });
}

describe.each(['Asia/Kolkata', 'America/New_York'])('a funnel in %s', (timezone) => {
  const database = withDatabase();
  const events = randomActivity(WHOLE, { users: 30, events: 900, seed: timezone.length });
  let made: TestProxy | undefined;
  const proxy = (): TestProxy => (made ??= createTestProxy(database.pool, testConfig({ reporting: { timezone } })));
  const answer = async (query: object, range: Range, config = proxy().config) =>
    ask(database, { ...proxy(), config }, { queryType: 'funnel', steps: STEPS, window: '7d', ...query }, range, NOW);
  const withoutTitle = (rows: object[]): object[] => rows.map((row) => ({ ...row, title: undefined }));

  beforeAll(async () => {
    const { post, rollUpAll } = proxy();
    await post(events.slice(0, 700));
    await rollUpAll();
    await post(events.slice(700));
  });

  it.each([
    ['1h', HOUR_MS],
    ['36h', 36 * HOUR_MS],
    ['30d', 30 * DAY_MS],
  ])('counts as a walk over each user’s events does, within %s', async (window, windowMs) => {
    for (const range of [WHOLE, PART]) {
      const { frames } = await answer({ window }, range);
      expect(withoutTitle(frames.flatMap(rowsOf))).toEqual(withoutTitle(expected(events, range, windowMs)));
    }
  });

  it('computes a funnel per group as over the events that a filter leaves', async () => {
    const rows = (await answer({ groupBy: ['userRole'] }, WHOLE)).frames.flatMap(rowsOf);
    for (const role of ['operator', 'manager', 'unknown']) {
      const own = events.filter((event) => valueOf(event, 'userRole') === role);
      const filtered = (await answer({ filters: { userRole: [role] } }, WHOLE)).frames.flatMap(rowsOf);
      expect(withoutTitle(filtered)).toEqual(withoutTitle(expected(own, WHOLE, 7 * DAY_MS)));
      expect(rows.filter((row) => row['user_role'] === role)).toEqual(
        filtered.map((row) => ({ ...row, user_role: role }))
      );
    }
  });

  it('gives alert rules one series a number and step', async () => {
    const table = (await answer({}, WHOLE)).frames.flatMap(rowsOf);
    const series = seriesOf((await answer({ format: 'numeric' }, WHOLE)).frames);
    expect(series).toEqual(
      table.flatMap((row) =>
        ['users', 'conversion', 'step_conversion', 'median_seconds'].map((metric) => ({
          metric,
          step: String(row['step']),
          name: row['name'],
          value: row[metric],
        }))
      )
    );
  });

  it('has all steps where nobody was, and withholds shares of few', async () => {
    const { frames } = await answer({}, { from: WHOLE.from - HOUR_MS, to: WHOLE.from - MINUTE_MS });
    expect(frames.flatMap(rowsOf)).toMatchObject(STEPS.map((name) => ({ name, users: 0, conversion: null })));
    const few = await answer({ minN: 1000 }, WHOLE);
    few.frames.flatMap(rowsOf).forEach((row) => expect(row).toMatchObject({ conversion: null, median_seconds: null }));
    expect(noticesOf(few.frames)[0]).toMatch(/fewer than 1000 observations/);
  });

  it('refuses windows out of bounds and more hits than it reads', async () => {
    expect(await answer({ window: '5m' }, WHOLE)).toMatchObject({
      status: 400,
      error: 'window must be from 1h to 30d, not 5m.',
    });
    const { config } = createTestProxy(database.pool, testConfig({ query: { maxRows: 1 } }));
    expect(await answer({}, WHOLE, config)).toMatchObject({
      status: 400,
      error: expect.stringMatching(/reached more than 20 times in the range/) as string,
    });
    expect(await answer({ steps: ['home'] }, WHOLE)).toMatchObject({ status: 400 });
  });
});
