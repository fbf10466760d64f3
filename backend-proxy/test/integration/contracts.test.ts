import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { LicenseStore } from '../../src/db/stores/license-store';
import { RollupStateStore, rollupSettings } from '../../src/db/stores/rollup-state';
import { demoLicenses, demoRoi, generateHistory, planDemo } from '../../src/demo';
import type { JsonFrame } from '../../src/frames/frame';
import { QUERY_TYPES } from '../../src/query/query-types';
import type { QueryResult } from '../../src/query/service';
import { withDatabase } from '../helpers/database';
import { businessEvent, type EventBody } from '../helpers/events';
import { createTestProxy, testConfig } from '../helpers/proxy';
import { ask } from '../helpers/query';

interface Example {
  request: { from: string; to: string; queries: Array<Record<string, unknown> & { refId: string; queryType: string }> };
  response: { results: Record<string, QueryResult> };
}

const FOLDER = path.resolve(__dirname, '../../../contracts/query');
const read = <T>(name: string, part: string): T =>
  JSON.parse(readFileSync(path.join(FOLDER, `${name}.${part}.json`), 'utf8')) as T;
const NAMES = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.request.json'))
  .map((file) => file.replace('.request.json', ''));
const examples = new Map<string, Example>(
  NAMES.map((name) => [name, { request: read(name, 'request'), response: read(name, 'response') }])
);
/** Every query of an example whose answer there is one. */
const CASES = [...examples].flatMap(([name, { request, response }]) =>
  request.queries.flatMap((query) => {
    const result = response.results[query.refId];
    return result?.status === 200 ? [{ name, query, range: request, frames: result.frames }] : [];
  })
);

/** When the examples were asked for. */
const NOW = Date.parse('2026-03-31T18:10:00Z');
/** The demo's history from here on is enough, and quick to make up. */
const FROM = new Date('2026-02-15T00:00:00Z');
/** One of so many events of it: enough for every analysis. */
const SHARE = 8;

/** What may differ between an example and an answer without anybody's noticing: values, words, how many series. */
function shapeOf({ schema, data }: JsonFrame) {
  const { type, typeVersion, preferredVisualisationType } = schema.meta;
  return {
    meta: { type, typeVersion, preferredVisualisationType },
    custom: ['timezone', 'grain', 'method', 'n', 'complete'].filter((key) => key in schema.meta.custom),
    fields: schema.fields.map(({ name, type: fieldType, typeInfo, labels }) => ({
      name,
      type: fieldType,
      // Absent says the same as false.
      typeInfo: { ...typeInfo, nullable: typeInfo.nullable ?? false },
      labels: Object.keys(labels ?? {}),
    })),
    columns: data.values.length,
  };
}

const shapesOf = (frames: readonly JsonFrame[]): string[] =>
  [...new Set(frames.map((frame) => JSON.stringify(shapeOf(frame))))].sort();

describe('contracts/query', () => {
  const database = withDatabase();
  const config = {
    ...testConfig({ query: { rawEvents: true } }),
    roi: {
      ...testConfig().roi,
      baseline: {
        taskSecondsPerUserDay: demoRoi.baseline.task_seconds_per_user_day,
        errorsPer1000: demoRoi.baseline.errors_per_1000,
        retention30: demoRoi.baseline.retention_30,
      },
    },
  };

  beforeAll(async () => {
    const proxy = createTestProxy(database.pool, config, () => NOW);
    await new RollupStateStore(database.pool).ensure(rollupSettings(config), NOW);
    const history = planDemo(new Date('2026-03-31T18:00:00Z'));
    for (const set of demoLicenses(history.plan)) {
      await new LicenseStore(database.pool).replace(set);
    }
    const events = [...generateHistory({ ...history, from: FROM })].filter((_, index) => index % SHARE === 0);
    await proxy.post(events.map((event): EventBody => ({ ...event })));
    const early = { timestamp: '2026-01-02T12:00:00Z', site: 'north' };
    await proxy.post([businessEvent({ defectRate: 101 }), businessEvent(early)]);
    await proxy.rollUpAll();
  });

  it('holds an example of every query type', () => {
    const asked = [...examples.values()].flatMap(({ request }) => request.queries.map(({ queryType }) => queryType));
    expect([...new Set(asked)].sort()).toEqual(Object.keys(QUERY_TYPES).sort());
  });

  it.each(CASES)('$name: $query.refId is answered in the form of the example', async ({ query, range, frames }) => {
    const span = { from: Date.parse(range.from), to: Date.parse(range.to) };
    const result = await ask(database, createTestProxy(database.pool, config), { ...query, refId: 'A' }, span, NOW);
    expect(result.error).toBeUndefined();
    expect(shapesOf(result.frames)).toEqual(shapesOf(frames));
  });
});
