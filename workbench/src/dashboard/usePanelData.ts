import { LoadingState, type PanelData } from '@grafana/data';
import { useEffect, useRef, useState } from 'react';
import { runQueries, type RunOptions } from './runQueries';

/** What makes a panel ask again. */
export interface PanelQuery extends RunOptions {
  /** Time of the page's last refresh; a change asks anew. */
  now: number;
  /** The choice of the variables as text. */
  variables: string;
  /** False until the variables are known. */
  ready: boolean;
}

/**
 * A panel's data: asked for at first, when range or variables change and at each refresh. While an answer is under way
 * the last one stays, marked as loading. A changed width alone does not ask again.
 */
export function usePanelData(query: PanelQuery): PanelData {
  const { panel, range, now, variables, ready, width } = query;
  const [data, setData] = useState<PanelData>({ state: LoadingState.NotStarted, series: [], timeRange: range });
  const latest = useRef(query);
  useEffect(() => {
    latest.current = query;
  });
  const measured = width > 0;
  const from = range.from.valueOf();
  const to = range.to.valueOf();

  useEffect(() => {
    if (!ready || !measured) {
      return undefined;
    }
    setData((last) => ({ ...last, state: LoadingState.Loading, timeRange: latest.current.range }));
    const subscription = runQueries(latest.current).subscribe(setData);
    return () => subscription.unsubscribe();
  }, [panel, from, to, now, variables, ready, measured]);

  return data;
}
