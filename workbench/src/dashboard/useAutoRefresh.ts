import { rangeUtil } from '@grafana/data';
import { useCallback, useEffect, useState } from 'react';

/**
 * Refreshes by hand, and by an interval (`1m`; empty for none) while the page is to be seen.
 * @returns `now` is the time of the last refresh, in epoch milliseconds: what "now" means to ranges until the next one.
 */
export function useAutoRefresh(interval: string): { now: number; refreshNow: () => void } {
  const [now, setNow] = useState(() => Date.now());
  const refreshNow = useCallback(() => setNow(Date.now()), []);
  useEffect(() => {
    if (!rangeUtil.isValidTimeSpan(interval) || interval === '') {
      return undefined;
    }
    const timer = window.setInterval(() => {
      if (!document.hidden) {
        refreshNow();
      }
    }, rangeUtil.intervalToMs(interval));
    return () => window.clearInterval(timer);
  }, [interval, refreshNow]);
  return { now, refreshNow };
}
