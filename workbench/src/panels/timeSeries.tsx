/** `timeseries`: lines, bars and points over time. */
import {
  DashboardCursorSync,
  FieldColorModeId,
  FieldConfigProperty,
  FieldType,
  PanelPlugin,
  type DataFrame,
  type PanelProps,
} from '@grafana/data';
import {
  AxisPlacement,
  BarAlignment,
  GraphDrawStyle,
  GraphGradientMode,
  GraphThresholdsStyleMode,
  LegendDisplayMode,
  LineInterpolation,
  ScaleDistribution,
  SortOrder,
  StackingMode,
  TooltipDisplayMode,
  VisibilityMode,
  type VizLegendOptions,
  type VizTooltipOptions,
} from '@grafana/schema';
import { TimeSeries, TooltipPlugin, ZoomPlugin, usePanelContext } from '@grafana/ui';
import { useMemo } from 'react';
import { Centered } from '../components/Centered';
import { declareCustomFields, declareOptions } from './customFields';

interface Options {
  legend: VizLegendOptions;
  tooltip: VizTooltipOptions;
}

const FIELDS: Record<string, unknown> = {
  drawStyle: GraphDrawStyle.Line,
  lineInterpolation: LineInterpolation.Linear,
  lineWidth: 1,
  fillOpacity: 0,
  gradientMode: GraphGradientMode.None,
  barAlignment: BarAlignment.Center,
  barWidthFactor: 0.6,
  lineStyle: { fill: 'solid' },
  spanNulls: false,
  insertNulls: false,
  showPoints: VisibilityMode.Auto,
  pointSize: 5,
  stacking: { mode: StackingMode.None, group: 'A' },
  axisPlacement: AxisPlacement.Auto,
  axisLabel: '',
  axisWidth: undefined,
  axisSoftMin: undefined,
  axisSoftMax: undefined,
  axisGridShow: undefined,
  axisColorMode: 'text',
  axisBorderShow: false,
  axisCenteredZero: false,
  scaleDistribution: { type: ScaleDistribution.Linear },
  hideFrom: { legend: false, tooltip: false, viz: false },
  thresholdsStyle: { mode: GraphThresholdsStyleMode.Off },
  fillBelowTo: undefined,
  transform: undefined,
};

const isSeries = ({ fields, length }: DataFrame) =>
  length > 0 &&
  fields.some(({ type }) => type === FieldType.time) &&
  fields.some(({ type }) => type === FieldType.number);

function TimeSeriesPanel({ data, timeZone, width, height, options, onChangeTimeRange }: PanelProps<Options>) {
  const { sync } = usePanelContext();
  const frames = useMemo(() => data.series.filter(isSeries), [data.series]);
  if (frames.length === 0) {
    return <Centered>No data</Centered>;
  }
  return (
    <TimeSeries
      frames={frames}
      timeRange={data.timeRange}
      timeZone={timeZone}
      width={width}
      height={height}
      legend={options.legend}
      options={options}
    >
      {(config, alignedFrame) => (
        <>
          <ZoomPlugin config={config} onZoom={onChangeTimeRange} />
          <TooltipPlugin
            config={config}
            data={alignedFrame}
            frames={frames}
            mode={options.tooltip.mode}
            sortOrder={options.tooltip.sort}
            sync={() => sync?.() ?? DashboardCursorSync.Off}
            timeZone={timeZone}
          />
        </>
      )}
    </TimeSeries>
  );
}

const DEFAULTS: Options = {
  legend: { displayMode: LegendDisplayMode.List, placement: 'bottom', showLegend: true, calcs: [] },
  tooltip: { mode: TooltipDisplayMode.Single, sort: SortOrder.None },
};

export const plugin = new PanelPlugin<Options>(TimeSeriesPanel)
  .useFieldConfig({
    standardOptions: { [FieldConfigProperty.Color]: { defaultValue: { mode: FieldColorModeId.PaletteClassic } } },
    useCustomConfig: (builder) => declareCustomFields(builder, FIELDS),
  })
  .setPanelOptions((builder) => declareOptions(builder, DEFAULTS));
