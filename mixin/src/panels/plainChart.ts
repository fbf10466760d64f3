import {
  LegendDisplayMode,
  LegendPlacement,
  SortOrder,
  TooltipDisplayMode,
  VizLegendOptionsBuilder,
  VizTooltipOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common';

/** No legend: a chart of one series is named by its title. */
export function noLegend(): VizLegendOptionsBuilder {
  return new VizLegendOptionsBuilder()
    .displayMode(LegendDisplayMode.Hidden)
    .placement(LegendPlacement.Bottom)
    .showLegend(false)
    .calcs([]);
}

/** A tooltip on the point under the pointer alone. */
export function pointTooltip(): VizTooltipOptionsBuilder {
  return new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Single).sort(SortOrder.None);
}
