/** The page's address holds range, refresh and variables, as in Grafana: a link to it shows the same again. */
import { locationService } from '@grafana/runtime';
import { useSyncExternalStore } from 'react';

function subscribe(onChange: () => void): () => void {
  return locationService.getHistory().listen(onChange);
}

/** Path and query of the page. */
export function useAddress(): { pathname: string; search: URLSearchParams } {
  const address = useSyncExternalStore(subscribe, () => {
    const { pathname, search } = locationService.getLocation();
    return pathname + search;
  });
  const url = new URL(address, window.location.origin);
  return { pathname: url.pathname, search: url.searchParams };
}
