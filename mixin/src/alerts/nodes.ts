import type { MixinConfig } from '../config';
import type { AlertQuery, RuleClassic, RuleMath, RuleQuery } from './types';

/** Pace that a rule's queries name; the proxy needs it for time series only. */
const PACE = { intervalMs: 60_000, maxDataPoints: 100 } as const;

/** A question to the data source over the last `from` seconds, or over those up to `to` seconds ago. */
export function queryNode(config: MixinConfig, refId: string, from: number, query: AlertQuery, to = 0): RuleQuery {
  return {
    refId,
    queryType: query.queryType,
    relativeTimeRange: { from, to },
    datasourceUid: config.dataSource.uid,
    model: { refId, ...query, ...PACE },
  };
}

/** A number computed by Grafana; a condition is met by any but 0. */
export function mathNode(refId: string, expression: string): RuleMath {
  return { refId, datasourceUid: '__expr__', model: { refId, type: 'math', expression } };
}

/** 1 where the query is below a limit, else 0: one result without labels. No other node can go on reckoning with it. */
export function belowNode(refId: string, query: string, limit: number): RuleClassic {
  return {
    refId,
    datasourceUid: '__expr__',
    model: {
      refId,
      type: 'classic_conditions',
      conditions: [
        {
          type: 'query',
          evaluator: { type: 'lt', params: [limit] },
          operator: { type: 'and' },
          query: { params: [query] },
          reducer: { type: 'last' },
        },
      ],
    },
  };
}
