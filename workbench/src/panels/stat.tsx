/** `stat`: one big value a series or a field. */
import {
  DisplayValueAlignmentFactors,
  PanelPlugin,
  VizOrientation,
  getDisplayValueAlignmentFactors,
  getFieldDisplayValues,
  type FieldDisplay,
  type PanelProps,
  type ReduceDataOptions,
} from '@grafana/data';
import type { PercentChangeColorMode, VizTextDisplayOptions } from '@grafana/schema';
import {
  BigValue,
  BigValueColorMode,
  BigValueGraphMode,
  BigValueJustifyMode,
  BigValueTextMode,
  VizRepeater,
  useTheme2,
  type VizRepeaterRenderValueProps,
} from '@grafana/ui';
import { useCallback } from 'react';
import { Centered } from '../components/Centered';
import { declareOptions } from './customFields';

interface Options {
  reduceOptions: ReduceDataOptions;
  orientation: VizOrientation;
  textMode: BigValueTextMode;
  colorMode: BigValueColorMode;
  graphMode: BigValueGraphMode;
  justifyMode: BigValueJustifyMode;
  wideLayout: boolean;
  percentChangeColorMode?: PercentChangeColorMode;
  text?: VizTextDisplayOptions;
}

const DEFAULTS: Options = {
  reduceOptions: { values: false, calcs: ['lastNotNull'], fields: '' },
  orientation: VizOrientation.Auto,
  textMode: BigValueTextMode.Auto,
  colorMode: BigValueColorMode.Value,
  graphMode: BigValueGraphMode.Area,
  justifyMode: BigValueJustifyMode.Auto,
  wideLayout: true,
};

function StatPanel({
  data,
  options,
  fieldConfig,
  width,
  height,
  timeZone,
  replaceVariables,
  renderCounter,
}: PanelProps<Options>) {
  const theme = useTheme2();
  const getValues = useCallback(
    () =>
      getFieldDisplayValues({
        fieldConfig,
        reduceOptions: options.reduceOptions,
        replaceVariables,
        theme,
        data: data.series,
        sparkline: options.graphMode !== BigValueGraphMode.None,
        timeZone,
      }),
    [data.series, fieldConfig, options, replaceVariables, theme, timeZone]
  );
  if (data.series.length === 0) {
    return <Centered>No data</Centered>;
  }
  const render = ({
    value,
    alignmentFactors,
    count,
    width: w,
    height: h,
  }: VizRepeaterRenderValueProps<FieldDisplay, DisplayValueAlignmentFactors>) => (
    <BigValue
      value={value.display}
      sparkline={value.sparkline}
      count={count}
      width={w}
      height={h}
      colorMode={options.colorMode}
      graphMode={options.graphMode}
      justifyMode={options.justifyMode}
      textMode={options.textMode}
      alignmentFactors={alignmentFactors}
      text={options.text}
      percentChangeColorMode={options.percentChangeColorMode}
      disableWideLayout={!options.wideLayout}
      theme={theme}
    />
  );
  return (
    <VizRepeater
      getValues={getValues}
      getAlignmentFactors={getDisplayValueAlignmentFactors}
      renderValue={render}
      width={width}
      height={height}
      source={data}
      itemSpacing={3}
      renderCounter={renderCounter}
      autoGrid
      orientation={options.orientation}
    />
  );
}

export const plugin = new PanelPlugin<Options>(StatPanel)
  .useFieldConfig()
  .setPanelOptions((builder) => declareOptions(builder, DEFAULTS));
