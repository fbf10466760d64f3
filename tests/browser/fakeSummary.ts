import type { Kpi } from '@lopan/catalogue';
import { unitOf, valueAt, type Range } from './fakeFrames';

const SPARKS = 20;

/** The columns of a `summary` answer: name, type, and a row's value. */
type Column = [name: string, type: 'string' | 'number' | 'boolean' | 'time', value: (kpi: Kpi, row: number) => unknown];

/** The last KPI of an answer has no value, with the note that says why. */
export function summaryFrame(refId: string, kpis: Kpi[], range: Range): object {
  const has = (row: number) => kpis.length === 1 || row < kpis.length - 1;
  const value = (kpi: Kpi) => valueAt(kpi, range.to);
  const previous = (kpi: Kpi) => valueAt(kpi, range.from);
  const change = (kpi: Kpi) => (value(kpi) / previous(kpi) - 1) * 100;
  const rises = (kpi: Kpi) => change(kpi) > 0;
  const met = (kpi: Kpi) =>
    kpi.direction === 'higher' ? value(kpi) >= (kpi.target ?? 0) : value(kpi) <= (kpi.target ?? Infinity);
  const columns: Column[] = [
    ['kpi', 'string', (kpi) => kpi.id],
    ['title', 'string', (kpi) => kpi.title],
    ['value', 'number', value],
    ['unit', 'string', (kpi) => kpi.unit],
    ['format', 'string', (kpi) => kpi.format],
    ['target', 'number', (kpi) => kpi.target],
    ['direction', 'string', (kpi) => kpi.direction],
    ['status', 'string', (kpi, row) => (has(row) ? (met(kpi) ? 'ok' : 'off_target') : 'no_data')],
    ['previous', 'number', previous],
    ['change', 'number', change],
    ['change_points', 'number', (kpi) => (kpi.unit === 'percent' ? value(kpi) - previous(kpi) : null)],
    ['trend', 'string', (kpi) => (rises(kpi) ? 'up' : 'down')],
    ['good', 'boolean', (kpi) => rises(kpi) === (kpi.direction === 'higher')],
    ['n', 'number', (_kpi, row) => (has(row) ? 1200 : 0)],
    ['complete', 'boolean', () => false],
    ['sparkline', 'string', (kpi) => sparkline(kpi, range)],
    ['decimals', 'number', (kpi) => kpi.decimals],
    ['threshold', 'number', (kpi) => kpi.threshold],
    ['description', 'string', (kpi) => kpi.description],
    ['as_of', 'time', () => range.to],
    ['display_unit', 'string', unitOf],
    ['note', 'string', (_kpi, row) => (has(row) ? null : 'Set analytics.roi.baseline to get this value.')],
  ];
  const hollow = new Set(['value', 'previous', 'change', 'change_points', 'trend', 'good', 'sparkline', 'as_of']);
  const kinds = { string: 'string', number: 'float64', boolean: 'bool', time: 'time.Time' };
  return {
    schema: {
      refId,
      name: 'Summary',
      meta: {
        type: 'table',
        typeVersion: [0, 1],
        custom: {
          timezone: 'UTC',
          grain: 'range',
          method: 'rollup',
          comparedFrom: new Date(2 * range.from - range.to).toISOString(),
          comparedTo: new Date(range.from).toISOString(),
        },
      },
      fields: columns.map(([name, type]) => ({ name, type, typeInfo: { frame: kinds[type], nullable: true } })),
    },
    data: {
      values: columns.map(([name, , of]) =>
        kpis.map((kpi, row) => (hollow.has(name) && !has(row) ? null : of(kpi, row)))
      ),
    },
  };
}

function sparkline(kpi: Kpi, { from, to }: Range): string {
  const step = (to - from) / SPARKS;
  return JSON.stringify(Array.from({ length: SPARKS }, (_, index) => valueAt(kpi, from + index * step)));
}
