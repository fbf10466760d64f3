import type { Dimension } from '@lopan/catalogue';
import type { Notice } from '../frames/frame';
import { QueryError, type QueryContext } from './context';
import type { SharedQuery } from './schema';

/** Cuts rows that are more than the query or the configuration allows, and says so. */
export function limitRows<Row>(
  rows: readonly Row[],
  { limit = Infinity }: SharedQuery,
  { config }: Pick<QueryContext, 'config'>
): { shown: Row[]; notices: Notice[] } {
  const most = Math.min(limit, config.query.maxRows);
  const shown = rows.slice(0, most);
  return {
    shown,
    notices:
      shown.length === rows.length
        ? []
        : [
            {
              severity: 'warning',
              text: `${rows.length} rows were found and ${most} are shown (query.max_rows or limit).`,
            },
          ],
  };
}

/** Says how many values are withheld because too few observations stand behind them. */
export function withheldNotices(count: number, minN: number): Notice[] {
  return count === 0
    ? []
    : [{ severity: 'info', text: `${count} of the values have fewer than ${minN} observations and are not shown.` }];
}

/** Says that events can still change what is shown. */
export function provisionalNotices(complete: readonly boolean[]): Notice[] {
  return complete.every(Boolean)
    ? []
    : [{ severity: 'info', text: 'The latest values are provisional: events for them may still arrive.' }];
}

/** Refuses dimensions that a query type does not know. @throws QueryError 400 naming them and those it knows */
export function refuseDimensions(
  query: SharedQuery & { queryType: string },
  known: { groupBy: readonly Dimension[]; filters: readonly Dimension[] }
): void {
  const filtered = Object.entries(query.filters ?? {}) as Array<[Dimension, string[]]>;
  const asked = {
    groupBy: query.groupBy ?? [],
    filters: filtered.flatMap(([name, values]) => (values.length > 0 ? [name] : [])),
  };
  for (const [part, verb] of [
    ['groupBy', 'grouped'],
    ['filters', 'filtered'],
  ] as const) {
    const unknown = asked[part].filter((name) => !known[part].includes(name));
    if (unknown.length > 0) {
      const those = known[part].length > 0 ? `; it knows ${known[part].join(', ')}` : '';
      throw new QueryError(400, `${query.queryType} cannot be ${verb} by ${unknown.join(', ')}${those}.`);
    }
  }
}
