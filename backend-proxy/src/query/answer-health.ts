import { fetchDatabaseSize, fetchRawSpans, fetchRollupLag } from '../db/read-models/operation';
import type { FieldConfig, JsonFrame } from '../frames/frame';
import { tableFrame, type TableColumn } from '../frames/table';
import { customMeta, type QueryContext } from './context';
import { chosenMetrics, numericFrames } from './numeric';
import { refuseDimensions } from './rows';
import type { HealthQuery } from './schema';

interface Health {
  databaseSize: number;
  databaseUsed: number | null;
  poolInUse: number;
  poolWaiting: number;
  poolSize: number;
  rollupLagSeconds: number;
  oldestRow: number | null;
}

interface Measure {
  name: string;
  title: string;
  config: FieldConfig;
  time?: boolean;
  value: (health: Health) => number | null;
}

const COUNT: FieldConfig = { decimals: 0, min: 0 };

const MEASURES: readonly Measure[] = [
  {
    name: 'database_size',
    title: 'Database size',
    config: { unit: 'bytes', decimals: 1, min: 0 },
    value: ({ databaseSize }) => databaseSize,
  },
  {
    name: 'pool_in_use',
    title: 'Connections in use',
    config: { ...COUNT, description: 'The one that answers this query is among them.' },
    value: ({ poolInUse }) => poolInUse,
  },
  { name: 'pool_waiting', title: 'Waiting for one', config: COUNT, value: ({ poolWaiting }) => poolWaiting },
  {
    name: 'rollup_lag_seconds',
    title: 'Rollup lag',
    config: { unit: 's', decimals: 0, min: 0 },
    value: ({ rollupLagSeconds }) => rollupLagSeconds,
  },
  {
    name: 'oldest_row',
    title: 'Oldest row',
    config: { unit: 'dateTimeAsIso' },
    time: true,
    value: ({ oldestRow }) => oldestRow,
  },
  { name: 'pool_size', title: 'Connections at most', config: COUNT, value: ({ poolSize }) => poolSize },
  {
    name: 'database_used',
    title: 'Database size of its limit',
    config: { unit: 'percent', decimals: 1, min: 0, description: 'Of database.max_size; none where it is not set.' },
    value: ({ databaseUsed }) => databaseUsed,
  },
];

/** `health`: how the proxy and its database do right now, whatever the range. */
export async function answerHealth(query: HealthQuery, context: QueryContext): Promise<JsonFrame[]> {
  refuseDimensions(query, { groupBy: [], filters: [] });
  const { snapshot, pool, config } = context;
  const oldest = [...(await fetchRawSpans(snapshot)).values()].map((span) => span.oldest);
  const databaseSize = await fetchDatabaseSize(snapshot);
  const { maxSizeBytes } = config.database;
  const health: Health = {
    databaseSize,
    databaseUsed: maxSizeBytes > 0 ? (100 * databaseSize) / maxSizeBytes : null,
    poolInUse: pool.inUse,
    poolWaiting: pool.waiting,
    poolSize: pool.size,
    rollupLagSeconds: await fetchRollupLag(snapshot),
    oldestRow: oldest.length > 0 ? Math.min(...oldest) : null,
  };
  if (query.format === 'numeric') {
    const series = chosenMetrics(MEASURES, query.metrics).map(({ name, title, config, value }) => ({
      ...{ name: title, labels: { metric: name }, config, value: value(health) },
      ...{ n: 1, complete: true },
    }));
    const custom = { method: 'sum' };
    return numericFrames(query, context, { title: 'Health', field: 'value', series, custom, notices: [] });
  }
  const columns = MEASURES.map(({ name, config, time, value }): TableColumn<Health> => ({
    ...{ name, config, value, nullable: true },
    type: time ? 'time' : 'number',
  }));
  const custom = customMeta(context, { n: [null], complete: [true], method: 'sum' });
  return [tableFrame(query.refId, 'Health', [health], columns, custom)];
}
