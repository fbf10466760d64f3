import type { AnalyticsEvent } from '@lopan/client';
import { generateDay } from './day';
import { dayOf, type DemoHistory } from './timeline';

/**
 * The events of the plant in `from <= timestamp < to`, in the order of time. The same plan gives the same events under the
 * same ids, however the time is cut into ranges.
 */
export function* generateHistory({ plan, from, to }: DemoHistory): Generator<AnalyticsEvent> {
  const [begin, end] = [from.getTime(), to.getTime()];
  for (let day = dayOf(begin); day <= dayOf(end - 1); day += 1) {
    for (const { time, event } of generateDay(plan, day)) {
      if (time >= begin && time < end) {
        yield event;
      }
    }
  }
}
