import type { LinkModel } from '@grafana/data';
import type { Direction, KpiFormat } from '@lopan/catalogue/types';
import type { Status, Trend } from '@lopan/catalogue/status';

/** Whether a movement is news to be glad of; `neutral` when stable or when the KPI's direction is unknown. */
export type Mood = 'good' | 'bad' | 'neutral';

/** Movement against the previous period, printed. */
export interface CardTrend {
  direction: Trend;
  mood: Mood;
  /** Absolute change with its unit: `12.5%`, or `1.4 pp` in percentage points. */
  text: string;
  /** The previous value as the card prints values; `null` when the answer does not carry it. */
  previousText: string | null;
}

/** What the value is measured against. */
export interface CardTarget {
  text: string;
  direction: Direction;
  /** The target itself counts as missed. */
  exclusive: boolean;
}

/** One card, ready to draw: everything that is text is printed, nothing is left to compute. */
export interface Card {
  /** Unique among the cards of a panel. */
  key: string;
  title: string;
  /** Values of the columns or labels it is grouped by, joined; `null` when not grouped. */
  group: string | null;
  description: string | null;
  value: number | null;
  /** The value as printed; the panel's no-value text when there is none. */
  text: string;
  /** Unit behind the number, where the format has none of its own (`s`, `MB`). */
  suffix: string;
  format: KpiFormat;
  /** `null` when neither a target nor a threshold is known, so nothing can be said. */
  status: Status | null;
  target: CardTarget | null;
  trend: CardTrend | null;
  /** Values of the sparkline, oldest first. */
  points: Array<number | null>;
  /** Instant up to which the value holds, in ms. */
  asOf: number | null;
  /** The value is older than the panel's `staleAfterMinutes`. */
  stale: boolean;
  /** Observations behind the value. */
  n: number | null;
  /** Events of the period may still arrive. */
  provisional: boolean;
  /** Why there is no value, or what to know about it. */
  note: string | null;
  /** Data links of the value; absent when none are configured. */
  getLinks?: () => LinkModel[];
}
