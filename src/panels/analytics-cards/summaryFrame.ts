import { type DataFrame, type Field, FieldType, formattedValueToString } from '@grafana/data';
import type { Status, Trend } from '@lopan/catalogue/status';
import type { Direction, KpiFormat } from '@lopan/catalogue/types';
import type { Card } from './card';
import type { CardContext } from './context';
import {
  currencySign,
  decimalsFor,
  fallsShort,
  FORMAT_DECIMALS,
  type MissedLimit,
  type NumberStyle,
  printTarget,
  printValue,
  unitSuffix,
} from './format';
import { isStale } from './stale';
import { toTrend } from './trend';

/** Columns of the `summary` answer; every other column before them is a group. */
const SUMMARY_COLUMNS = new Set(
  (
    'kpi title value unit format target direction status previous change change_points trend good n complete ' +
    'sparkline decimals target_exclusive threshold description as_of display_unit note'
  ).split(' ')
);

/** Whether a frame is the answer of a `summary` query: a table with a row per KPI. */
export function isSummaryFrame(frame: DataFrame): boolean {
  const names = new Set(frame.fields.map((field) => field.name));
  return names.has('kpi') && names.has('value') && names.has('status');
}

/** A card for each row of a `summary` answer. */
export function cardsFromSummary(frame: DataFrame, context: CardContext): Card[] {
  const fields = new Map(frame.fields.map((field) => [field.name, field]));
  const groups = frame.fields.filter(({ name, type }) => type === FieldType.string && !SUMMARY_COLUMNS.has(name));
  return Array.from({ length: frame.length }, (_, row) => toCard(new Row(fields, row), groups, frame, context));
}

function toCard(row: Row, groups: Field[], frame: DataFrame, context: CardContext): Card {
  const kpi = row.text('kpi') ?? '';
  const group = groups.map(({ values }) => String(values[row.index] ?? '')).join(' · ');
  const value = row.number('value');
  const target = row.number('target');
  const direction = asDirection(row.text('direction'));
  const asOf = row.time('as_of');
  const style = styleOf(row);
  const previous = row.number('previous');
  const movement = {
    change: row.number('change'),
    changePoints: row.number('change_points'),
    trend: asTrend(row.text('trend')),
    good: row.flag('good'),
    hasDirection: direction !== null,
  };
  return {
    key: [frame.refId, kpi, group, row.index].join('/'),
    title: row.text('title') ?? kpi,
    group: group || null,
    description: row.text('description'),
    value,
    text: printed(row, value, style, missedLimits(row, value, direction)) ?? context.noValue,
    suffix: value === null || row.ownDisplay() ? '' : unitSuffix(row.text('display_unit') ?? undefined),
    format: style.format,
    status: asStatus(row.text('status')),
    target:
      target === null
        ? null
        : {
            text: printTarget(target, style),
            direction: direction ?? 'higher',
            exclusive: row.flag('target_exclusive') ?? false,
          },
    trend: toTrend(movement, context.options.changeUnit, previous === null ? null : printValue(previous, style)),
    points: parsePoints(row.text('sparkline')),
    asOf,
    stale: isStale(asOf, context),
    n: row.number('n'),
    provisional: value !== null && row.flag('complete') === false,
    note: row.text('note'),
    getLinks: row.links(),
  };
}

/** The limits a value misses, by what the answer says of it and by what it shows. */
function missedLimits(row: Row, value: number | null, direction: Direction | null): MissedLimit[] {
  const limits: MissedLimit[] = [];
  const target = row.number('target');
  const threshold = row.number('threshold');
  if (value !== null && target !== null && fallsShort(value, target, direction ?? 'higher')) {
    limits.push({ limit: target, direction: direction ?? 'higher' });
  }
  if (value !== null && threshold !== null && fallsShort(value, threshold, 'higher')) {
    limits.push({ limit: threshold, direction: 'higher' });
  }
  return limits;
}

/** The value as text: by the field's own display where a unit or mappings were set for it, else in the card's format. */
function printed(row: Row, value: number | null, style: NumberStyle, missed: MissedLimit[]): string | null {
  if (value === null) {
    return null;
  }
  return row.ownDisplay()?.(value) ?? printValue(value, style, decimalsFor(value, style, missed));
}

function styleOf(row: Row): NumberStyle {
  const format = asFormat(row.text('format'));
  // `%.0fK` of the specification holds whatever decimals an amount has in its full form.
  const decimals = format === 'currency' ? FORMAT_DECIMALS.currency : row.number('decimals');
  return {
    format,
    decimals: row.field('value')?.config.decimals ?? decimals ?? FORMAT_DECIMALS[format],
    currencySign: currencySign(row.text('display_unit') ?? undefined),
  };
}

/** One row of the table, read by column name and type; whatever is absent or of another type is `null`. */
class Row {
  constructor(
    private readonly fields: Map<string, Field>,
    readonly index: number
  ) {}

  field(name: string): Field | undefined {
    return this.fields.get(name);
  }

  text(name: string): string | null {
    const value: unknown = this.field(name)?.values[this.index];
    return typeof value === 'string' && value !== '' ? value : null;
  }

  number(name: string): number | null {
    const value: unknown = this.field(name)?.values[this.index];
    return typeof value === 'number' && Number.isFinite(value) ? value : null;
  }

  flag(name: string): boolean | null {
    const value: unknown = this.field(name)?.values[this.index];
    return typeof value === 'boolean' ? value : null;
  }

  /** An instant in ms, from a time column or an RFC 3339 text. */
  time(name: string): number | null {
    const text = this.text(name);
    const time = text === null ? this.number(name) : Date.parse(text);
    return Number.isNaN(time) ? null : time;
  }

  /** How the value field displays itself, where somebody gave it a unit or value mappings in the panel. */
  ownDisplay(): ((value: number) => string) | null {
    const field = this.field('value');
    if (!field?.display || !(field.config.unit || field.config.mappings?.length)) {
      return null;
    }
    const display = field.display;
    return (value) => formattedValueToString(display(value));
  }

  /**
   * Links of the first column that has some. Links that the panel sets are on every column; the value, which comes last,
   * has one from the data source too, that leads to Explore.
   */
  links(): Card['getLinks'] {
    const field = ['title', 'kpi', 'value'].map((name) => this.field(name)).find((f) => f?.config.links?.length);
    const getLinks = field?.getLinks;
    return getLinks && (() => getLinks({ valueRowIndex: this.index }));
  }
}

function parsePoints(json: string | null): Array<number | null> {
  try {
    const list: unknown = JSON.parse(json ?? '[]');
    return Array.isArray(list) ? list.map((point: unknown) => (typeof point === 'number' ? point : null)) : [];
  } catch {
    return [];
  }
}

const FORMATS: readonly string[] = Object.keys(FORMAT_DECIMALS);
const STATUSES: readonly string[] = ['critical', 'warning', 'off_target', 'ok', 'no_data'] satisfies Status[];
const TRENDS: readonly string[] = ['up', 'down', 'stable'] satisfies Trend[];

const asFormat = (text: string | null) => (isOneOf<KpiFormat>(text, FORMATS) ? text : 'number');
const asStatus = (text: string | null) => (isOneOf<Status>(text, STATUSES) ? text : null);
const asTrend = (text: string | null) => (isOneOf<Trend>(text, TRENDS) ? text : null);
const asDirection = (text: string | null) => (isOneOf<Direction>(text, ['higher', 'lower']) ? text : null);

function isOneOf<T extends string>(text: string | null, allowed: readonly string[]): text is T {
  return text !== null && allowed.includes(text);
}
