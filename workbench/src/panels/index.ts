/** Grafana's core panel types as the workbench draws them: with the charts, tables and stats of `@grafana/ui`. */
import type { PanelPlugin } from '@grafana/data';
import { plugin as alertList } from './alertList';
import { plugin as barChart } from './barChart';
import { plugin as stat } from './stat';
import { plugin as table } from './table';
import { plugin as text } from './text';
import { plugin as timeSeries } from './timeSeries';
import { plugin as xyChart } from './xyChart';

const CORE = new Map<string, PanelPlugin>([
  ['alertlist', alertList],
  ['barchart', barChart],
  ['stat', stat],
  ['table', table],
  ['text', text],
  ['timeseries', timeSeries],
  ['xychart', xyChart],
]);

/** The drawing of a core panel type; undefined when the workbench has none. */
export function corePanel(id: string): PanelPlugin | undefined {
  return CORE.get(id);
}
