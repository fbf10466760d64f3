import { fetchRejects, type RejectCount } from '../db/read-models/rejects';
import type { JsonFrame } from '../frames/frame';
import { tableFrame } from '../frames/table';
import { customMeta, type QueryContext } from './context';
import { limitRows, refuseDimensions } from './rows';
import type { RejectsQuery } from './schema';

/** `rejects`: refused events in quarantine by reason and type, whatever the range. */
export async function answerRejects(query: RejectsQuery, context: QueryContext): Promise<JsonFrame[]> {
  refuseDimensions(query, { groupBy: [], filters: [] });
  const { shown, notices } = limitRows(await fetchRejects(context.snapshot), query, context);
  return [
    tableFrame<RejectCount>(
      query.refId,
      'Rejects',
      shown,
      [
        { name: 'code', type: 'string', value: ({ code }) => code },
        { name: 'type', type: 'string', value: ({ type }) => type },
        { name: 'count', type: 'number', config: { decimals: 0, min: 0 }, value: ({ count }) => count },
        { name: 'last', type: 'time', value: ({ last }) => last },
      ],
      customMeta(context, { n: shown.map(({ count }) => count), complete: shown.map(() => true), method: 'sum' }),
      notices
    ),
  ];
}
