/** Draws a panel plugin with its data, in the context that Grafana gives it. */
import {
  CoreApp,
  DashboardCursorSync,
  EventBusSrv,
  LoadingState,
  type AbsoluteTimeRange,
  type EventBus,
  type InterpolateFunction,
  type PanelData,
  type PanelPlugin,
} from '@grafana/data';
import { ErrorBoundaryAlert, LoadingPlaceholder, PanelContextProvider } from '@grafana/ui';
import { useMemo } from 'react';
import { Centered } from '../components/Centered';
import type { PanelJson } from './types';
import { usePanelView } from './usePanelModel';

export interface PanelBodyProps {
  plugin?: PanelPlugin;
  pluginError?: string;
  panel: PanelJson;
  data: PanelData;
  timeZone: string;
  width: number;
  height: number;
  replaceVariables: InterpolateFunction;
  onChangeTimeRange: (range: AbsoluteTimeRange) => void;
  /** Events between the panels of a dashboard (the shared crosshair). */
  eventBus?: EventBus;
  cursorSync?: DashboardCursorSync;
}

const ownBus = new EventBusSrv();
const ignore = () => undefined;

export function PanelBody(props: PanelBodyProps) {
  const {
    plugin,
    pluginError,
    panel,
    timeZone,
    width,
    height,
    replaceVariables,
    cursorSync = DashboardCursorSync.Off,
  } = props;
  const eventBus = props.eventBus ?? ownBus;
  const { model, data } = usePanelView(plugin, panel, props.data, timeZone, replaceVariables);
  const context = useMemo(
    () => ({ eventsScope: 'dashboard', eventBus, app: CoreApp.Dashboard, sync: () => cursorSync }),
    [eventBus, cursorSync]
  );
  if (pluginError) {
    return <Centered>{pluginError}</Centered>;
  }
  const Panel = plugin?.panel;
  const waits = !plugin?.meta.skipDataQuery && data.state === LoadingState.NotStarted;
  if (!Panel || !model || waits || width <= 0) {
    return (
      <Centered>
        <LoadingPlaceholder text="Loading …" />
      </Centered>
    );
  }
  return (
    <ErrorBoundaryAlert dependencies={[data, panel]}>
      <PanelContextProvider value={context}>
        <Panel
          id={panel.id}
          title={panel.title ?? ''}
          data={data}
          timeRange={data.timeRange}
          timeZone={timeZone}
          options={model.options}
          fieldConfig={model.fieldConfig}
          transparent={panel.transparent ?? false}
          width={width}
          height={height}
          renderCounter={0}
          eventBus={eventBus}
          replaceVariables={replaceVariables}
          onOptionsChange={ignore}
          onFieldConfigChange={ignore}
          onChangeTimeRange={props.onChangeTimeRange}
        />
      </PanelContextProvider>
    </ErrorBoundaryAlert>
  );
}
