import { findKpi, type Kpi } from '@lopan/catalogue';
import { engagementScore } from '../domain/kpi-values';
import { missingRoiSettings, type Roi } from '../domain/roi';
import { answerCalendarKpi } from './calendar-kpis';
import { isComplete, type QueryContext } from './context';
import { answerEventKpi, fetchEventData } from './event-kpis';
import { SeriesBuilder, type KpiAnswer, type KpiPoint, type Window } from './kpi-answer';
import { fetchRoi, seatsFit, type RoiPoint } from './roi-data';

function catalogued(id: string): Kpi {
  const kpi = findKpi(id);
  if (!kpi) {
    throw new Error(`the catalogue lacks ${id}`);
  }
  return kpi;
}

function emptyPoint(context: QueryContext, { edges }: Window): (bucket: number) => KpiPoint {
  return (bucket) => ({ value: null, n: 0, complete: isComplete(edges[bucket + 1] ?? 0, context) });
}

/** User Engagement: sessions over the range, users over its whole dates. */
export async function answerEngagement(context: QueryContext, kpi: Kpi, window: Window): Promise<KpiAnswer> {
  const sessionQuality = catalogued('session_quality');
  const sessions = answerEventKpi(
    context,
    sessionQuality,
    window,
    await fetchEventData(context, [sessionQuality], window)
  );
  const rate = seatsFit(window) ? await answerCalendarKpi(context, catalogued('dau_rate'), window) : null;
  const adoption = await answerCalendarKpi(context, catalogued('feature_adoption'), window);
  const builder = new SeriesBuilder(window.edges.length - 1, emptyPoint(context, window));
  for (const { group, points } of sessions.series) {
    const same = (series: { group: string[] }): boolean => JSON.stringify(series.group) === JSON.stringify(group);
    points.forEach(({ value, n, complete }, bucket) => {
      const score = engagementScore({
        sessionQuality: value,
        dauRate: rate?.series.find(same)?.points[bucket]?.value ?? null,
        featureAdoption: adoption.series.find(same)?.points[bucket]?.value ?? null,
      });
      builder.set(group, bucket, { value: score, n, complete });
    });
  }
  return { kpi, series: builder.build(), method: 'sum', note: null };
}

const ROI_VALUES: Readonly<Record<string, (roi: Roi) => number | null>> = {
  roi_percent: ({ percent }) => percent,
  roi_value: ({ value }) => value,
  roi_hours: ({ hours }) => hours,
};

/** Whether a KPI is a part of the return on investment. */
export function isRoiKpi({ id }: Kpi): boolean {
  return id in ROI_VALUES;
}

function roiNote(kpi: Kpi, points: readonly RoiPoint[], { config }: QueryContext): string | null {
  const missing = missingRoiSettings(config.roi, points.find(({ roi }) => roi.users !== null)?.roi.users ?? null);
  if (kpi.id === 'roi_percent' && config.roi.baseline.retention30 === null) {
    missing.push('roi.baseline.retention_30');
  }
  return missing.length > 0 ? `${kpi.title} needs ${missing.join(', ')} in the configuration of the proxy.` : null;
}

/** The KPIs of the return on investment; all are read from one computation. */
export async function answerRoi(context: QueryContext, kpis: readonly Kpi[], window: Window): Promise<KpiAnswer[]> {
  const points = await fetchRoi(context, window);
  const empty = emptyPoint(context, window);
  return kpis.map((kpi) => {
    const builder = new SeriesBuilder(window.edges.length - 1, empty);
    for (const { group, bucket, roi, n } of points) {
      builder.set(group, bucket, { ...empty(bucket), value: ROI_VALUES[kpi.id]?.(roi) ?? null, n });
    }
    return { kpi, series: builder.build(), method: 'sum', note: roiNote(kpi, points, context) };
  });
}
