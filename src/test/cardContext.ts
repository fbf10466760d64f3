import { createTheme } from '@grafana/data';
import type { CardContext } from '../panels/analytics-cards/context';
import { type AnalyticsCardsOptions, defaults } from '../panels/analytics-cards/types';

/** A context with default options; the range ends when the fixtures' values do. */
export function cardContext(options: Partial<AnalyticsCardsOptions> = {}): CardContext {
  return {
    options: { ...defaults, ...options },
    noValue: 'No data',
    rangeEnd: Date.UTC(2026, 2, 31, 18),
    ownLinks: 0,
    theme: createTheme(),
    timeZone: 'utc',
  };
}
