/** A dashboard: its controls and its panels. The page's address holds range, refresh and variables. */
import { css } from '@emotion/css';
import { EventBusSrv, type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { useEffect, useMemo, useState } from 'react';
import { templateSrv } from '../host/templateSrv';
import { changeSearch } from '../state/location';
import { movedRange, rawRange, rawToText, resolveRange, zoomedOut } from '../state/range';
import { pageRange } from '../state/pageRange';
import { textOf, valuesOf } from '../state/variables';
import { useVariables } from '../state/useVariables';
import type { DashboardContext } from './DashboardPanel';
import { DashboardLinks } from './DashboardLinks';
import { RangeControls } from './RangeControls';
import { Sections } from './Sections';
import type { DashboardJson } from './types';
import { useAutoRefresh } from './useAutoRefresh';
import { VariableControls } from './VariableControls';

const NO_VARIABLES: never[] = [];
const NO_LINKS: never[] = [];

export function DashboardPage({ dashboard, search }: { dashboard: DashboardJson; search: URLSearchParams }) {
  const styles = useStyles2(getStyles);
  const [eventBus] = useState(() => new EventBusSrv());
  const timeZone = dashboard.timezone || 'browser';
  const interval = search.get('refresh') ?? (typeof dashboard.refresh === 'string' ? dashboard.refresh : '');
  const { now, refreshNow } = useAutoRefresh(interval);

  const from = search.get('from');
  const to = search.get('to');
  const range = useMemo(() => {
    const params = new URLSearchParams({ ...(from && { from }), ...(to && { to }) });
    return resolveRange(rawRange(params, dashboard.time), timeZone, now);
  }, [from, to, dashboard.time, timeZone, now]);
  pageRange.set(range);
  templateSrv.updateTimeRange(range);

  const { variables, ready } = useVariables(dashboard.templating?.list ?? NO_VARIABLES, range, timeZone, search);
  const chosen = JSON.stringify(
    variables.map((variable) => [variable.json.name, textOf(variable), valuesOf(variable)])
  );

  const context = useMemo(
    (): DashboardContext => ({
      dashboard,
      range,
      timeZone,
      now,
      variables: chosen,
      ready,
      eventBus,
      cursorSync: dashboard.graphTooltip ?? 0,
      onChangeTimeRange: (next) =>
        changeSearch({ from: String(Math.round(next.from)), to: String(Math.round(next.to)) }),
    }),
    [dashboard, range, timeZone, now, chosen, ready, eventBus]
  );

  useEffect(() => {
    document.title = `${dashboard.title} · Lopan Workbench`;
  }, [dashboard.title]);

  return (
    <>
      <div className={styles.controls} role="toolbar" aria-label="Dashboard controls">
        <VariableControls
          variables={variables}
          onChange={(name, values) => changeSearch({ [`var-${name}`]: values.length > 0 ? values : null })}
        />
        <div className={styles.right}>
          <DashboardLinks links={dashboard.links ?? NO_LINKS} uid={dashboard.uid} />
          <RangeControls
            range={range}
            timeZone={timeZone}
            interval={interval}
            intervals={dashboard.timepicker?.refresh_intervals}
            onChange={({ raw }) => changeSearch({ from: rawToText(raw.from), to: rawToText(raw.to) })}
            onMove={(direction) => changeSearch(movedRange(range, direction))}
            onZoom={() => changeSearch(zoomedOut(range))}
            onRefresh={refreshNow}
            onInterval={(next) => changeSearch({ refresh: next })}
          />
        </div>
      </div>
      <Sections panels={dashboard.panels ?? []} context={context} />
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  controls: css({
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'flex-start',
    gap: theme.spacing(1),
    marginBottom: theme.spacing(1),
  }),
  right: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(1), marginLeft: 'auto' }),
});
