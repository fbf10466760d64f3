import { findKpi } from '@lopan/catalogue';
import { fetchGroupSizes } from '../db/read-models/group-sizes';
import { missingRoiSettings, type Roi } from '../domain/roi';
import { withheldParts } from '../domain/suppression';
import type { FieldConfig, JsonFrame, Notice } from '../frames/frame';
import { tableFrame, type TableColumn } from '../frames/table';
import { answerKpi } from './answer-kpi';
import { customMeta, isComplete, type QueryContext } from './context';
import { groupColumns } from './groups';
import type { Window } from './kpi-answer';
import { leastPeople, smallGroupNotices } from './privacy';
import { fetchRoi, type RoiPoint } from './roi-data';
import { limitRows, provisionalNotices, refuseDimensions, withheldNotices } from './rows';
import type { RoiQuery } from './schema';
import { rangeWindow } from './window';

interface Part {
  name: string;
  config: FieldConfig;
  value: (roi: Roi) => number | null;
}

const SECONDS: FieldConfig = { unit: 's', decimals: 1, min: 0 };
const PERCENT: FieldConfig = { unit: 'percent', decimals: 1 };

/** The parts of a return on investment, in the contract's order. */
function partsOf(currency: string): Part[] {
  const money: FieldConfig = { unit: `currency${currency}`, decimals: 0 };
  return [
    { name: 'before_seconds', config: SECONDS, value: ({ beforeSeconds }) => beforeSeconds },
    { name: 'after_seconds', config: SECONDS, value: ({ afterSeconds }) => afterSeconds },
    { name: 'users', config: { decimals: 0, min: 0 }, value: ({ users }) => users },
    { name: 'roi_hours', config: { unit: 'h', decimals: 0 }, value: ({ hours }) => hours },
    { name: 'time_value', config: money, value: ({ timeValue }) => timeValue },
    { name: 'error_rate_after', config: { decimals: 2, min: 0 }, value: ({ errorRateAfter }) => errorRateAfter },
    { name: 'operations_per_day', config: { decimals: 1, min: 0 }, value: ({ operationsPerDay }) => operationsPerDay },
    { name: 'error_savings', config: money, value: ({ errorSavings }) => errorSavings },
    { name: 'time_percent', config: PERCENT, value: ({ timePercent }) => timePercent },
    { name: 'error_percent', config: PERCENT, value: ({ errorPercent }) => errorPercent },
    { name: 'retention_percent', config: PERCENT, value: ({ retentionPercent }) => retentionPercent },
    { name: 'roi_percent', config: PERCENT, value: ({ percent }) => percent },
    { name: 'roi_value', config: money, value: ({ value }) => value },
  ];
}

/** Which settings are missing for the whole of it, as a person can act on it. */
function settingNotices({ config }: QueryContext, points: readonly RoiPoint[]): Notice[] {
  const users = points.find(({ roi }) => roi.users !== null)?.roi.users ?? null;
  const missing = [
    ...missingRoiSettings(config.roi, users),
    ...(config.roi.baseline.retention30 === null ? ['roi.baseline.retention_30'] : []),
  ];
  const text = `The return on investment needs ${missing.join(', ')} in the configuration of the proxy.`;
  return missing.length === 0 ? [] : [{ severity: 'info', text }];
}

/** The rows that too few people stand behind: those who were active, or fewer where there are fewer user-dates. */
async function smallGroups(
  { snapshot, calendar }: QueryContext,
  window: Window,
  points: readonly RoiPoint[],
  least: number
): Promise<Set<RoiPoint>> {
  if (least === 0) {
    return new Set();
  }
  const cells = await fetchGroupSizes(snapshot, calendar, window);
  const active = new Map(cells.map(({ group, value }) => [JSON.stringify(group), value]));
  const sizes = points.map(({ group, n }) => Math.min(n, active.get(JSON.stringify(group)) ?? 0));
  const withheld = withheldParts(sizes, least);
  return new Set(points.filter((_, index) => withheld[index]));
}

/** `roi`: the return on investment with all its parts; its value by month; or its KPIs as one number each. */
export async function answerRoi(query: RoiQuery, context: QueryContext): Promise<JsonFrame[]> {
  const dimensions = findKpi('roi_value')?.groups ?? [];
  refuseDimensions(query, { groupBy: dimensions, filters: dimensions });
  if (query.format === 'timeseries') {
    return answerKpi({ ...query, queryType: 'kpi', kpis: ['roi_value'], interval: '1M' }, context);
  }
  if (query.format === 'numeric') {
    return answerKpi({ ...query, queryType: 'kpi', kpis: ['roi_percent', 'roi_value', 'roi_hours'] }, context);
  }
  const window = rangeWindow(query, context.range);
  const points = await fetchRoi(context, window);
  const least = leastPeople(context);
  const small = await smallGroups(context, window, points, least);
  const { shown, notices: cut } = limitRows(points, query, context);
  const minN = query.minN ?? 0;
  const complete = isComplete(context.range.to, context);
  const columnOf = ({ name, config, value }: Part): TableColumn<RoiPoint> => ({
    name,
    type: 'number',
    config,
    value: (point) => (point.n >= minN && !small.has(point) ? value(point.roi) : null),
  });
  return [
    tableFrame<RoiPoint>(
      query.refId,
      'Return on investment',
      shown,
      [
        ...groupColumns<RoiPoint>(query.groupBy ?? [], ({ group }) => group),
        ...partsOf(context.config.reporting.currency).map(columnOf),
      ],
      customMeta(context, {
        n: shown.map((point) => (small.has(point) ? 0 : point.n)),
        complete: shown.map(() => complete),
        method: 'sum',
      }),
      [
        ...cut,
        ...smallGroupNotices('Return on investment', small.size > 0, least),
        ...withheldNotices(points.filter(({ n }) => n < minN).length, minN),
        ...settingNotices(context, points),
        ...provisionalNotices([complete]),
      ]
    ),
  ];
}
