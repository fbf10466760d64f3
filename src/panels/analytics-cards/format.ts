import type { Direction, KpiFormat } from '@lopan/catalogue/types';

/** How a card prints its numbers. */
export interface NumberStyle {
  format: KpiFormat;
  /** Decimals before the rule for missed targets adds some. Currency counts them in thousands. */
  decimals: number;
  /** Sign in front of an amount of money. */
  currencySign: string;
}

/** Decimals of the specification's four formats (`%.1f%%`, `%.1f`, `$%.0fK`, `%.0f`). */
export const FORMAT_DECIMALS: Record<KpiFormat, number> = { percentage: 1, score: 1, currency: 0, number: 0 };

/** More decimals than this tell a reader nothing; a value that still looks equal is equal for them. */
const MAX_DECIMALS = 8;

/**
 * Prints like C's `%.{decimals}f`: a tie goes to the even digit, where `toFixed` goes up. There is no negative zero.
 */
export function printFixed(value: number, decimals: number): string {
  const rounded = value.toFixed(decimals);
  const exact = Math.abs(value).toFixed(Math.min(decimals + 25, 100));
  const rest = exact.slice(exact.length - (Math.min(decimals + 25, 100) - decimals));
  const digits = exact.slice(0, exact.length - rest.length).replace(/\.$/, '');
  const isTie = /^50*$/.test(rest) && Number(digits.at(-1)) % 2 === 0;
  const text = isTie ? `${value < 0 ? '-' : ''}${digits}` : rounded;
  return Number(text) === 0 ? text.replace('-', '') : text;
}

/** Prints a value in one of the specification's formats, with the decimals given. */
export function printValue(value: number, style: NumberStyle, decimals = style.decimals): string {
  const number = printFixed(inShownUnit(value, style), decimals);
  switch (style.format) {
    case 'percentage':
      return `${number}%`;
    case 'currency':
      return `${style.currencySign}${number}K`;
    case 'score':
    case 'number':
      return number;
  }
}

/** Prints a target so that it reads exactly, with at least the decimals of the value beside it. */
export function printTarget(target: number, style: NumberStyle): string {
  return printValue(target, style, Math.max(style.decimals, ownDecimals(inShownUnit(target, style))));
}

/** A number that a value has failed to reach, and the side on which it would have reached it. */
export interface MissedLimit {
  limit: number;
  direction: Direction;
}

/**
 * The decimals a value needs so that rounding does not make a missed limit look reached: 84.96 against 85 prints as
 * 84.96 where 85.0 would be the usual form. A value that equals its limit cannot be told apart and keeps the usual form.
 */
export function decimalsFor(value: number, style: NumberStyle, missed: MissedLimit[]): number {
  const shown = inShownUnit(value, style);
  for (let decimals = style.decimals; decimals <= MAX_DECIMALS; decimals++) {
    const printed = Number(printFixed(shown, decimals));
    if (missed.every(({ limit, direction }) => fallsShort(printed, inShownUnit(limit, style), direction))) {
      return decimals;
    }
  }
  return style.decimals;
}

/** Whether a value lies on the wrong side of a limit. */
export function fallsShort(value: number, limit: number, direction: Direction): boolean {
  return direction === 'higher' ? value < limit : value > limit;
}

/** The sign of a currency by its Grafana unit id (`currencyEUR`); the dollar of the specification for everything else. */
export function currencySign(unit: string | undefined): string {
  const code = unit?.match(/^currency([A-Z]{3})$/)?.[1] ?? 'USD';
  const parts = new Intl.NumberFormat('en', { style: 'currency', currency: code, currencyDisplay: 'narrowSymbol' });
  return parts.formatToParts(0).find((part) => part.type === 'currency')?.value ?? code;
}

/** Grafana unit ids whose name is short enough to stand behind the number. */
const UNIT_SUFFIXES: Record<string, string> = { s: 's', decmbytes: 'MB' };

/** The unit that follows a number; empty for formats that carry their unit and for plain counts. */
export function unitSuffix(unit: string | undefined): string {
  if (unit?.startsWith('suffix:')) {
    return unit.slice('suffix:'.length).trim();
  }
  return (unit && UNIT_SUFFIXES[unit]) ?? '';
}

/** Money is shown in thousands, everything else as it is. */
function inShownUnit(value: number, style: NumberStyle): number {
  return style.format === 'currency' ? value / 1000 : value;
}

/** Decimals of the shortest text that reads back as the same number, at most `MAX_DECIMALS`. */
function ownDecimals(value: number): number {
  const text = String(value);
  return text.includes('e') ? MAX_DECIMALS : Math.min(text.split('.')[1]?.length ?? 0, MAX_DECIMALS);
}
