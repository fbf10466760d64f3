import { fetchReleases, type Release } from '../db/read-models/releases';
import type { JsonFrame, Notice } from '../frames/frame';
import { tableFrame } from '../frames/table';
import { customMeta, isComplete, type QueryContext } from './context';
import { limitRows, refuseDimensions } from './rows';
import type { ReleasesQuery } from './schema';

/** `releases`: the first sight of each app version within the range, as annotations. */
export async function answerReleases(query: ReleasesQuery, context: QueryContext): Promise<JsonFrame[]> {
  refuseDimensions(query, { groupBy: [], filters: ['userRole', 'deviceType', 'appVersion', 'site'] });
  const { snapshot, calendar, range } = context;
  const releases = await fetchReleases(snapshot, calendar, range, query.filters ?? {});
  const { shown, notices } = limitRows(releases, query, context);
  return [
    tableFrame<Release>(
      query.refId,
      'Releases',
      shown,
      [
        { name: 'time', type: 'time', value: ({ at }) => at },
        { name: 'title', type: 'string', value: ({ version }) => version },
        { name: 'text', type: 'string', value: ({ version }) => `App version ${version} was seen for the first time.` },
        { name: 'tags', type: 'string', value: () => 'release' },
      ],
      customMeta(context, {
        n: shown.map(() => null),
        complete: shown.map(({ at }) => isComplete(at, context)),
        method: 'exact',
      }),
      [...notices, ...(shown.every(({ exact }) => exact) ? [] : [DATES_ONLY])]
    ),
  ];
}

const DATES_ONLY: Notice = {
  severity: 'info',
  text: 'The raw events of the oldest releases are gone; of those only the date is known.',
};
