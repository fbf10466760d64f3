import {
  type DataFrame,
  dateTime,
  EventBusSrv,
  type FieldConfigSource,
  type InterpolateFunction,
  LoadingState,
  type PanelData,
  type PanelProps,
} from '@grafana/data';

interface Overrides<T> {
  options: T;
  series?: DataFrame[];
  data?: Partial<PanelData>;
  fieldConfig?: FieldConfigSource;
  width?: number;
  height?: number;
  title?: string;
  /** How the dashboard writes its variables into a text; without it there are none. */
  replaceVariables?: InterpolateFunction;
}

/** Props of a panel that has its answer; a test names only what it is about. */
export function panelProps<T>(overrides: Overrides<T>): PanelProps<T> {
  const {
    options,
    series = [],
    data,
    fieldConfig,
    width,
    height,
    title = 'Executive summary',
    replaceVariables,
  } = overrides;
  const from = dateTime(Date.UTC(2026, 2, 1, 18));
  const to = dateTime(Date.UTC(2026, 2, 31, 18));
  const timeRange = { from, to, raw: { from, to } };
  return {
    id: 1,
    title,
    data: { state: LoadingState.Done, series, timeRange, ...data },
    timeRange,
    timeZone: 'utc',
    options,
    fieldConfig: fieldConfig ?? { defaults: {}, overrides: [] },
    width: width ?? 800,
    height: height ?? 400,
    transparent: false,
    renderCounter: 0,
    eventBus: new EventBusSrv(),
    onOptionsChange: () => undefined,
    onFieldConfigChange: () => undefined,
    replaceVariables: replaceVariables ?? ((text) => text),
    onChangeTimeRange: () => undefined,
  };
}
