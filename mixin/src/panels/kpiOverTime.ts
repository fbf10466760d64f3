import type { Kpi } from '@lopan/catalogue';
import {
  GraphThresholdsStyleMode,
  LegendDisplayMode,
  LegendPlacement,
  SortOrder,
  TooltipDisplayMode,
  VisibilityMode,
  GraphThresholdsStyleConfigBuilder,
  VizLegendOptionsBuilder,
  VizTooltipOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common';
import { PanelBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import type { MixinConfig } from '../config';
import { kpiSeries } from '../queries/model';
import { target } from '../queries/target';
import { BY_ROLE } from '../boards/role';
import { criticalLimit, limitsSentence, thresholdSteps } from './limits';

/**
 * One KPI over time, in total (bold) and per group of the alert rules (thin), with its limits as dashed lines. The
 * limits are set here and not left to the answer, so that panel and alert rules of one generation agree.
 */
export function kpiOverTime(config: MixinConfig, id: number, kpi: Kpi): PanelBuilder {
  const groups = config.alerts.by.filter((dimension) => kpi.groups.includes(dimension));
  const panel = new PanelBuilder()
    .id(id)
    .title(kpi.title)
    .description(
      `${kpi.description} The bold line is the total${groups.length === 0 ? '' : `, thin lines are per ${groups.join(', ')}`}; ` +
        `a gap means that nothing was observed. ${limitsSentence(kpi)}`
    )
    .datasource({ type: config.dataSource.type, uid: config.dataSource.uid })
    .withTarget(target(config, 'A', kpiSeries([kpi.id], BY_ROLE)))
    .lineWidth(1)
    .fillOpacity(0)
    .showPoints(VisibilityMode.Auto)
    .spanNulls(false)
    .thresholdsStyle(new GraphThresholdsStyleConfigBuilder().mode(GraphThresholdsStyleMode.Dashed))
    .legend(
      new VizLegendOptionsBuilder()
        .displayMode(LegendDisplayMode.List)
        .placement(LegendPlacement.Bottom)
        .showLegend(true)
        .calcs(['lastNotNull'])
    )
    .tooltip(new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi).sort(SortOrder.Descending))
    .overrideByFieldType('number', [
      { id: 'thresholds', value: { mode: 'absolute', steps: thresholdSteps(kpi) } },
      ...axis(kpi),
    ])
    .overrideByQuery('A', [{ id: 'custom.lineWidth', value: 3 }]);
  groups.forEach((dimension, index) =>
    panel.withTarget(
      target(config, String.fromCharCode(66 + index), kpiSeries([kpi.id], { ...BY_ROLE, groupBy: [dimension] }))
    )
  );
  return panel;
}

/** Keeps every limit in sight, however good the days are. */
function axis(kpi: Kpi): Array<{ id: string; value: number }> {
  const limits = [kpi.target, kpi.threshold, kpi.threshold === null ? null : criticalLimit(kpi.threshold)];
  const known = limits.filter((limit): limit is number => limit !== null);
  if (known.length === 0) {
    return [];
  }
  const low = Math.min(...known);
  const high = Math.max(...known);
  return kpi.direction === 'higher'
    ? [
        { id: 'custom.axisSoftMin', value: Math.floor(low * 0.95) },
        { id: 'custom.axisSoftMax', value: kpi.max ?? Math.ceil(high * 1.05) },
      ]
    : [
        { id: 'custom.axisSoftMin', value: kpi.min ?? 0 },
        { id: 'custom.axisSoftMax', value: Math.ceil(high * 1.05) },
      ];
}
