import { textTable } from '../lib/table';
import type { QueryReport } from './bench';
import type { QueryTimes, ViewerTimes } from './measureQueries';

/** A line of a table: the name of what was measured, and its times. */
function cellsOf({ name, rollup, rollupP95, smaller, raw, ratio }: QueryTimes): Array<string | number | null> {
  const growth = smaller === null ? null : Number((rollup / smaller).toPrecision(2));
  return [name, rollup, rollupP95, smaller, growth, raw, ratio];
}

/** The tables of the query bench. */
export function printQueries(report: QueryReport): string {
  const { events, smaller, days, overview, types, viewers, bytesPerEvent, differences } = report;
  const seen = (name: string, times: ViewerTimes): string =>
    `${times.viewers} viewers, ${name}: ${times.requests} requests, median ${times.median} ms, p95 ${times.p95} ms${
      times.refresh ? `; all panels after ${times.refresh.median} ms (median), ${times.refresh.p95} ms (p95)` : ''
    }`;
  const columns = ['rollups', 'p95', smaller === null ? '' : `over ${smaller}`, 'growth', 'raw SQL', 'ratio'];
  return [
    `${events} events over ${days} days; times in ms, median of warm runs`,
    '',
    textTable(
      ['executive overview, a request a panel', ...columns, 'first'],
      overview.map((times, index) => [...cellsOf(times), report.coldProxy[index] ?? null])
    ),
    '',
    `median ${report.overviewMedian} ms, median ratio ${report.overviewMedianRatio ?? '–'}, median growth ${report.overviewGrowth ?? '–'}`,
    '',
    textTable(['query type', ...columns], types.map(cellsOf)),
    '',
    ...(viewers
      ? [
          seen('a refresh of the first screen a minute', viewers.firstScreen),
          seen('a refresh of the whole page a minute', viewers.wholePage),
          seen('without a pause', viewers.restless),
        ]
      : []),
    `bytes on disk per event: raw ${bytesPerEvent.raw}, rolled up ${bytesPerEvent.rolledUp}`,
    differences.length === 0 ? 'KPIs over rollups and by SQL agree' : `DIFFERENCES: ${differences.join('; ')}`,
  ].join('\n');
}
