import type { Dimension, Kpi } from '@lopan/catalogue';
import type { MixinConfig } from '../config';
import { thresholdRunbook } from '../docs/thresholdRunbook';
import { asOf, kpiNumber } from '../queries/model';
import { bands, type Band } from './bands';
import { judgementOf } from './judgement';
import { kpiMessage } from './kpiRule';
import { mathNode, queryNode } from './nodes';
import type { Alert, Severity } from './types';
import { uidOf } from './uid';
import { dimensionWords, titleOf } from './words';

/** Severities in uids, which must be short. */
const SHORT: Readonly<Record<Severity, string>> = { info: 'info', warning: 'warn', critical: 'crit' };

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
 * Grafana starts the rules of a group at one tick, spread over 10 s in the order of their uids: the two severities of a
 * value are neighbours there and see the same window, and the message about them, which is sent `groupWait` after the
 * first of a KPI's rules, never falls between them.
 */
function thresholdAlert(config: MixinConfig, kpi: Kpi, threshold: number, band: Band, by: Dimension | null): Alert {
  const { alerts } = config;
  const { group, interval, seconds, words } = judgementOf(config, kpi);
  const query = kpiNumber(kpi.id, { minN: kpi.minN, ...(by === null ? {} : { groupBy: [by] }) });
  return {
    group,
    interval,
    heading: `${kpi.title}: ${band.severity}${by === null ? '' : ` per ${dimensionWords(by)}`}`,
    runbook: thresholdRunbook(kpi, threshold, band, by, { interval, words }),
    rule: {
      uid: uidOf('lopan', kpi.id, by ?? 'total', SHORT[band.severity]),
      title: titleOf(kpi),
      condition: 'C',
      data: [
        queryNode(config, 'A', seconds, query),
        queryNode(config, 'T', seconds, asOf()),
        mathNode('C', band.expression),
      ],
      // Silence is no recovery: what was bad stays so until a value says otherwise. The proxy being out of reach is told
      // by a rule of its own, once, and not by every rule.
      noDataState: 'KeepLast',
      execErrState: 'KeepLast',
      for: alerts.pending[kpi.id] ?? alerts.pendingDefault,
      ...(by === null ? {} : { missing_series_evals_to_resolve: alerts.missingSeriesEvaluations }),
      ...kpiMessage(config, kpi, { band, limit: { kind: 'threshold', value: threshold }, by, words }),
    },
  };
}
