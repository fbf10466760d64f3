import {
  type Field,
  fieldColorModeRegistry,
  FieldColorModeId,
  getDisplayProcessor,
  type GrafanaTheme2,
} from '@grafana/data';
import { labels } from './labels';
import type { Cell, Grid } from './model';
import { points } from './texts';
import type { AdoptionHeatmapOptions } from './types';

/** The colour of a cell; `null` where there is nothing to colour. */
export type CellColor = (cell: Cell) => string | null;

/** What the legend shows: colours from low to high, and what the ends stand for. */
export interface LegendScale {
  colors: string[];
  low: string;
  high: string;
  /** Each colour with the values it stands for; empty where colours blend. */
  steps: Array<{ color: string; label: string }>;
}

interface Scale {
  low: number;
  high: number;
  colorAt: (value: number) => string;
}

type ColorOptions = Pick<AdoptionHeatmapOptions, 'mode' | 'steps' | 'changeLimit'>;

/** Stops of a legend without steps. */
const SMOOTH_STOPS = 10;

/** Colours of the cells, and the legend that explains them: the field's own scheme, or a two-sided one for changes. */
export function colorScale(
  grid: Grid,
  { mode, steps, changeLimit }: ColorOptions,
  theme: GrafanaTheme2
): { colorOf: CellColor; legend: LegendScale } {
  const scale = mode === 'change' ? changeScale(grid, changeLimit, theme) : rateScale(grid.rateField, theme);
  const { low, high } = scale;
  const colors = new Map<number, string>();
  // As many colours as can be told apart are computed once; a grid may have 20 000 cells.
  const count = steps > 1 ? steps : 100;
  const colorAt = (value: number) => {
    const share = (clamp(value, low, high) - low) / (high - low || 1);
    const step = Math.min(Math.floor(share * count), count - 1);
    const known = colors.get(step) ?? scale.colorAt(low + (step / (count - 1)) * (high - low));
    colors.set(step, known);
    return known;
  };
  const valueOf = (cell: Cell) => (mode === 'change' ? cell.change : cell.rate);
  return {
    colorOf: (cell) => {
      const value = valueOf(cell);
      return value === null ? null : colorAt(value);
    },
    legend: legendOf(scale, colorAt, { mode, steps }, grid.cells.map(valueOf)),
  };
}

function legendOf(
  { low, high }: Scale,
  colorAt: (value: number) => string,
  { mode, steps }: Pick<ColorOptions, 'mode' | 'steps'>,
  values: Array<number | null>
): LegendScale {
  const stops = steps > 1 ? steps : SMOOTH_STOPS;
  const at = (share: number) => low + share * (high - low);
  const colors = Array.from({ length: stops }, (_, index) => colorAt(at((index + 0.5) / stops)));
  // Values beyond the ends have the colour of the end, and the legend says so.
  const isBelow = values.some((value) => value !== null && value < low);
  const isAbove = values.some((value) => value !== null && value > high);
  const text = (value: number) => legendText(value, mode);
  const range = (index: number) => {
    const from = text(at(index / stops));
    const to = text(at((index + 1) / stops));
    return (
      (index === 0 && isBelow && labels.below(to)) ||
      (index === stops - 1 && isAbove && labels.above(from)) ||
      labels.between(from, to)
    );
  };
  return {
    colors,
    low: isBelow ? labels.atMost(text(low)) : text(low),
    high: isAbove ? labels.atLeast(text(high)) : text(high),
    steps: steps > 1 ? colors.map((color, index) => ({ color, label: range(index) })) : [],
  };
}

/** The scheme, the limits and the thresholds that are set for the field; 0 to 100 % without limits. */
function rateScale(field: Field, theme: GrafanaTheme2): Scale {
  const { min, max } = field.config;
  const low = min ?? 0;
  const high = max ?? 100;
  const display = getDisplayProcessor({ field: { ...field, config: { ...field.config, min: low, max: high } }, theme });
  return { low, high, colorAt: (value) => display(value).color ?? theme.colors.text.secondary };
}

/** Red for less, green for more, of equal strength on both sides of no change. */
function changeScale({ cells, rateField }: Grid, limit: number, theme: GrafanaTheme2): Scale {
  const largest = limit || cells.reduce((max, { change }) => Math.max(max, Math.abs(change ?? 0)), 0) || 1;
  const calculate = fieldColorModeRegistry.get(FieldColorModeId.ContinuousRdYlGr).getCalculator(rateField, theme);
  return { low: -largest, high: largest, colorAt: (value) => calculate(value, (value + largest) / (2 * largest)) };
}

function legendText(value: number, mode: AdoptionHeatmapOptions['mode']): string {
  return mode === 'change' ? points(value) : `${value.toFixed(0)}%`;
}

const clamp = (value: number, low: number, high: number) => Math.min(Math.max(value, low), high);
