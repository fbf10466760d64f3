import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/domain/calendar';
import type { Range } from '../../src/domain/intervals';
import { withDatabase } from '../helpers/database';
import type { EventBody } from '../helpers/events';
import { createTestProxy, testConfig } from '../helpers/proxy';
import { ask, noticesOf, rowsOf, type TableRow } from '../helpers/query';
import { instantOf, randomActivity } from '../helpers/random-events';

const WHOLE: Range = { from: Date.parse('2026-02-20T00:00:00Z'), to: Date.parse('2026-03-20T00:00:00Z') };
const NOW = WHOLE.to + DAY_MS;
const PART: Range = { from: Date.parse('2026-03-03T13:21:07Z'), to: Date.parse('2026-03-10T05:02:30Z') };
const MAX_STEPS = 4;

function screensOf(event: EventBody): string[] {
  const steps = (event['steps'] as string[] | undefined) ?? [];
  return steps.length > 0 ? steps : [event['startPoint'] as string, event['endPoint'] as string];
}

/** How often each node of a graph without `top` is passed, journey by journey. */
function expected(events: readonly EventBody[], range: Range): Map<string, number> {
  const counts = new Map<string, number>();
  const add = (id: string): void => void counts.set(id, (counts.get(id) ?? 0) + 1);
  for (const event of events) {
    if (event.type !== 'journey' || instantOf(event) < range.from || instantOf(event) >= range.to) {
      continue;
    }
    const screens = screensOf(event);
    screens.slice(0, MAX_STEPS).forEach((screen, index) => add(`${index + 1}:screen:${screen}`));
    if (screens.length > MAX_STEPS) {
      add(`${MAX_STEPS + 1}:other`);
    }
    add(`${Math.min(screens.length, MAX_STEPS + 1) + 1}:left`);
  }
  return counts;
}

describe('paths', () => {
  const database = withDatabase();
  const events = randomActivity(WHOLE, { users: 20, events: 700, seed: 3 });
  const answer = async (query: object, range: Range, config = testConfig()) =>
    ask(
      database,
      createTestProxy(database.pool, config),
      { queryType: 'paths', maxSteps: MAX_STEPS, ...query },
      range,
      NOW
    );
  const graphOf = async (query: object, range = WHOLE): Promise<[TableRow[], TableRow[]]> => {
    const { frames } = await answer(query, range);
    return [frames.slice(0, 1).flatMap(rowsOf), frames.slice(1).flatMap(rowsOf)];
  };

  beforeAll(async () => {
    await createTestProxy(database.pool).post(events);
  });

  it.each([WHOLE, PART])('count journeys as a walk over all of them does %#', async (range) => {
    const [nodes] = await graphOf({}, range);
    expect(new Map(nodes.map(({ id, mainstat }) => [id, mainstat]))).toEqual(expected(events, range));
  });

  it.each([
    {},
    { top: 2 },
    { startPoint: 'home' },
    { startPoint: 'home', top: 1, minN: 5 },
    { filters: { site: ['north'] } },
  ])('let what enters a node leave it: %j', async (query) => {
    const [nodes, edges] = await graphOf(query);
    const sum = (own: TableRow[]): number => own.reduce((total, { mainstat }) => total + Number(mainstat), 0);
    expect(nodes.length).toBeGreaterThan(5);
    for (const { id, mainstat, title, detail__step: step } of nodes) {
      expect(sum(edges.filter(({ target }) => target === id))).toBe(step === 1 ? 0 : mainstat);
      expect(sum(edges.filter(({ source }) => source === id))).toBe(title === 'left' ? 0 : mainstat);
    }
    if ('startPoint' in query) {
      const roots = nodes.filter(({ id }) => !edges.some(({ target }) => target === id));
      expect(roots).toMatchObject([{ title: 'home', secondarystat: 100 }]);
    }
  });

  it('are two frames that a node graph draws, typed where nothing is there', async () => {
    const { frames } = await answer({}, { from: WHOLE.from - HOUR_MS, to: WHOLE.from - MINUTE_MS });
    expect(frames.map(({ schema }) => [schema.name, schema.meta.preferredVisualisationType])).toEqual([
      ['nodes', 'nodeGraph'],
      ['edges', 'nodeGraph'],
    ]);
    expect(frames.map(({ schema }) => schema.fields.map(({ name, type }) => `${name} ${type}`))).toEqual([
      [
        'id string',
        'title string',
        'subtitle string',
        'mainstat number',
        'secondarystat number',
        'detail__step number',
      ],
      ['id string', 'source string', 'target string', 'mainstat number', 'secondarystat number'],
    ]);
    expect(frames.every(({ data }) => data.values.every((values) => values.length === 0))).toBe(true);
  });

  it('say what went into other, and refuse what is too much', async () => {
    const { frames } = await answer({ top: 2 }, WHOLE);
    expect(noticesOf(frames)).toEqual(['In other: 12 screens beyond the 2 most frequent of a step.']);
    expect(await answer({}, WHOLE, testConfig({ query: { maxRows: 10 } }))).toMatchObject({
      status: 400,
      error: expect.stringMatching(/more than 10 different ways/) as string,
    });
    expect(await answer({ groupBy: ['site'] }, WHOLE)).toMatchObject({ status: 400 });
  });
});
