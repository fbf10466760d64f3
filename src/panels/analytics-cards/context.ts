import type { GrafanaTheme2 } from '@grafana/data';
import type { AnalyticsCardsOptions } from './types';

/** What cards depend on beyond the frames. */
export interface CardContext {
  options: AnalyticsCardsOptions;
  /** What stands where a value is missing. */
  noValue: string;
  /** End of the range in ms; age is counted back from it, so that a look at last year is not all stale. */
  rangeEnd: number;
  /** Data links that the panel sets for all fields; they stand behind those that come with the data. */
  ownLinks: number;
  theme: GrafanaTheme2;
  timeZone: string;
}
