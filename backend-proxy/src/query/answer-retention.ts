import { fetchCohorts } from '../db/read-models/retention';
import { retentionMatrix, type RetentionCell } from '../domain/retention';
import { withheldParts } from '../domain/suppression';
import type { JsonFrame, Notice } from '../frames/frame';
import { tableFrame } from '../frames/table';
import { answerKpi } from './answer-kpi';
import { dateWindows } from './date-windows';
import { customMeta, isComplete, type QueryContext } from './context';
import { groupColumns } from './groups';
import { cubeDimensions } from './kpi-answer';
import { leastPeople, smallGroupNotices } from './privacy';
import { limitRows, provisionalNotices, refuseDimensions, withheldNotices } from './rows';
import type { RetentionQuery } from './schema';
import { rangeWindow } from './window';

const DEFAULT_PERIODS = 13;
const KNOWN = ['userRole', 'deviceType', 'appVersion', 'site'] as const;
const NO_DATES: Notice = {
  severity: 'info',
  text: 'Retention counts whole dates, and the range holds none that is complete.',
};

/** A cell of which everything can be withheld. */
type ShownCell = Omit<RetentionCell, 'cohortSize'> & { cohortSize: number | null };

const cohortKey = ({ group, cohort }: RetentionCell): string => JSON.stringify([cohort, ...group]);

/** The cohorts that too few people are in. */
function smallCohorts(cells: readonly RetentionCell[], least: number): Set<string> {
  const sizes = new Map(cells.map((cell) => [cohortKey(cell), cell.cohortSize]));
  const withheld = withheldParts([...sizes.values()], least);
  return new Set([...sizes.keys()].filter((_, index) => withheld[index]));
}

/**
 * `retention`: the share of each weekly cohort that is active again, by periods of 7 days from each user's own first
 * date; as numbers, the KPIs retention_30 and retention_90.
 */
export async function answerRetention(query: RetentionQuery, context: QueryContext): Promise<JsonFrame[]> {
  refuseDimensions(query, { groupBy: KNOWN, filters: KNOWN });
  if (query.format === 'numeric') {
    return answerKpi({ ...query, queryType: 'kpi', kpis: ['retention_30', 'retention_90'] }, context);
  }
  const { calendar, snapshot } = context;
  const window = rangeWindow(query, context.range);
  const [dates] = dateWindows(context, window);
  const cohorts = dates
    ? await fetchCohorts(snapshot, calendar, {
        firstSeen: dates,
        periods: query.periods ?? DEFAULT_PERIODS,
        groupBy: cubeDimensions(window.groupBy),
        filters: window.filters,
      })
    : [];
  const minN = query.minN ?? 0;
  let withheld = 0;
  const matrix = retentionMatrix(cohorts, {
    periods: query.periods ?? DEFAULT_PERIODS,
    weekOf: (date) => calendar.weekOf(date),
    today: calendar.dateOf(context.now),
    isOver: (date) => isComplete(calendar.dayEnd(date), context),
  });
  const least = leastPeople(context);
  const small = smallCohorts(matrix, least);
  const cells = matrix.map((cell): ShownCell => {
    if (small.has(cohortKey(cell))) {
      return { ...cell, cohortSize: null, retained: null, rate: null };
    }
    if (cell.rate === null || cell.cohortSize >= minN) {
      return cell;
    }
    withheld++;
    return { ...cell, retained: null, rate: null };
  });
  const { shown, notices } = limitRows(cells, query, context);
  const custom = customMeta(context, {
    n: shown.map(({ cohortSize }) => cohortSize ?? 0),
    complete: shown.map(({ complete }) => complete),
    method: 'distinct',
  });
  return [
    tableFrame<ShownCell>(
      query.refId,
      'Retention',
      shown,
      [
        ...groupColumns<ShownCell>(window.groupBy, ({ group }) => group),
        { name: 'cohort', type: 'string', value: ({ cohort }) => cohort },
        { name: 'cohort_size', type: 'number', value: ({ cohortSize }) => cohortSize },
        { name: 'period', type: 'number', value: ({ period }) => period },
        { name: 'retained', type: 'number', value: ({ retained }) => retained },
        {
          name: 'rate',
          type: 'number',
          config: { unit: 'percent', decimals: 1, min: 0, max: 100 },
          value: ({ rate }) => rate,
        },
        { name: 'complete', type: 'boolean', value: ({ complete }) => complete },
      ],
      custom,
      [
        ...notices,
        ...(dates ? [] : [NO_DATES]),
        ...smallGroupNotices('Retention', small.size > 0, least),
        ...withheldNotices(withheld, minN),
        ...provisionalNotices(shown.filter(({ rate }) => rate !== null).map(({ complete }) => complete)),
      ]
    ),
  ];
}
