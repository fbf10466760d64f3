import type { Dimension, Kpi } from '@lopan/catalogue';
import type { MixinConfig } from '../config';
import { thresholdRunbook } from '../docs/thresholdRunbook';
import { limitsSentence, plainNumber } from '../panels/limits';
import { asOf, kpiNumber } from '../queries/model';
import { bands, type Band } from './bands';
import { kpiPanelAnnotations } from './links';
import { notification } from './notification';
import { currentValue, summaryTemplate, timestampTemplate } from './templates';
import type { Alert, Severity } from './types';
import { uidOf } from './uid';
import { dimensionWords, windowWords } from './words';

/** Severities in uids, which must be short. */
const SHORT: Readonly<Record<Severity, string>> = { warning: 'warn', critical: 'crit' };

/** Seconds that always hold one complete date: calendar KPIs are null over less. */
const CALENDAR_WINDOW_SECONDS = 2 * 86_400;

/** Alerts on every critical threshold of the catalogue: two severities, in total and per group that the plant asks for. */
export function thresholdAlerts(config: MixinConfig): Alert[] {
  const scopes: ReadonlyArray<Dimension | null> = [null, ...config.alerts.by];
  return scopes.flatMap((by) =>
    config.kpis.flatMap((kpi) => {
      if (kpi.threshold === null || (by !== null && !kpi.groups.includes(by))) {
        return [];
      }
      const { threshold } = kpi;
      return bands(kpi, threshold).map((band) => thresholdAlert(config, kpi, threshold, band, by));
    })
  );
}

/**
 * All thresholds stand in one group. Grafana starts the rules of a group at one tick, spread over 10 s in the order of
 * their uids: the two severities of a value are neighbours there and see the same window, and the message about them,
 * which is sent `groupWait` after the first of a KPI's rules, never falls between them.
 */
const GROUP = 'Critical thresholds';

function thresholdAlert(config: MixinConfig, kpi: Kpi, threshold: number, band: Band, by: Dimension | null): Alert {
  const { alerts } = config;
  const from = kpi.source === 'calendar' ? CALENDAR_WINDOW_SECONDS : alerts.windowSeconds;
  const query = kpiNumber(kpi.id, { minN: kpi.minN, ...(by === null ? {} : { groupBy: [by] }) });
  const clock = asOf();
  return {
    group: GROUP,
    heading: `${kpi.title}: ${band.severity}${by === null ? '' : ` per ${dimensionWords(by)}`}`,
    runbook: thresholdRunbook(config, kpi, threshold, band, by, from),
    rule: {
      uid: uidOf('lopan', kpi.id, by ?? 'total', SHORT[band.severity]),
      title: `${kpi.title} below threshold`,
      condition: 'C',
      data: [
        {
          refId: 'A',
          queryType: query.queryType,
          relativeTimeRange: { from, to: 0 },
          datasourceUid: config.dataSource.uid,
          model: { refId: 'A', ...query, intervalMs: 60_000, maxDataPoints: 100 },
        },
        {
          refId: 'T',
          queryType: clock.queryType,
          relativeTimeRange: { from, to: 0 },
          datasourceUid: config.dataSource.uid,
          model: { refId: 'T', ...clock, intervalMs: 60_000, maxDataPoints: 100 },
        },
        {
          refId: 'C',
          datasourceUid: '__expr__',
          model: { refId: 'C', type: 'math', expression: band.expression },
        },
      ],
      // Silence is no recovery: what was bad stays so until a value says otherwise. The proxy being out of reach is told
      // by a rule of its own, once, and not by every rule.
      noDataState: 'KeepLast',
      execErrState: 'KeepLast',
      for: alerts.pending[kpi.id] ?? alerts.pendingDefault,
      ...(by === null ? {} : { missing_series_evals_to_resolve: alerts.missingSeriesEvaluations }),
      annotations: {
        summary: summaryTemplate(kpi, band, by),
        description: `${kpi.description} ${limitsSentence(kpi)} Value of the last ${windowWords(from)}: ${kpi.formula}.`,
        timestamp: timestampTemplate('T'),
        current_value: currentValue(kpi, band),
        ...kpiPanelAnnotations(kpi.id),
      },
      labels: {
        metric: kpi.id,
        severity: band.severity,
        threshold: plainNumber(threshold),
        scope: by ?? 'total',
        team: kpi.owner,
      },
      notification_settings: notification(config),
    },
  };
}
