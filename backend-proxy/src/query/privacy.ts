import type { Kpi } from '@lopan/catalogue';
import { cellKey } from '../db/read-models/cell-parts';
import { fetchGroupSizes } from '../db/read-models/group-sizes';
import { withheldParts } from '../domain/suppression';
import type { Notice } from '../frames/frame';
import type { QueryContext } from './context';
import type { KpiAnswer, KpiPoint, Window } from './kpi-answer';

/** Calendar KPIs whose n is the people they are about; of the others, n counts dates or seats. */
const COUNTS_PEOPLE: ReadonlySet<string> = new Set([
  ...['wau', 'mau', 'stickiness', 'feature_adoption', 'retention_30', 'retention_90'],
]);

/** Whether single people could show in a KPI: business figures and the performance of devices are about none. */
function isAboutPeople({ id, source }: Kpi): boolean {
  return source !== 'business' && source !== 'performance' && id !== 'performance_score';
}

/** The fewest people an answer may be about; 0 where there is no such limit. */
export function leastPeople({ config }: Pick<QueryContext, 'config'>): number {
  const { minGroupSize } = config.privacy;
  return minGroupSize > 1 ? minGroupSize : 0;
}

/** Why something is withheld. It says for how many people, never for how few. */
export function smallGroupText(what: string, least: number): string {
  return `${what}: values are withheld where fewer than ${least} people stand behind them, and where those could be worked out from the others (privacy.min_group_size).`;
}

/** The same as a notice, where anything is withheld. */
export function smallGroupNotices(what: string, withheld: boolean, least: number): Notice[] {
  return withheld ? [{ severity: 'info', text: smallGroupText(what, least) }] : [];
}

/** People behind a point: the active users of its bucket and group, or fewer where the value itself tells. */
function peopleOf({ id, source }: Kpi, { value, n }: KpiPoint, active: number, { lookBack }: Window): number {
  if (COUNTS_PEOPLE.has(id)) {
    return n;
  }
  if (source !== 'calendar') {
    // So many observations come from as many people at the most.
    return Math.min(active, n);
  }
  if (!lookBack || value === null) {
    return active;
  }
  // In a daily series the value is of the last date of its bucket alone.
  return Math.min(active, Math.round(id === 'dau_rate' ? (value * n) / 100 : value));
}

function withheldPoint(point: KpiPoint): KpiPoint {
  return { ...point, value: null, n: 0 };
}

/** Takes away the values of KPIs about people, bucket by bucket, where too few of them stand behind a group. */
export async function withoutSmallGroups(
  context: QueryContext,
  answers: readonly KpiAnswer[],
  window: Window
): Promise<KpiAnswer[]> {
  const least = leastPeople(context);
  if (least === 0 || !answers.some(({ kpi }) => isAboutPeople(kpi))) {
    return [...answers];
  }
  const sizes = new Map(
    (await fetchGroupSizes(context.snapshot, context.calendar, window)).map(({ bucket, group, value }) => [
      cellKey(bucket, group),
      value,
    ])
  );
  return answers.map((answer) => {
    if (!isAboutPeople(answer.kpi)) {
      return answer;
    }
    const hidden = window.edges.slice(1).map((_, bucket) =>
      withheldParts(
        answer.series.map(({ group, points }) => {
          const point = points[bucket];
          const active = sizes.get(cellKey(bucket, group)) ?? 0;
          return point && point.value !== null ? peopleOf(answer.kpi, point, active, window) : 0;
        }),
        least
      )
    );
    if (!hidden.some((parts) => parts.includes(true))) {
      return answer;
    }
    const series = answer.series.map(({ group, points }, index) => ({
      group,
      points: points.map((point, bucket) => (hidden[bucket]?.[index] ? withheldPoint(point) : point)),
    }));
    const note = [answer.note, smallGroupText(answer.kpi.title, least)].filter((text) => text !== null).join(' ');
    return { ...answer, series, note };
  });
}
