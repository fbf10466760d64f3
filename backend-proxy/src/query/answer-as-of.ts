import { field, frame, type JsonFrame } from '../frames/frame';
import { customMeta, type QueryContext } from './context';
import type { AsOfQuery } from './schema';

/**
 * `as_of`: the instant up to which answers over the range are computed, in seconds since 1970, as a number without
 * labels. The templates of Grafana's alert rules know no clock; with this they can say when a value was looked at.
 */
export async function answerAsOf(query: AsOfQuery, context: QueryContext): Promise<JsonFrame[]> {
  const instant = Math.min(context.now, context.range.to);
  const custom = customMeta(context, { n: [null], complete: [true], method: 'clock' });
  return [
    frame(query.refId, 'As of', { type: 'numeric-multi', custom }, [
      field('as_of', 'number', [Math.floor(instant / 1000)], {
        config: { displayNameFromDS: 'As of', description: 'Seconds since 1970-01-01T00:00:00Z.', decimals: 0 },
      }),
    ]),
  ];
}
