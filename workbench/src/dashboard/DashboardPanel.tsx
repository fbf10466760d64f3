/** One panel of a dashboard: its place, its queries, its frame. */
import { css } from '@emotion/css';
import { type AbsoluteTimeRange, type DashboardCursorSync, type EventBus, type TimeRange } from '@grafana/data';
import { useMemo } from 'react';
import { useSize } from '../components/useSize';
import { templateSrv } from '../host/templateSrv';
import { panelRange } from '../state/range';
import { PanelBody } from './PanelBody';
import { PanelFrame } from './PanelFrame';
import type { DashboardJson, PanelJson } from './types';
import { usePanelData } from './usePanelData';
import { usePanelPlugin } from './usePanelModel';

/** What all panels of a dashboard share. */
export interface DashboardContext {
  dashboard: DashboardJson;
  range: TimeRange;
  timeZone: string;
  /** Time of the last refresh, epoch milliseconds. */
  now: number;
  /** The choice of the variables as text; a change asks anew. */
  variables: string;
  ready: boolean;
  eventBus: EventBus;
  cursorSync: DashboardCursorSync;
  onChangeTimeRange: (range: AbsoluteTimeRange) => void;
}

const replaceVariables = templateSrv.replace.bind(templateSrv);

export function DashboardPanel({ panel, context }: { panel: PanelJson; context: DashboardContext }) {
  const [ref, { width, height }] = useSize();
  const { plugin, error } = usePanelPlugin(panel.type);
  const { range, info } = useMemo(
    () => panelRange(context.range, context.timeZone, context.now, panel),
    [context.range, context.timeZone, context.now, panel]
  );
  const data = usePanelData({ ...context, range, panel, width });
  return (
    <div ref={ref} className={fill} data-panel-id={panel.id}>
      {width > 0 && (
        <PanelFrame
          panel={panel}
          data={data}
          timeInfo={info}
          width={width}
          height={height}
          noPadding={plugin?.noPadding}
        >
          {(innerWidth, innerHeight) => (
            <PanelBody
              plugin={plugin}
              pluginError={error}
              panel={panel}
              data={data}
              timeZone={context.timeZone}
              width={innerWidth}
              height={innerHeight}
              replaceVariables={replaceVariables}
              onChangeTimeRange={context.onChangeTimeRange}
              eventBus={context.eventBus}
              cursorSync={context.cursorSync}
            />
          )}
        </PanelFrame>
      )}
    </div>
  );
}

const fill = css({ width: '100%', height: '100%', minWidth: 0 });
