/** The range of the dashboard on the page, for links that take it along. */
import { getDefaultTimeRange, type TimeRange } from '@grafana/data';

let current: TimeRange = getDefaultTimeRange();

export const pageRange = {
  set(range: TimeRange): void {
    current = range;
  },
  getTimeRange: (): TimeRange => current,
};
