/** The plot of the bar chart: an ordinal axis of categories, one of numbers, and bars that stand side by side. */
import {
  FieldColorModeId,
  formattedValueToString,
  getFieldColorModeForField,
  getFieldSeriesColor,
  type DataFrame,
  type GrafanaTheme2,
} from '@grafana/data';
import {
  AxisPlacement,
  GraphDrawStyle,
  GraphGradientMode,
  ScaleDirection,
  ScaleDistribution,
  ScaleOrientation,
  StackingMode,
  VisibilityMode,
  VizOrientation,
} from '@grafana/schema';
import { UPlotConfigBuilder } from '@grafana/ui';
import uPlot from 'uplot';

interface Shape {
  orientation: VizOrientation;
  groupWidth: number;
  barWidth: number;
  xTickLabelRotation: number;
  stacking: StackingMode;
}

const X = 'x';
const Y = 'y';

/** The frame's first field holds the categories, the others are numbers. */
export function barChartConfig(frame: DataFrame, theme: GrafanaTheme2, shape: Shape): UPlotConfigBuilder {
  const [categories, ...numbers] = frame.fields;
  const horizontal = shape.orientation === VizOrientation.Horizontal;
  const builder = new UPlotConfigBuilder();
  builder.addScale({
    scaleKey: X,
    isTime: false,
    distribution: ScaleDistribution.Ordinal,
    orientation: horizontal ? ScaleOrientation.Vertical : ScaleOrientation.Horizontal,
    direction: horizontal ? ScaleDirection.Down : ScaleDirection.Right,
    range: () => [-0.5, frame.length - 0.5],
  });
  builder.addAxis({
    scaleKey: X,
    isTime: false,
    theme,
    placement: horizontal ? AxisPlacement.Left : AxisPlacement.Bottom,
    grid: { show: false },
    ticks: { show: false },
    splits: () => Array.from({ length: frame.length }, (_, index) => index),
    values: (_plot, splits) => splits.map((index) => String(categories?.values[index] ?? '')),
    tickLabelRotation: horizontal ? 0 : shape.xTickLabelRotation,
  });
  const [first] = numbers;
  builder.addScale({
    scaleKey: Y,
    orientation: horizontal ? ScaleOrientation.Horizontal : ScaleOrientation.Vertical,
    direction: horizontal ? ScaleDirection.Right : ScaleDirection.Up,
    min: first?.config.min,
    max: first?.config.max,
    softMin: 0,
    softMax: first?.config.custom?.axisSoftMax,
  });
  builder.addAxis({
    scaleKey: Y,
    theme,
    label: first?.config.custom?.axisLabel,
    placement: horizontal ? AxisPlacement.Bottom : AxisPlacement.Left,
    formatValue: (value: number) => (first?.display ? formattedValueToString(first.display(value)) : String(value)),
  });
  numbers.forEach((field, index) => {
    const mode = getFieldColorModeForField(field);
    builder.addSeries({
      scaleKey: Y,
      theme,
      drawStyle: GraphDrawStyle.Bars,
      pathBuilder:
        shape.stacking === StackingMode.None ? barsBeside(index, numbers.length, shape) : barsBeside(0, 1, shape),
      lineColor: getFieldSeriesColor(field, theme).color,
      colorMode: mode,
      fillOpacity: field.config.custom?.fillOpacity,
      gradientMode:
        mode.id === FieldColorModeId.Thresholds ? GraphGradientMode.Scheme : field.config.custom?.gradientMode,
      thresholds: field.config.thresholds,
      hardMin: field.config.min,
      hardMax: field.config.max,
      lineWidth: field.config.custom?.lineWidth,
      showPoints: VisibilityMode.Never,
      dataFrameFieldIndex: { fieldIndex: index + 1, frameIndex: 0 },
    });
  });
  builder.setCursor({ drag: { x: false, y: false } });
  return builder;
}

/** Bar `index` of `count` in each group. uPlot wants places and sizes as shares of the width of a group. */
function barsBeside(index: number, count: number, { groupWidth, barWidth }: Shape): uPlot.Series.PathBuilder | null {
  const share = groupWidth / count;
  const offset = (1 - groupWidth) / 2 + share * index + (share * (1 - barWidth)) / 2;
  return (
    uPlot.paths.bars?.({
      disp: {
        x0: { unit: 2, values: (plot) => Array.from(plot.data[0] ?? [], (at) => at - 0.5 + offset) },
        size: { unit: 2, values: (plot) => Array.from(plot.data[0] ?? [], () => share * barWidth) },
      },
    }) ?? null
  );
}
