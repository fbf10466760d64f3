import type { Kpi } from '@lopan/catalogue';
import type { MixinConfig } from '../config';
import { targetRunbook } from '../docs/targetRunbook';
import { plainNumber } from '../panels/limits';
import { asOf, kpiNumber } from '../queries/model';
import { targetBand } from './bands';
import { worstGroup } from './ruleQueries';
import { judgementOf } from './judgement';
import { kpiMessage } from './kpiRule';
import { mathNode, queryNode } from './nodes';
import type { Alert } from './types';
import { uidOf } from './uid';
import { titleOf } from './words';

/** Alerts on every target of the catalogue, over everything that was reported. */
export function targetAlerts(config: MixinConfig): Alert[] {
  return config.kpis.flatMap((kpi) => (kpi.target === null ? [] : [targetAlert(config, kpi, kpi.target)]));
}

function targetAlert(config: MixinConfig, kpi: Kpi, target: number): Alert {
  const { group, interval, seconds, words, needsWholeWindow } = judgementOf(config, kpi);
  const band = targetBand(kpi, target);
  const query = kpiNumber(kpi.id, { minN: kpi.minN });
  const dimensions = kpi.threshold === null ? [] : config.alerts.by.filter((name) => kpi.groups.includes(name));
  // The total may lie between threshold and target while the threshold rule of a single group fires: then somebody has been
  // told of the KPI already.
  const worst = dimensions.map((by, index) =>
    queryNode(config, `W${index + 1}`, seconds, worstGroup(kpi.id, kpi.minN, by))
  );
  // Before the window nothing was reported: a pace over it is too low by the days that are missing. No value, no verdict.
  const before = needsWholeWindow ? [queryNode(config, 'P', 2 * seconds, query, seconds)] : [];
  const condition = [
    band.expression,
    ...worst.map(({ refId }) => `$${refId} >= ${plainNumber(kpi.threshold ?? 0)}`),
    ...before.map(({ refId }) => `$${refId} >= 0`),
  ].join(' && ');
  return {
    group,
    interval,
    heading: `${kpi.title}: target`,
    runbook: targetRunbook(kpi, target, band, { interval, words }),
    rule: {
      uid: uidOf('lopan', kpi.id, 'target'),
      title: titleOf(kpi),
      condition: 'C',
      data: [
        queryNode(config, 'A', seconds, query),
        queryNode(config, 'T', seconds, asOf()),
        ...worst,
        ...before,
        mathNode('C', condition),
      ],
      // A value that needs configuration, seats or a baseline, is absent for good without it, and that is nothing to tell
      // anybody about. Of what devices and sites report, silence is no recovery.
      noDataState: kpi.source === 'calendar' || kpi.source === 'composite' ? 'OK' : 'KeepLast',
      execErrState: 'KeepLast',
      for: kpi.for,
      ...kpiMessage(config, kpi, { band, limit: { kind: 'target', value: target }, by: null, words }),
    },
  };
}
