/** `xychart`: points of the second number of a frame over its first. */
import {
  FieldColorModeId,
  FieldConfigProperty,
  FieldType,
  PanelPlugin,
  formattedValueToString,
  getFieldDisplayName,
  getFieldSeriesColor,
  type DataFrame,
  type Field,
  type GrafanaTheme2,
  type PanelProps,
} from '@grafana/data';
import { AxisPlacement, GraphDrawStyle, ScaleDirection, ScaleOrientation, VisibilityMode } from '@grafana/schema';
import { UPlotChart, UPlotConfigBuilder, useTheme2 } from '@grafana/ui';
import { useMemo } from 'react';
import { Centered } from '../components/Centered';
import { declareCustomFields, declareOptions } from './customFields';

interface Options {
  mapping: string;
  series: unknown[];
}

const FIELDS: Record<string, unknown> = {
  show: 'points',
  pointSize: { fixed: 5 },
  fillOpacity: 50,
  axisLabel: '',
  axisSoftMin: undefined,
  axisSoftMax: undefined,
};

const X = 'x';
const Y = 'y';

interface Points {
  frame: DataFrame;
  x: Field<number>;
  y: Field<number>;
}

/** The first two numbers of a frame, in rising order of the first, as the chart needs them. */
function pointsOf(series: DataFrame[]): Points | undefined {
  const frame = series.find(({ length }) => length > 0);
  const [x, y]: Array<Field<number>> = frame?.fields.filter(({ type }) => type === FieldType.number) ?? [];
  if (!frame || !x || !y) {
    return undefined;
  }
  const order = x.values.map((_, row) => row).sort((a, b) => (x.values[a] ?? 0) - (x.values[b] ?? 0));
  const sorted = (field: Field<number>) => ({ ...field, values: order.map((row) => field.values[row] ?? NaN) });
  return { frame, x: sorted(x), y: sorted(y) };
}

function configOf({ frame, x, y }: Points, theme: GrafanaTheme2): UPlotConfigBuilder {
  const builder = new UPlotConfigBuilder();
  for (const [scaleKey, field] of [
    [X, x],
    [Y, y],
  ] as const) {
    builder.addScale({
      scaleKey,
      isTime: false,
      orientation: scaleKey === X ? ScaleOrientation.Horizontal : ScaleOrientation.Vertical,
      direction: scaleKey === X ? ScaleDirection.Right : ScaleDirection.Up,
      min: field.config.min,
      max: field.config.max,
    });
    builder.addAxis({
      scaleKey,
      isTime: false,
      theme,
      label: getFieldDisplayName(field, frame),
      placement: scaleKey === X ? AxisPlacement.Bottom : AxisPlacement.Left,
      formatValue: (value: number) => (field.display ? formattedValueToString(field.display(value)) : String(value)),
    });
  }
  builder.addSeries({
    scaleKey: Y,
    theme,
    drawStyle: GraphDrawStyle.Points,
    showPoints: VisibilityMode.Always,
    pointSize: y.config.custom?.pointSize?.fixed,
    lineColor: getFieldSeriesColor(y, theme).color,
    pointColor: getFieldSeriesColor(y, theme).color,
    dataFrameFieldIndex: { fieldIndex: 1, frameIndex: 0 },
  });
  builder.setCursor({ drag: { x: false, y: false } });
  return builder;
}

function XyChartPanel({ data, width, height }: PanelProps<Options>) {
  const theme = useTheme2();
  const points = useMemo(() => pointsOf(data.series), [data.series]);
  const config = useMemo(() => points && configOf(points, theme), [points, theme]);
  if (!points || !config) {
    return <Centered>No data</Centered>;
  }
  return <UPlotChart config={config} width={width} height={height} data={[points.x.values, points.y.values]} />;
}

export const plugin = new PanelPlugin<Options>(XyChartPanel)
  .useFieldConfig({
    standardOptions: { [FieldConfigProperty.Color]: { defaultValue: { mode: FieldColorModeId.PaletteClassic } } },
    useCustomConfig: (builder) => declareCustomFields(builder, FIELDS),
  })
  .setPanelOptions((builder) => declareOptions<Options>(builder, { mapping: 'auto', series: [] }));
