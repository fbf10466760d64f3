import { benchQueries, type QueryReport } from '../../bench/src/query/bench';
import { startPostgres } from '../../bench/src/lib/postgres';
import { printQueries } from '../../bench/src/query/print';

/**
 * Ratios of SQL on raw tables to rollups, a fifth of what they were when this was written, or half where they were small.
 * 200 000 events are few: raw rows of one KPI are read in milliseconds, while the ratio grows with every event.
 */
const FLOORS: Readonly<Record<string, number>> = {
  'kpi, active users': 30,
  'kpi, retention': 23,
  'summary, four cards': 11,
  adoption: 80,
  retention: 5,
  correlation: 18,
  opportunities: 18,
};

describe('queries over a year of 200 000 events', () => {
  let report: QueryReport;

  beforeAll(async () => {
    const server = await startPostgres();
    try {
      report = await benchQueries({
        events: 200_000,
        serverUrl: server.url,
        rawRuns: 3,
        viewSeconds: 0,
        growth: false,
        say: () => undefined,
      });
    } finally {
      await server.stop();
    }
    process.stdout.write(`${printQueries(report)}\n`);
  });

  it('gives the numbers that SQL on the raw rows gives', () => {
    expect(report.differences).toEqual([]);
  });

  it.each(Object.entries(FLOORS))('answers %s at least %s times as fast as SQL on the raw rows', (name, floor) => {
    expect(report.types.find((times) => times.name === name)?.ratio ?? 0).toBeGreaterThanOrEqual(floor);
  });
});
