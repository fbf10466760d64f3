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

/** Goes to a page of the workbench. Pickers report one choice several times: going where one is leaves no entry. */
export function goTo(address: string): void {
  const { pathname, search } = locationService.getLocation();
  if (pathname + search !== address) {
    locationService.push(address);
  }
}

/** Puts a change of range, refresh or variables into the page's address; `null` takes a parameter out. */
export function changeSearch(changes: Record<string, string | string[] | null>): void {
  const search = new URLSearchParams(locationService.getSearch());
  for (const [name, value] of Object.entries(changes)) {
    search.delete(name);
    for (const one of [value ?? []].flat()) {
      search.append(name, one);
    }
  }
  goTo(`${locationService.getLocation().pathname}?${search.toString()}`);
}
