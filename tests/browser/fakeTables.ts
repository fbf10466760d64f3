/** Tables of the query types that answer neither KPIs nor a summary: few rows, each with every column that dashboards read. */
import type { FakeQuery } from './fakeProxy';
import type { Range } from './fakeFrames';

type FieldType = 'string' | 'number' | 'boolean' | 'time';

interface Table {
  columns: Record<string, FieldType>;
  rows: unknown[][];
}

const FRAME_TYPES = { string: 'string', number: 'float64', boolean: 'bool', time: 'time.Time' };
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const FEATURES: Array<[id: string, title: string]> = [
  ['batch_processing', 'Batch Processing'],
  ['quality_control', 'Quality Control'],
];
const ROLES = ['operator', 'manager', 'quality'];

const TABLES: Record<string, (range: Range) => Table> = {
  adoption: () => ({
    columns: {
      ...{ feature: 'string', title: 'string', column: 'string', users: 'number', eligible: 'number' },
      ...{ rate: 'number', previous_rate: 'number', complete: 'boolean' },
    },
    rows: FEATURES.flatMap(([id, title], row) =>
      ROLES.map((role, column) => [id, title, role, 8 + row, 10 + 2 * column, 80 - 9 * column - row, 70, true])
    ),
  }),
  journeys: () => ({
    columns: {
      ...{ start_point: 'string', end_point: 'string', runs: 'number', completed: 'number', abandoned: 'number' },
      ...{ completion_rate: 'number', median_duration: 'number', p90_duration: 'number' },
      ...{ expected_duration: 'number', flagged: 'number', flagged_rate: 'number', efficiency: 'number' },
      ...{ abandonment_point: 'string', hours_lost: 'number', title: 'string' },
    },
    rows: [
      ['home', 'report', 600, 480, 120, 80, 260, 400, 200, 200, 33, 58, 'filters', 21, 'home → report'],
      ['list', 'batch', 1700, 1600, 100, 94, 144, 214, 150, 120, 7, 86, null, 12, 'list → batch'],
    ],
  }),
  opportunities: () => ({
    columns: {
      ...{ kind: 'string', title: 'string', detail: 'string', hours_lost: 'number', predicted: 'number' },
      rank: 'number',
    },
    rows: [['journey', 'home → report', '600 runs, 200 much slower than expected, 120 abandoned.', 21, null, 1]],
  }),
  correlation: () => ({
    columns: {
      ...{ technical: 'string', business: 'string', n: 'number', r: 'number', q: 'number' },
      ...{ technical_title: 'string', business_title: 'string', relation: 'string' },
    },
    rows: [
      [
        ...['launch_time', 'session_quality', 29, -0.8, 0.001, 'App Launch Time', 'Session Quality'],
        'Higher App Launch Time goes with lower Session Quality: strong',
      ],
    ],
  }),
  closest_pair: ({ from, to }) => ({
    columns: { time: 'time', launch_time: 'number', session_quality: 'number' },
    rows: Array.from({ length: Math.floor((to - from) / DAY) }, (_, day) => [
      from + day * DAY,
      1.2 + 0.1 * Math.sin(day),
      8.4 - 0.3 * Math.sin(day),
    ]),
  }),
  diagnostics: ({ to }) => ({
    columns: {
      ...{ kind: 'string', reason: 'string', screen: 'string', count: 'number', users: 'number' },
      ...{ first: 'time', last: 'time', app_versions: 'string' },
    },
    rows: [['hang', 'The main thread was blocked', 'home', 3, 2, to - 2 * HOUR, to - HOUR, '2.5.0']],
  }),
  freshness: ({ to }) => ({
    columns: {
      ...{ type: 'string', last_event: 'time', lag_seconds: 'number', events: 'number', duplicates: 'number' },
      ...{ rejected: 'number', late: 'number', lost: 'number', rollup_lag_seconds: 'number' },
      ...{ last_retention: 'time', oldest_row: 'time', clock_skew_seconds: 'number' },
    },
    rows: ['business', 'session', 'feature', 'journey', 'performance'].map((type, row) => [
      ...[type, to - row * HOUR, row * 3600, 12_000, 3, row, 40, 2, 4, to - 8 * HOUR, to - 90 * DAY, 0.2],
    ]),
  }),
  rejects: ({ to }) => ({
    columns: { code: 'string', type: 'string', count: 'number', last: 'time' },
    rows: [['out_of_range', 'performance', 4, to - HOUR]],
  }),
  health: ({ to }) => ({
    columns: {
      ...{ database_size: 'number', pool_in_use: 'number', pool_waiting: 'number', rollup_lag_seconds: 'number' },
      ...{ oldest_row: 'time', pool_size: 'number', database_used: 'number' },
    },
    rows: [[96_000_000, 1, 0, 4, to - 90 * DAY, 10, 12]],
  }),
};

/** The frame of a query; undefined for a type that has no table. */
export function tableFrame({ refId, queryType = '', format }: FakeQuery, range: Range): object | undefined {
  const isPair = queryType === 'correlation' && format === 'timeseries';
  const table = TABLES[isPair ? 'closest_pair' : queryType]?.(range);
  return (
    table && {
      schema: {
        refId,
        name: queryType,
        meta: {
          type: isPair ? 'timeseries-wide' : 'table',
          typeVersion: [0, 1],
          custom: { timezone: 'UTC', n: [], complete: [] },
        },
        fields: Object.entries(table.columns).map(([name, type]) => ({
          ...{ name, type, typeInfo: { frame: FRAME_TYPES[type], nullable: name !== 'time' } },
        })),
      },
      data: { values: Object.keys(table.columns).map((_, column) => table.rows.map((row) => row[column])) },
    }
  );
}
