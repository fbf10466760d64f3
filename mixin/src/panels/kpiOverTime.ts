import type { Dimension, Kpi } from '@lopan/catalogue';
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
import type { DashboardLink } from '@grafana/grafana-foundation-sdk/dashboard';
import { PanelBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import type { Filters } from '../boards/variables';
import type { MixinConfig } from '../config';
import { kpiSeries, type KpiQuery } from '../queries/model';
import { target } from '../queries/target';
import { criticalLimit, limitsSentence, thresholdSteps } from './limits';

export interface OverTimeSpec {
  id: number;
  kpi: Kpi;
  /** Title of the panel; absent: that of the KPI. */
  title?: string;
  /** Dimensions whose values are thin lines. */
  by: readonly Dimension[];
  /** Whether the total is drawn, as the bold line. */
  hasTotal: boolean;
  filters: { readonly filters: Filters };
  /** Width of the buckets; absent: what fits the range and `points`. */
  interval?: KpiQuery['interval'];
  /** Points of a line at most, so that a wall screen asks for no more than a laptop. */
  points: number;
  /** Gaps up to this are bridged, in ms: where events are rarer than buckets, lines would be dots. */
  bridgeMs?: number;
  /** Leads on from a point. `site` is what the address needs of a line's site, empty on the total. */
  linkOf?: (site: string) => DashboardLink;
}

/**
 * One KPI over time, in total (bold) and per group (thin), with its limits as dashed lines. The limits are set here and
 * not left to the answer, so that panel and alert rules of one generation agree.
 */
export function kpiOverTime(config: MixinConfig, spec: OverTimeSpec): PanelBuilder {
  const { kpi, by, filters } = spec;
  const own: Partial<KpiQuery> = { ...filters, ...(spec.interval && { interval: spec.interval }) };
  const panel = new PanelBuilder()
    .id(spec.id)
    .title(spec.title ?? kpi.title)
    .description(`${kpi.description} ${linesSentence(spec)} ${limitsSentence(kpi)}`)
    .datasource({ type: config.dataSource.type, uid: config.dataSource.uid })
    .maxDataPoints(spec.points)
    .lineWidth(1)
    .fillOpacity(0)
    .showPoints(VisibilityMode.Auto)
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
      { id: 'custom.spanNulls', value: spec.bridgeMs ?? false },
      ...unit(kpi),
      ...axis(kpi),
    ]);
  if (spec.hasTotal) {
    panel.withTarget(target(config, 'A', kpiSeries([kpi.id], own))).overrideByQuery('A', [
      { id: 'displayName', value: 'Total' },
      { id: 'custom.lineWidth', value: 3 },
      // White or black: no limit has this colour.
      { id: 'color', value: { mode: 'fixed', fixedColor: 'text' } },
      ...links(spec.linkOf?.('')),
    ]);
  }
  by.forEach((dimension, index) => {
    const refId = String.fromCharCode('B'.charCodeAt(0) + index);
    panel
      .withTarget(target(config, refId, kpiSeries([kpi.id], { ...own, groupBy: [dimension] })))
      .overrideByQuery(refId, [
        { id: 'displayName', value: `\${__field.labels.${dimension}}` },
        ...links(spec.linkOf?.(dimension === 'site' ? '${__field.labels.site}' : '')),
      ]);
  });
  return panel;
}

function links(link: DashboardLink | undefined): Array<{ id: string; value: unknown }> {
  return link ? [{ id: 'links', value: [link] }] : [];
}

const IN_WORDS: Readonly<Record<Dimension, string>> = {
  userRole: 'role',
  deviceType: 'device',
  appVersion: 'app version',
  site: 'site',
  feature: 'feature',
};

function linesSentence({ by, hasTotal, bridgeMs }: OverTimeSpec): string {
  const words = by.map((dimension) => IN_WORDS[dimension]).join(', ');
  const lines = [
    ...(hasTotal ? ['the bold line is the total'] : []),
    ...(by.length > 0 ? [`${hasTotal ? 'thin lines are' : 'a line'} per ${words}`] : []),
  ].join(', ');
  const gap =
    bridgeMs === undefined ? 'a gap means that nothing was observed' : 'a point is where something was observed';
  return `${lines.charAt(0).toUpperCase()}${lines.slice(1)}; ${gap}.`;
}

/** Seconds stay seconds where the KPI has a limit: an axis that turns to ms below 1 s no longer reads like its target. */
function unit({ displayUnit, target: limit }: Kpi): Array<{ id: string; value: string }> {
  return displayUnit === 's' && limit !== null ? [{ id: 'unit', value: 'suffix:s' }] : [];
}

/** Room under the lowest limit: little where it is close to the most that is possible, as 99.9 % is. */
function below(low: number, most: number | undefined): number {
  return Math.min(0.05 * low, most === undefined ? Infinity : 4 * (most - low));
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
        { id: 'custom.axisSoftMin', value: Math.floor(10 * (low - below(low, kpi.max))) / 10 },
        { id: 'custom.axisSoftMax', value: kpi.max ?? Math.ceil(high * 1.05) },
      ]
    : [
        { id: 'custom.axisSoftMin', value: kpi.min ?? 0 },
        { id: 'custom.axisSoftMax', value: Math.ceil(high * 1.05) },
      ];
}
