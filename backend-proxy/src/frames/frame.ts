/**
 * Grafana's JSON data frames. `schema` comes before `data` and every field carries `typeInfo`, because the
 * decoder of Grafana's Go SDK needs both.
 */

export type FieldType = 'time' | 'number' | 'string' | 'boolean';

/** What Grafana shows a field by; the part of its field config that answers carry. */
export interface FieldConfig {
  displayNameFromDS?: string;
  description?: string;
  unit?: string;
  decimals?: number;
  min?: number;
  max?: number;
  noValue?: string;
  thresholds?: { mode: 'absolute'; steps: Array<{ value: number | null; color: string }> };
  custom?: Record<string, unknown>;
}

export interface FrameField {
  name: string;
  type: FieldType;
  typeInfo: { frame: 'time.Time' | 'float64' | 'string' | 'bool'; nullable: boolean };
  labels?: Record<string, string>;
  config?: FieldConfig;
  /** Times are epoch ms. */
  values: Array<number | string | boolean | null>;
}

export interface Notice {
  severity: 'info' | 'warning' | 'error';
  text: string;
}

export type FrameType = 'timeseries-multi' | 'timeseries-wide' | 'numeric-multi' | 'table';

/** Frame metadata of our own. */
export interface CustomMeta {
  timezone: string;
  /** `event` where a range is answered to the event; else the grain (`hour`, `day`) to which its edges were cut. */
  grain: string;
  /** Where something was cut: raw events exist from this RFC 3339 instant on. */
  rawFrom?: string;
  /** How values came about: `sum`, `exact` or `sketch` for percentiles, `distinct` for users. */
  method: string;
  comparedFrom?: string | null;
  comparedTo?: string | null;
  /** Observations behind each row. */
  n: Array<number | null>;
  /** Whether each row can still change, but for events later than the late window. */
  complete: Array<boolean | null>;
  [key: string]: unknown;
}

export interface FrameMeta {
  type: FrameType;
  custom: CustomMeta;
  notices?: Notice[];
}

/** The JSON form, as it goes over the wire. */
export interface JsonFrame {
  schema: {
    refId: string;
    name: string;
    meta: {
      type: FrameType;
      typeVersion: [0, 1];
      /** What Explore draws, where the type alone does not say it. */
      preferredVisualisationType?: 'nodeGraph';
      custom: CustomMeta;
      notices?: Notice[];
    };
    fields: Array<Omit<FrameField, 'values'>>;
  };
  data: { values: Array<FrameField['values']> };
}

const FRAME_TYPES = { time: 'time.Time', number: 'float64', string: 'string', boolean: 'bool' } as const;

/** A field of a frame. Time is never null, everything else may be. */
export function field(
  name: string,
  type: FieldType,
  values: FrameField['values'],
  extra: Pick<FrameField, 'labels' | 'config'> = {}
): FrameField {
  return { name, type, typeInfo: { frame: FRAME_TYPES[type], nullable: type !== 'time' }, ...extra, values };
}

/** What an answer leaves out where raw events are gone. */
function cutNotice({ grain, rawFrom }: CustomMeta): Notice[] {
  if (rawFrom === undefined) {
    return [];
  }
  const left =
    grain === 'event'
      ? 'what lies before is left out'
      : `what lies before is answered by whole ${grain}s, and parts of ${grain}s at the edges are left out`;
  const text = `Raw events from before ${rawFrom.slice(0, 10)} are past their retention: ${left}.`;
  return [{ severity: 'info', text }];
}

/** The JSON form of a frame; one that leaves something out for its age says so. */
export function frame(refId: string, name: string, meta: FrameMeta, fields: readonly FrameField[]): JsonFrame {
  const { notices: own = [], ...rest } = meta;
  const notices = [...own, ...cutNotice(rest.custom)];
  return {
    schema: {
      refId,
      name,
      meta: { type: rest.type, typeVersion: [0, 1], custom: rest.custom, ...(notices.length > 0 && { notices }) },
      fields: fields.map(({ values: _values, ...schema }) => schema),
    },
    data: { values: fields.map(({ values }) => values) },
  };
}
