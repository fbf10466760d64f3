import { rangeUtil } from '@grafana/data';
import { useCallback, useEffect, useState } from 'react';

/** Counts refreshes: by hand, and by an interval (`1m`; empty for none) while the page is to be seen. */
export function useAutoRefresh(interval: string): { refresh: number; refreshNow: () => void } {
  const [refresh, setRefresh] = useState(0);
  const refreshNow = useCallback(() => setRefresh((count) => count + 1), []);
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
  return { refresh, refreshNow };
}
