import { field, frame, type JsonFrame, type Notice } from '../frames/frame';
import { kpiFieldConfig } from '../frames/kpi-config';
import { customMeta, type QueryContext } from './context';
import type { CorrelatedPair, CorrelationData } from './correlation-data';

/** The pair that goes together most closely, by |r|; the first of equals, and the first of all when none has an r. */
function strongestPair(pairs: readonly CorrelatedPair[]): CorrelatedPair | undefined {
  const strength = ({ correlation }: CorrelatedPair): number => Math.abs(correlation.r ?? 0);
  return pairs.reduce<CorrelatedPair | undefined>(
    (best, pair) => (best === undefined || strength(pair) > strength(best) ? pair : best),
    undefined
  );
}

interface Day {
  time: number;
  technical: number;
  business: number;
  complete: boolean;
}

/** The days that a pair has in common; where the technical metric leads, its value is of that many days earlier. */
function commonDays({ technical, business, correlation }: CorrelatedPair, { days }: CorrelationData): Day[] {
  const [x, y] = [days.values.get(technical.id) ?? [], days.values.get(business.id) ?? []];
  return days.times.flatMap((time, day) => {
    const [a, b] = [x[day - (correlation.lag ?? 0)] ?? null, y[day] ?? null];
    return a === null || b === null ? [] : [{ time, technical: a, business: b, complete: days.complete[day] ?? false }];
  });
}

/**
 * One row a day with the values of the pair that goes together most closely: what a scatter plot draws.
 * @param minN days that a pair needs to be shown
 */
export function strongestPairFrame(
  refId: string,
  context: QueryContext,
  data: CorrelationData,
  minN: number,
  notices: Notice[]
): JsonFrame {
  const pair = strongestPair(data.pairs);
  const isTold = pair !== undefined && pair.correlation.r !== null && pair.correlation.n >= minN;
  const rows = isTold ? commonDays(pair, data) : [];
  const columns = pair ? ([pair.technical, pair.business] as const) : [];
  return frame(
    refId,
    columns.map(({ title }) => title).join(' and '),
    {
      type: 'timeseries-wide',
      custom: customMeta(context, {
        n: rows.map(() => 1),
        complete: rows.map(({ complete }) => complete),
        method: data.method,
        lag: pair?.correlation.lag ?? null,
      }),
      notices,
    },
    [
      field(
        'time',
        'time',
        rows.map(({ time }) => time)
      ),
      ...columns.map((kpi, index) =>
        field(
          kpi.id,
          'number',
          rows.map(({ technical, business }) => (index === 0 ? technical : business)),
          { config: kpiFieldConfig(kpi, context.config.reporting.currency, kpi.title) }
        )
      ),
    ]
  );
}
