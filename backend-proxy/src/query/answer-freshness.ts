import { EVENT_TYPES } from '../config/types';
import { DAY_MS } from '../domain/calendar';
import {
  countEvents,
  countLost,
  fetchIntakeTotals,
  fetchLastRetention,
  fetchRawSpans,
  fetchRollupLag,
  UNKNOWN_TYPE,
} from '../db/read-models/operation';
import type { FieldConfig, JsonFrame } from '../frames/frame';
import { tableFrame, type TableColumn } from '../frames/table';
import { customMeta, type QueryContext } from './context';
import { chosenMetrics, numericFrames, type NumericSeries } from './numeric';
import { limitRows, refuseDimensions } from './rows';
import type { FreshnessQuery } from './schema';

/** Events may be this far ahead of the proxy's clock, and a little more on another proxy's. */
const AHEAD_MS = 2 * DAY_MS;

/** How current the events of a type are, and what became of those that came. */
interface TypeFreshness {
  /** One of the five, or `unknown` for refused events that named none of them. */
  type: string;
  lastEvent: number | null;
  lagSeconds: number | null;
  events: number;
  duplicates: number;
  rejected: number;
  late: number;
  oldestRow: number | null;
  /** How far the senders' clocks are behind, negative for clocks that run ahead. */
  skewSeconds: number | null;
}

/** What does not differ between types. */
interface Common {
  lost: number;
  rollupLagSeconds: number;
  lastRetention: number | null;
}

interface Column<Of> {
  name: string;
  title: string;
  config: FieldConfig;
  time?: boolean;
  value: (of: Of) => number | null;
}

const COUNT: FieldConfig = { decimals: 0, min: 0 };
const SECONDS: FieldConfig = { unit: 's', decimals: 0, min: 0 };
const INSTANT: FieldConfig = { unit: 'dateTimeAsIso' };

const OF_TYPE: ReadonlyArray<Column<TypeFreshness>> = [
  { name: 'last_event', title: 'Last event', config: INSTANT, time: true, value: ({ lastEvent }) => lastEvent },
  { name: 'lag_seconds', title: 'Lag', config: SECONDS, value: ({ lagSeconds }) => lagSeconds },
  { name: 'events', title: 'Events', config: COUNT, value: ({ events }) => events },
  { name: 'duplicates', title: 'Duplicates', config: COUNT, value: ({ duplicates }) => duplicates },
  { name: 'rejected', title: 'Rejected', config: COUNT, value: ({ rejected }) => rejected },
  { name: 'late', title: 'Late', config: COUNT, value: ({ late }) => late },
];
const LAST: ReadonlyArray<Column<TypeFreshness>> = [
  { name: 'oldest_row', title: 'Oldest row', config: INSTANT, time: true, value: ({ oldestRow }) => oldestRow },
  {
    name: 'clock_skew_seconds',
    title: 'Clock skew',
    config: {
      unit: 's',
      decimals: 1,
      description: 'Receipt less sentAt, mean since the beginning of yesterday (UTC); negative: clocks run ahead.',
    },
    value: ({ skewSeconds }) => skewSeconds,
  },
];
/** A device numbers its events whatever their type, so that what is lost has none. */
const COMMON: ReadonlyArray<Column<Common>> = [
  { name: 'lost', title: 'Lost', config: COUNT, value: ({ lost }) => lost },
  { name: 'rollup_lag_seconds', title: 'Rollup lag', config: SECONDS, value: (common) => common.rollupLagSeconds },
  {
    name: 'last_retention',
    title: 'Last retention',
    config: INSTANT,
    time: true,
    value: ({ lastRetention }) => lastRetention,
  },
];

async function fetchTypes(
  { snapshot, calendar, now }: QueryContext,
  wanted: readonly string[] = []
): Promise<TypeFreshness[]> {
  const events = await countEvents(snapshot, calendar, now + AHEAD_MS);
  const spans = await fetchRawSpans(snapshot);
  const totals = await fetchIntakeTotals(snapshot);
  const types = [...EVENT_TYPES, ...(totals.has(UNKNOWN_TYPE) ? [UNKNOWN_TYPE] : [])];
  const shown = types.filter((type) => wanted.length === 0 || wanted.includes(type));
  return shown.map((type) => {
    const known = EVENT_TYPES.find((candidate) => candidate === type);
    const span = known && spans.get(known);
    return {
      type,
      lastEvent: span?.newest ?? null,
      lagSeconds: span ? Math.max(0, (now - span.newest) / 1000) : null,
      events: (known && events.get(known)) ?? 0,
      ...(totals.get(type) ?? { duplicates: 0, rejected: 0, late: 0, skewSeconds: null }),
      oldestRow: span?.oldest ?? null,
    };
  });
}

/** One number each: those of a type with its label, the others once. */
function numericSeries(
  types: readonly TypeFreshness[],
  common: Common,
  metrics: readonly string[] | undefined
): NumericSeries[] {
  const whole = { complete: true };
  const chosen = chosenMetrics([...OF_TYPE, ...LAST, ...COMMON], metrics).map(({ name }) => name);
  const asked = ({ name }: { name: string }): boolean => chosen.includes(name);
  return [
    ...types.flatMap((of) =>
      [...OF_TYPE, ...LAST].filter(asked).map(({ name, title, config, value }) => ({
        ...{ name: `${title} · ${of.type}`, labels: { metric: name, type: of.type }, config, ...whole },
        ...{ value: value(of), n: of.events },
      }))
    ),
    ...COMMON.filter(asked).map(({ name, title, config, value }) => ({
      ...{ name: title, labels: { metric: name }, config, ...whole },
      ...{ value: value(common), n: types.reduce((sum, { events }) => sum + events, 0) },
    })),
  ];
}

/** `freshness`: how current each type of event is and what became of all that came, whatever the range. */
export async function answerFreshness(query: FreshnessQuery, context: QueryContext): Promise<JsonFrame[]> {
  refuseDimensions(query, { groupBy: [], filters: [] });
  const { snapshot } = context;
  const types = await fetchTypes(context, query.types);
  const common: Common = {
    lost: await countLost(snapshot),
    rollupLagSeconds: await fetchRollupLag(snapshot),
    lastRetention: await fetchLastRetention(snapshot),
  };
  if (query.format === 'numeric') {
    const series = numericSeries(types, common, query.metrics);
    const custom = { method: 'sum' };
    return numericFrames(query, context, { title: 'Freshness', field: 'value', series, custom, notices: [] });
  }
  const { shown, notices } = limitRows(types, query, context);
  const columnOf = <Of>({ name, config, time, value }: Column<Of>, of: (row: TypeFreshness) => Of) => ({
    name,
    type: time ? ('time' as const) : ('number' as const),
    config,
    nullable: true,
    value: (row: TypeFreshness) => value(of(row)),
  });
  const columns: Array<TableColumn<TypeFreshness>> = [
    { name: 'type', type: 'string', value: ({ type }) => type },
    ...OF_TYPE.map((column) => columnOf(column, (row) => row)),
    ...COMMON.map((column) => columnOf(column, () => common)),
    ...LAST.map((column) => columnOf(column, (row) => row)),
  ];
  const custom = customMeta(context, {
    n: shown.map(({ events }) => events),
    complete: shown.map(() => true),
    method: 'sum',
  });
  return [tableFrame<TypeFreshness>(query.refId, 'Freshness', shown, columns, custom, notices)];
}
