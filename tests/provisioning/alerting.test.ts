import { KPIS, statusOf } from '@lopan/catalogue';
import fc from 'fast-check';
import { conditionOf, fires, rules, RULES_PATH, rulesFile } from './rules';
import { readJson, readText, readYaml, schemaErrors } from './repository';
import { CONTACT_POINTS_FILE, RULES_FILE } from './schemas/alerting';

const thresholdRules = rules.filter((rule) => rule.labels.metric !== undefined);
const withThreshold = KPIS.filter((kpi) => kpi.threshold !== null);

describe('rules', () => {
  it('fit what Grafana reads', () => {
    expect(schemaErrors(RULES_FILE, readYaml(RULES_PATH))).toEqual([]);
  });

  it('have unique uids, none of which is deleted by the same file', () => {
    const uids = rules.map((rule) => rule.uid);
    expect(new Set(uids).size).toBe(uids.length);
    expect((rulesFile.deleteRules ?? []).filter(({ uid }) => uids.includes(uid))).toEqual([]);
  });

  it('exist for each critical threshold, in two severities, in total and per site', () => {
    const found = thresholdRules.map(({ labels }) => `${labels.metric} ${labels.severity} ${labels.scope}`).sort();
    const wanted = withThreshold.flatMap((kpi) =>
      ['critical', 'warning'].flatMap((severity) => ['site', 'total'].map((scope) => `${kpi.id} ${severity} ${scope}`))
    );
    expect(found).toEqual(wanted.sort());
  });

  it('ask per site exactly where they say so', () => {
    for (const rule of thresholdRules) {
      expect(rule.data[0]?.model.groupBy ?? []).toEqual(rule.labels.scope === 'site' ? ['site'] : []);
    }
  });

  it.each(withThreshold.map((kpi) => [kpi.id, kpi] as const))(
    'of %s fire as the status says, one at a time',
    (id, kpi) => {
      for (const scope of ['total', 'site']) {
        const own = thresholdRules.filter(({ labels }) => labels.metric === id && labels.scope === scope);
        const firing = (value: number): string[] =>
          own.filter((rule) => fires(conditionOf(rule), value)).map((rule) => String(rule.labels.severity));
        const expected = (value: number): string[] => {
          const status = statusOf(kpi, value);
          return status === 'critical' || status === 'warning' ? [status] : [];
        };
        const limit = kpi.threshold ?? 0;
        for (const value of [limit, 0.8 * limit, limit - 0.001, 0.8 * limit - 0.001, 0, 100]) {
          expect(firing(value)).toEqual(expected(value));
        }
        fc.assert(
          fc.property(fc.double({ min: 0, max: 100, noNaN: true }), (value) => {
            expect(firing(value)).toEqual(expected(value));
          })
        );
      }
    }
  );

  it('of both severities of a value are neighbours in one group: Grafana starts them by uid, one right after the other', () => {
    const [group] = rulesFile.groups.filter(({ rules: own }) => own.some(({ labels }) => labels.metric !== undefined));
    const sorted = [...(group?.rules ?? [])].sort((a, b) => (a.uid < b.uid ? -1 : 1));
    expect(sorted).toHaveLength(thresholdRules.length);
    const values = sorted.map(({ labels }) => `${labels.metric} ${labels.scope}`);
    expect(values.filter((_, index) => index % 2 === 0)).toEqual(values.filter((_, index) => index % 2 === 1));
  });

  it('share a title per KPI, by which notifications are grouped into one message of a cause', () => {
    for (const kpi of withThreshold) {
      expect(
        new Set(thresholdRules.filter(({ labels }) => labels.metric === kpi.id).map(({ title }) => title)).size
      ).toBe(1);
    }
    for (const rule of rules) {
      expect(rule.notification_settings.group_by).toEqual(['grafana_folder', 'alertname']);
    }
  });

  it('carry the payload of the specification', () => {
    for (const rule of thresholdRules) {
      const kpi = withThreshold.find(({ id }) => id === rule.labels.metric);
      expect(rule.labels).toMatchObject({ severity: expect.stringMatching(/^(warning|critical)$/), team: kpi?.owner });
      expect(Number(rule.labels.threshold)).toBe(kpi?.threshold);
      expect(rule.annotations.current_value).toContain('$values.A');
    }
  });

  it('use no variable that nobody fills in', () => {
    for (const rule of rules) {
      const queries = rule.data.filter(({ datasourceUid }) => datasourceUid !== '__expr__');
      expect(JSON.stringify(queries)).not.toContain('$');
      // Labels are filled from the environment: a `$` that is meant stands there twice, in annotations once.
      expect(JSON.stringify(rule.labels).replaceAll('$$', '')).not.toContain('$');
      expect(JSON.stringify(rule.annotations)).not.toContain('$$');
    }
  });

  it('keep labels constant, since a label that changes with the value is another alert', () => {
    for (const rule of rules) {
      expect(JSON.stringify(rule.labels)).not.toContain('{{');
    }
  });

  it('state what is true when an alert fires and when it is over', () => {
    for (const rule of thresholdRules) {
      expect(rule.annotations.summary).toMatch(/: .*\((warning|critical) below [\d.]+( %)?\)$/);
      expect(rule.annotations.summary).not.toMatch(/\b(is|has|fell|dropped)\b/);
    }
  });

  it('judge over a stated window with a condition that exists', () => {
    for (const rule of rules) {
      expect(rule.data.map(({ refId }) => refId)).toContain(rule.condition);
      expect(rule.data[0]?.relativeTimeRange?.from).toBeGreaterThan(0);
    }
  });

  it('tell an outage once: only one rule fires on errors, all others keep their state', () => {
    const states = rules.map(({ uid, execErrState }) => [uid, execErrState]);
    expect(states.filter(([, state]) => state !== 'KeepLast')).toEqual([['lopan-data-unreachable', 'Alerting']]);
  });

  it('link to a panel that exists', () => {
    for (const rule of rules) {
      expect(rule.annotations.__dashboardUid__).toBe('lopan-production-analytics');
      expect(panelIds('production-analytics')).toContain(Number(rule.annotations.__panelId__));
    }
  });

  it('link to their runbook on the dashboard, which has a page in docs as well', () => {
    for (const rule of rules) {
      const [, dashboard, panel] =
        /^\{\{ externalURL \}\}d\/([\w-]+)\/runbooks\?viewPanel=(\d+)$/.exec(rule.annotations.runbook_url ?? '') ?? [];
      expect(dashboard).toBe('lopan-runbooks');
      expect(panelOf('runbooks', Number(panel))?.options?.content).toContain(`\`${rule.uid}\``);
      expect(readText(`docs/runbooks/${rule.uid}.md`)).toContain(`\`${rule.uid}\``);
    }
  });
});

describe('contact points', () => {
  const path = 'provisioning/alerting/contact-points.yaml';

  it('fit what Grafana reads', () => {
    expect(schemaErrors(CONTACT_POINTS_FILE, readYaml(path))).toEqual([]);
  });

  it('have the receiver that every rule names', () => {
    const names = /name: (.+)/.exec(readText(path)) ?? [];
    expect([...new Set(rules.map((rule) => rule.notification_settings.receiver))]).toEqual([names[1]]);
  });

  it('leave an address when the environment is empty, without which Grafana would not start', () => {
    const [, template] = /url: '(.+)'/.exec(readText(path)) ?? [];
    expect(template?.replace('$LOPAN_WEBHOOK_URL', '')).toBe('{{ or "" "http://127.0.0.1:9/" }}');
  });
});

interface Panel {
  id: number;
  options?: { content?: string };
}

function panelOf(board: string, id: number): Panel | undefined {
  return (readJson(`provisioning/dashboards/lopan/${board}.json`) as { panels: Panel[] }).panels.find(
    (panel) => panel.id === id
  );
}

function panelIds(board: string): number[] {
  return (readJson(`provisioning/dashboards/lopan/${board}.json`) as { panels: Panel[] }).panels.map(({ id }) => id);
}
