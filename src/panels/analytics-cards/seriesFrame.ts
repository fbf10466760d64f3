import {
  type DataFrame,
  type Field,
  FieldType,
  formattedValueToString,
  getDisplayProcessor,
  getFieldDisplayName,
  reduceField,
} from '@grafana/data';
import { meetsTarget, type Status, statusOf } from '@lopan/catalogue/status';
import type { Direction, KpiFormat } from '@lopan/catalogue/types';
import type { Card } from './card';
import type { CardContext } from './context';
import {
  currencySign,
  decimalsFor,
  FORMAT_DECIMALS,
  type MissedLimit,
  type NumberStyle,
  printTarget,
  printValue,
  unitSuffix,
} from './format';
import { cardLinks } from './links';
import { isStale } from './stale';

/** What the data source says of a KPI in the field config of its series. */
interface SeriesLimits {
  target: number | null;
  threshold: number | null;
  direction: Direction;
  targetExclusive: boolean;
}

/** A card for each number field: a KPI series, a single number, or any other data source's numbers. */
export function cardsFromSeries(frame: DataFrame, allFrames: DataFrame[], context: CardContext): Card[] {
  const time = frame.fields.find(({ type }) => type === FieldType.time);
  return frame.fields
    .filter(({ type, config }) => type === FieldType.number && !config.custom?.hideFrom?.viz)
    .map((field) => toCard(field, time, frame, allFrames, context));
}

function toCard(
  field: Field,
  time: Field | undefined,
  frame: DataFrame,
  allFrames: DataFrame[],
  context: CardContext
): Card {
  const { calculation } = context.options;
  const value = finite(reduceField({ field, reducers: [calculation] })[calculation]);
  const row = lastRowWithValue(field);
  const style = styleOf(field);
  const limits = limitsOf(field);
  const asOf = row === null ? null : finite(time?.values[row]);
  const title = getFieldDisplayName(field, frame, allFrames);
  return {
    key: [frame.refId, field.name, JSON.stringify(field.labels ?? {}), allFrames.indexOf(frame)].join('/'),
    title,
    group: null,
    description: field.config.description ?? null,
    value,
    text: value === null ? context.noValue : printSeriesValue(value, field, style, limits, context),
    suffix: value === null || !style ? '' : unitSuffix(field.config.unit),
    format: style?.format ?? 'number',
    status: seriesStatus(value, limits),
    target:
      limits?.target == null
        ? null
        : {
            text: printTarget(limits.target, style ?? PLAIN),
            direction: limits.direction,
            exclusive: limits.targetExclusive,
          },
    trend: null,
    points: time ? field.values.map(finite) : [],
    asOf,
    stale: isStale(asOf, context),
    n: finite(perRow(frame, 'n', row)),
    provisional: perRow(frame, 'complete', row) === false,
    note: value === null ? (frame.meta?.notices?.[0]?.text ?? null) : null,
    getLinks: cardLinks(field, context, time && row !== null ? { valueRowIndex: row } : {}),
  };
}

/** How a number without a format of ours is printed beside its target. */
const PLAIN: NumberStyle = { format: 'number', decimals: 1, currencySign: '$' };

function printSeriesValue(
  value: number,
  field: Field,
  style: NumberStyle | null,
  limits: SeriesLimits | null,
  { theme, timeZone }: CardContext
): string {
  if (style && !field.config.mappings?.length) {
    return printValue(value, style, decimalsFor(value, style, missedLimits(value, limits)));
  }
  const display = field.display ?? getDisplayProcessor({ field, theme, timeZone });
  return formattedValueToString(display(value));
}

/** The card's format for the units that our data source uses; `null` leaves other units to Grafana's own formatting. */
function styleOf({ config, labels }: Field): NumberStyle | null {
  // A count of ours is printed in full; elsewhere "short" asks for 1.2 K.
  const format = labels?.kpi && config.unit === 'short' ? 'number' : formatOfUnit(config.unit);
  if (!format) {
    return null;
  }
  const decimals = format === 'currency' ? undefined : config.decimals;
  return { format, decimals: decimals ?? FORMAT_DECIMALS[format], currencySign: currencySign(config.unit) };
}

function formatOfUnit(unit: string | undefined): KpiFormat | null {
  if (unit === 'percent') {
    return 'percentage';
  }
  if (unit?.startsWith('currency')) {
    return 'currency';
  }
  if (unit === 'none') {
    return 'score';
  }
  return unit !== undefined && unitSuffix(unit) !== '' ? 'number' : null;
}

function limitsOf({ config }: Field): SeriesLimits | null {
  const custom: Record<string, unknown> = config.custom ?? {};
  const target = finite(custom.target);
  const threshold = finite(custom.threshold);
  if (target === null && threshold === null) {
    return null;
  }
  const direction = custom.direction === 'lower' ? 'lower' : 'higher';
  return { target, threshold, direction, targetExclusive: custom.targetExclusive === true };
}

function seriesStatus(value: number | null, limits: SeriesLimits | null): Status | null {
  if (value === null) {
    return 'no_data';
  }
  return limits && statusOf(limits, value);
}

function missedLimits(value: number, limits: SeriesLimits | null): MissedLimit[] {
  const missed: MissedLimit[] = [];
  if (limits && limits.target !== null && value !== limits.target && meetsTarget(limits, value) === false) {
    missed.push({ limit: limits.target, direction: limits.direction });
  }
  if (limits && limits.threshold !== null && value < limits.threshold) {
    missed.push({ limit: limits.threshold, direction: 'higher' });
  }
  return missed;
}

/** The entry of a list in the frame's metadata that runs parallel to the rows. */
function perRow(frame: DataFrame, name: 'n' | 'complete', row: number | null): unknown {
  const list: unknown = frame.meta?.custom?.[name];
  return row !== null && Array.isArray(list) ? list[row] : undefined;
}

function lastRowWithValue({ values }: Field): number | null {
  for (let row = values.length - 1; row >= 0; row--) {
    if (finite(values[row]) !== null) {
      return row;
    }
  }
  return null;
}

function finite(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}
