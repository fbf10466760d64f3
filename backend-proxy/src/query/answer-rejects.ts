import { fetchRefusals } from '../db/read-models/operation';
import { fetchRejects, type RejectCount } from '../db/read-models/rejects';
import { ratio } from '../domain/kpi-values';
import type { JsonFrame } from '../frames/frame';
import { tableFrame } from '../frames/table';
import { customMeta, type QueryContext } from './context';
import { numericFrames } from './numeric';
import { limitRows, refuseDimensions } from './rows';
import type { RejectsQuery } from './schema';

/** Percent of the events received in the range that were refused; n are the events. */
async function rejectRate(query: RejectsQuery, context: QueryContext): Promise<JsonFrame[]> {
  const { came, rejected } = await fetchRefusals(context.snapshot, context.range.from, context.range.to);
  const value = came < (query.minN ?? 0) ? null : ratio(rejected, came, 100);
  const config = { unit: 'percent', decimals: 1, min: 0, max: 100 };
  const series = [
    {
      name: 'Reject rate',
      labels: { metric: 'reject_rate' },
      config,
      value,
      n: came,
      complete: context.range.to <= context.now,
    },
  ];
  const custom = { method: 'sum' };
  return numericFrames(query, context, { title: 'Rejects', field: 'value', series, custom, notices: [] });
}

/**
 * `rejects`: refused events in quarantine by reason and type, whatever the range; with `format: numeric` the share of
 * what was received in the range that was refused.
 */
export async function answerRejects(query: RejectsQuery, context: QueryContext): Promise<JsonFrame[]> {
  refuseDimensions(query, { groupBy: [], filters: [] });
  if (query.format === 'numeric') {
    return rejectRate(query, context);
  }
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
