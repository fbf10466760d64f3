import type { Duration } from '../config';
import type { LopanQuery } from '../queries/model';
import type { RuleOnlyQuery } from './ruleQueries';

/**
 * What an alert asks of people: `critical` to act now, `warning` within the shift, `info` to look when there is time. Of
 * the rules of one KPI at most one fires.
 */
export type Severity = 'critical' | 'warning' | 'info';

/** What a rule may ask the data source. */
export type AlertQuery = LopanQuery | RuleOnlyQuery;

/** What a rule does when there is nothing to judge. */
export type FallbackState = 'OK' | 'NoData' | 'Alerting' | 'KeepLast';

/** A question to the data source, as a rule stores it. */
export interface RuleQuery {
  refId: string;
  queryType: AlertQuery['queryType'];
  relativeTimeRange: { from: number; to: number };
  datasourceUid: string;
  model: AlertQuery & { refId: string; intervalMs: number; maxDataPoints: number };
}

/** A condition over the answers, computed by Grafana. */
export interface RuleMath {
  refId: string;
  datasourceUid: '__expr__';
  model: { refId: string; type: 'math'; expression: string };
}

/** A condition that gives one result without labels, whatever labels the answers have. */
export interface RuleClassic {
  refId: string;
  datasourceUid: '__expr__';
  model: {
    refId: string;
    type: 'classic_conditions';
    conditions: ReadonlyArray<{
      type: 'query';
      evaluator: { type: 'lt'; params: readonly number[] };
      operator: { type: 'and' };
      query: { params: readonly string[] };
      reducer: { type: 'last' };
    }>;
  };
}

/** An alert rule in the form of Grafana's provisioning files. */
export interface Rule {
  uid: string;
  title: string;
  condition: string;
  data: ReadonlyArray<RuleQuery | RuleMath | RuleClassic>;
  noDataState: FallbackState;
  execErrState: FallbackState | 'Error';
  for: string;
  missing_series_evals_to_resolve?: number;
  /** Templates here are written plainly: Grafana fills no environment variable into annotations. */
  annotations: Readonly<Record<string, string>>;
  /** Constant for as long as an alert lives: a label that changes would be another alert. */
  labels: Readonly<Record<string, string>>;
  notification_settings: {
    receiver: string;
    group_by: readonly string[];
    group_wait: string;
    group_interval: string;
    repeat_interval: string;
  };
}

/** What somebody who was woken up by a rule reads. */
export interface Runbook {
  /** One sentence: what is the case. */
  meaning: string;
  /** Why it matters, and to whom. */
  impact: string;
  /** What it usually comes from, the likeliest first. */
  causes: readonly string[];
  /** What to look at and do, in order. */
  steps: readonly string[];
  /** When it is over, and what may mislead. */
  resolution: string;
}

/** A rule with the group it is evaluated in and the page that explains it. */
export interface Alert {
  group: string;
  /** How often its group is evaluated. */
  interval: Duration;
  rule: Rule;
  /** Heading of the runbook page: unlike the rule's title it names severity and scope. */
  heading: string;
  runbook: Runbook;
}
