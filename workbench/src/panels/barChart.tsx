/** `barchart`: bars of numbers by the first field of strings (or times), side by side or stacked for several numbers. */
import {
  FieldColorModeId,
  FieldConfigProperty,
  FieldType,
  PanelPlugin,
  formattedValueToString,
  getFieldDisplayName,
  type DataFrame,
  type Field,
  type PanelProps,
} from '@grafana/data';
import { LegendDisplayMode, StackingMode, VizOrientation, type VizLegendOptions } from '@grafana/schema';
import { PlotLegend, TooltipPlugin, UPlotChart, VizLayout, useTheme2 } from '@grafana/ui';
import { useMemo } from 'react';
import { Centered } from '../components/Centered';
import { barChartConfig } from './barChartConfig';
import { declareCustomFields, declareOptions } from './customFields';

interface Options {
  xField?: string;
  orientation: VizOrientation;
  /** Share of a group that its bars take, 0 to 1. */
  groupWidth: number;
  /** Share of its place that a bar takes, 0 to 1. */
  barWidth: number;
  xTickLabelRotation: number;
  stacking: StackingMode;
  legend: VizLegendOptions;
}

const FIELDS: Record<string, unknown> = {
  lineWidth: 1,
  fillOpacity: 80,
  gradientMode: 'none',
  axisPlacement: 'auto',
  axisLabel: '',
  axisSoftMin: undefined,
  axisSoftMax: undefined,
  hideFrom: { legend: false, tooltip: false, viz: false },
};

const DEFAULTS: Options = {
  orientation: VizOrientation.Auto,
  groupWidth: 0.7,
  barWidth: 0.97,
  xTickLabelRotation: 0,
  stacking: StackingMode.None,
  legend: { displayMode: LegendDisplayMode.List, placement: 'bottom', showLegend: true, calcs: [] },
};

/** The field of categories, as strings, then the fields of numbers. */
function prepare(series: DataFrame[], xField: string | undefined): DataFrame | undefined {
  const [frame] = series.filter(({ length }) => length > 0);
  const isX = (field: Field) =>
    xField ? getFieldDisplayName(field, frame) === xField || field.name === xField : field.type === FieldType.string;
  const x = frame?.fields.find(isX) ?? frame?.fields.find(({ type }) => type === FieldType.time);
  const numbers =
    frame?.fields.filter(({ type, config }) => type === FieldType.number && !config.custom?.hideFrom?.viz) ?? [];
  if (!frame || !x || numbers.length === 0) {
    return undefined;
  }
  const labels: unknown[] = x.values;
  const text = labels.map((value) => (x.display ? formattedValueToString(x.display(value)) : String(value)));
  return { ...frame, fields: [{ ...x, type: FieldType.string, values: text }, ...numbers] };
}

/** Each number on top of those before it; the highest bars come first, so that the lower ones are drawn over them. */
function stacked(frame: DataFrame): DataFrame {
  const [x, ...numbers] = frame.fields;
  const sums = numbers.map((field, index) => ({
    ...field,
    values: field.values.map((_, row) =>
      numbers.slice(0, index + 1).reduce((sum, { values }) => sum + (Number(values[row]) || 0), 0)
    ),
  }));
  return { ...frame, fields: [...(x ? [x] : []), ...sums.reverse()] };
}

function BarChartPanel({ data, options, width, height, timeZone }: PanelProps<Options>) {
  const theme = useTheme2();
  const frame = useMemo(() => {
    const beside = prepare(data.series, options.xField);
    return beside && options.stacking !== StackingMode.None ? stacked(beside) : beside;
  }, [data.series, options.xField, options.stacking]);
  const config = useMemo(() => frame && barChartConfig(frame, theme, options), [frame, theme, options]);
  if (!frame || !config) {
    return <Centered>No data</Centered>;
  }
  const legend = options.legend.showLegend && frame.fields.length > 2 && (
    <PlotLegend data={[frame]} config={config} {...options.legend} />
  );
  const horizontal = options.orientation === VizOrientation.Horizontal;
  return (
    <VizLayout width={width} height={height} legend={legend || null}>
      {(chartWidth: number, chartHeight: number) => (
        <UPlotChart
          config={config}
          width={chartWidth}
          height={chartHeight}
          data={[
            Array.from({ length: frame.length }, (_, index) => index),
            ...frame.fields.slice(1).map(({ values }) => values),
          ]}
        >
          {!horizontal && <TooltipPlugin config={config} data={frame} timeZone={timeZone} />}
        </UPlotChart>
      )}
    </VizLayout>
  );
}

export const plugin = new PanelPlugin<Options>(BarChartPanel)
  .useFieldConfig({
    standardOptions: { [FieldConfigProperty.Color]: { defaultValue: { mode: FieldColorModeId.PaletteClassic } } },
    useCustomConfig: (builder) => declareCustomFields(builder, FIELDS),
  })
  .setPanelOptions((builder) => declareOptions(builder, DEFAULTS));
