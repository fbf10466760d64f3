import { readYaml } from './repository';

/** The parts of a committed rule that tests look at; their shape is checked against the schema first. */
export interface CommittedRule {
  uid: string;
  title: string;
  condition: string;
  data: Array<{
    refId: string;
    datasourceUid: string;
    relativeTimeRange?: { from: number; to: number };
    model: {
      type?: string;
      expression?: string;
      kpis?: string[];
      groupBy?: string[];
      minN?: number;
      completeOnly?: boolean;
    };
  }>;
  noDataState: string;
  for: string;
  execErrState: string;
  annotations: Record<string, string>;
  labels: Record<string, string>;
  notification_settings: { receiver: string; group_by: string[] };
}

export interface RulesFile {
  groups: Array<{ name: string; folder: string; interval: string; rules: CommittedRule[] }>;
  deleteRules?: Array<{ orgId: number; uid: string }>;
}

export const RULES_PATH = 'provisioning/alerting/rules.yaml';

export const rulesFile = readYaml(RULES_PATH) as RulesFile;
export const rules = rulesFile.groups.flatMap((group) => group.rules);

/** The condition that decides whether a rule fires. */
export function conditionOf(rule: CommittedRule): string {
  return rule.data.find((node) => node.refId === rule.condition)?.model.expression ?? '';
}

/**
 * Evaluates the comparisons that our conditions consist of, as Grafana's math does: all joined by `&&` must hold. Helpers
 * of a condition, any but $A, are those of a plant whose groups are all well and whose reports reach back far enough.
 */
export function fires(expression: string, value: number): boolean {
  return expression.split('&&').every((part) => {
    const [, name, operator, limit] = /^\$([A-Z]\d*) (<|<=|>|>=) (-?[\d.]+)$/.exec(part.trim()) ?? [];
    if (name === undefined || limit === undefined) {
      throw new Error(`not a comparison of a query with a number: "${part}"`);
    }
    const left = name === 'A' ? value : Infinity;
    const right = Number(limit);
    return operator === '<' ? left < right : operator === '<=' ? left <= right : operator === '>' ? left > right : left >= right;
  });
}
