/** The parts of a classic dashboard JSON that the workbench reads. */
import type { DataLink, DataQuery, DataSourceRef, DataTransformerConfig, FieldConfigSource } from '@grafana/data';
import type { VariableJson } from '../state/variables';

/** Position on a grid of 24 columns and rows of 30 px. */
export interface GridPos {
  x: number;
  y: number;
  w: number;
  h: number;
}

export interface PanelJson {
  id: number;
  type: string;
  title?: string;
  /** Markdown. */
  description?: string;
  gridPos: GridPos;
  datasource?: DataSourceRef | null;
  targets?: DataQuery[];
  options?: Record<string, unknown>;
  fieldConfig?: FieldConfigSource;
  transformations?: DataTransformerConfig[];
  transparent?: boolean;
  links?: DataLink[];
  /** A range of the panel's own, ending now (`7d`). */
  timeFrom?: string | null;
  /** Moves the range back (`1d`). */
  timeShift?: string | null;
  hideTimeOverride?: boolean;
  /** Smallest interval of the queries (`1m`). */
  interval?: string | null;
  maxDataPoints?: number | null;
  pluginVersion?: string;
  /** Rows only. */
  collapsed?: boolean;
  /** Rows only: the panels of a collapsed row. */
  panels?: PanelJson[];
}

export interface DashboardJson {
  uid: string;
  title: string;
  description?: string;
  tags?: string[];
  timezone?: string;
  weekStart?: string;
  refresh?: string | boolean;
  time?: { from: string; to: string };
  timepicker?: { refresh_intervals?: string[]; hidden?: boolean };
  /** 0 none, 1 shared crosshair, 2 shared tooltip. */
  graphTooltip?: number;
  links?: DashboardLinkJson[];
  templating?: { list?: VariableJson[] };
  panels?: PanelJson[];
}

export interface DashboardLinkJson {
  title: string;
  type: 'dashboards' | 'link';
  url?: string;
  tags?: string[];
  tooltip?: string;
  icon?: string;
  includeVars?: boolean;
  keepTime?: boolean;
  targetBlank?: boolean;
}
