import type { Dimension, Kpi } from '@lopan/catalogue';
import { plainNumber, unitSuffix } from '../panels/limits';
import type { Band } from './bands';
import { dimensionWords } from './words';

/** Printed where a rule has no value to show. */
const NO_VALUE = 'no value';

/**
 * Template of the current value with the KPI's decimals. A value that misses a limit and would be printed like it gets two
 * more, so that nobody reads "75.0 % (warning below 75 %)".
 */
export function valueTemplate(
  kpi: Pick<Kpi, 'decimals'>,
  { limits, missedBy }: Pick<Band, 'limits' | 'missedBy'>
): string {
  const compare = missedBy === 'below' ? 'lt' : 'gt';
  const short = `{{ printf "%.${kpi.decimals}f" .Value }}`;
  const long = `{{ printf "%.${kpi.decimals + 2}f" .Value }}`;
  const looksReached = limits.map((limit) => {
    const printed = limit.toFixed(kpi.decimals);
    return `{{ if and (eq (printf "%.${kpi.decimals}f" .Value) "${printed}") (${compare} .Value ${goFloat(limit)}) }}${long}{{ else }}`;
  });
  return looksReached.join('') + short + '{{ end }}'.repeat(limits.length);
}

/** The current value alone, for machines. */
export function currentValue(kpi: Kpi, band: Band): string {
  return withValue(valueTemplate(kpi, band));
}

/** "Production Efficiency, site north: 70.0 % (warning below 75 %)": a statement, true when firing and when resolved. */
export function summaryTemplate(kpi: Kpi, band: Band, by: Dimension | null): string {
  const subject = by === null ? kpi.title : `${kpi.title}, ${dimensionWords(by)} {{ $labels.${by} }}`;
  return `${subject}: ${withValue(valueTemplate(kpi, band) + unitSuffix(kpi))} (${band.wording})`;
}

/** When the value was looked at, RFC 3339; the number comes from the query of that refId. */
export function timestampTemplate(refId: string): string {
  return `{{ with $values.${refId} }}{{ (toTime .Value).UTC.Format "2006-01-02T15:04:05Z07:00" }}{{ end }}`;
}

/**
 * A template over the value of a query; `otherwise` where a rule has none to show: no answer, or one without a value, which
 * templates get as NaN. That is the only number that does not equal itself.
 */
export function withValue(template: string, refId = 'A', otherwise = NO_VALUE): string {
  const known = `{{ if eq .Value .Value }}${template}{{ else }}${otherwise}{{ end }}`;
  return `{{ with $values.${refId} }}${known}{{ else }}${otherwise}{{ end }}`;
}

/** Go compares numbers of one kind only: a float needs its point. */
function goFloat(value: number): string {
  const text = plainNumber(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
}
