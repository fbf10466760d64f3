import { KPIS, meetsTarget, statusOf } from '@lopan/catalogue';
import fc from 'fast-check';
import { type CommittedRule, conditionOf, fires, rules, RULES_PATH, rulesFile } from './rules';
import { readJson, readText, readYaml, schemaErrors } from './repository';
import { CONTACT_POINTS_FILE, RULES_FILE } from './schemas/alerting';

const kpiRules = rules.filter((rule) => rule.labels.kpi !== undefined);
const targetRules = kpiRules.filter((rule) => rule.labels.target !== undefined);
const thresholdRules = kpiRules.filter((rule) => rule.labels.target === undefined);
const healthRules = rules.filter((rule) => rule.labels.kpi === undefined);
const isThreshold = (rule: CommittedRule): boolean => thresholdRules.includes(rule);
const withThreshold = KPIS.filter((kpi) => kpi.threshold !== null);
const withTarget = KPIS.filter((kpi) => kpi.target !== null);

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

  it('exist for each target, over everything that was reported', () => {
    expect(targetRules.map(({ labels }) => `${labels.metric} ${labels.severity} ${labels.scope}`).sort()).toEqual(
      withTarget.map(({ id }) => `${id} info total`).sort()
    );
  });

  it.each(withTarget.map((kpi) => [kpi.id, kpi] as const))(
    'on the target of %s fire where it is missed by more than is tolerated, and no threshold rule does',
    (id, kpi) => {
      const rule = targetRules.find(({ labels }) => labels.kpi === id);
      const limit = (kpi.target ?? 0) + (kpi.direction === 'higher' ? -kpi.tolerance : kpi.tolerance);
      const expected = (value: number): boolean =>
        meetsTarget({ ...kpi, target: limit }, value) === false && ['off_target', 'ok'].includes(statusOf(kpi, value));
      for (const value of [limit, limit - 0.001, limit + 0.001, kpi.threshold ?? 0, kpi.target ?? 0, 0]) {
        expect([value, rule && fires(conditionOf(rule), value)]).toEqual([value, expected(value)]);
      }
      fc.assert(
        fc.property(fc.double({ min: 0, max: 1000, noNaN: true }), (value) => {
          expect(rule && fires(conditionOf(rule), value)).toBe(expected(value));
        })
      );
    }
  );

  it('on a target are silent while the threshold rule of any site fires', () => {
    for (const rule of targetRules.filter(({ labels }) => withThreshold.some(({ id }) => id === labels.kpi))) {
      const kpi = withThreshold.find(({ id }) => id === rule.labels.kpi);
      expect(conditionOf(rule)).toMatch(new RegExp(` && \\$W1 >= ${kpi?.threshold}$`));
      expect(rule.data.find(({ refId }) => refId === 'W1')?.model).toMatchObject({ groupBy: ['site'], worst: true });
    }
  });

  it('hand no classic condition to another expression, which Grafana refuses without failing the rule', () => {
    for (const { data, condition } of rules) {
      expect(data.filter(({ refId, model }) => model.type === 'classic_conditions' && refId !== condition)).toEqual([]);
    }
  });

  it('on a KPI of whole dates ask for complete ones; completeness and minimum n stand in each query', () => {
    for (const { labels, data } of kpiRules) {
      const kpi = KPIS.find(({ id }) => id === labels.kpi);
      for (const { model } of data.filter(({ model: { kpis } }) => kpis !== undefined)) {
        expect(model).toMatchObject({ completeOnly: true, minN: kpi?.minN, kpis: [kpi?.id] });
      }
      if (kpi?.source === 'calendar') {
        expect(data[0]?.relativeTimeRange?.from).toBeGreaterThanOrEqual(8 * 86_400);
      }
    }
  });

  it('on a pace over a month wait until a month was reported', () => {
    const rule = targetRules.find(({ labels }) => labels.kpi === 'inventory_turnover');
    expect(rule && conditionOf(rule)).toBe('$A < 12 && $P >= 0');
    expect(rule?.data.find(({ refId }) => refId === 'P')?.relativeTimeRange).toEqual({ from: 62 * 86_400, to: 31 * 86_400 });
  });

  it('watch the data: silent types, refused events, rollups, retention, and whether there are answers at all', () => {
    expect(healthRules.map(({ uid }) => uid).sort()).toEqual([
      'lopan-data-unreachable',
      'lopan-reject-rate',
      'lopan-retention-age',
      'lopan-rollup-lag',
      'lopan-silent-business',
      'lopan-silent-performance',
      'lopan-silent-session',
    ]);
  });

  it('have severity and team', () => {
    for (const { labels } of rules) {
      expect(labels.severity).toMatch(/^(critical|warning|info)$/);
      expect(labels.team).toMatch(/^\w+$/);
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
    const groups = rulesFile.groups.filter(({ rules: own }) => own.some((rule) => isThreshold(rule)));
    expect(groups).toHaveLength(1);
    const sorted = (groups[0]?.rules ?? []).filter(isThreshold).sort((a, b) => (a.uid < b.uid ? -1 : 1));
    expect(sorted).toHaveLength(thresholdRules.length);
    const values = sorted.map(({ labels }) => `${labels.metric} ${labels.scope}`);
    expect(values.filter((_, index) => index % 2 === 0)).toEqual(values.filter((_, index) => index % 2 === 1));
  });

  it('share a title per KPI, by which notifications are grouped into one message of a cause', () => {
    for (const kpi of [...withThreshold, ...withTarget]) {
      const titles = kpiRules.filter(({ labels }) => labels.kpi === kpi.id).map(({ title }) => title);
      expect(new Set(titles)).toEqual(new Set([`${kpi.title} too ${kpi.direction === 'higher' ? 'low' : 'high'}`]));
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
    for (const rule of targetRules) {
      expect(rule.annotations.summary).toMatch(/: .*\(target (≥|<) [\d.]+( %| s| MB| fps)?(, told below 59 fps)?\)$/);
    }
    for (const rule of healthRules) {
      expect(rule.annotations.summary).toMatch(/\((warning above|critical while) /);
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
      const board = String(rule.annotations.__dashboardUid__).replace(/^lopan-/, '');
      expect(panelIds(board)).toContain(Number(rule.annotations.__panelId__));
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

  it('are written without a secret being at hand, the webhook alone', () => {
    const { contactPoints } = readYaml(path) as { contactPoints: Array<{ receivers: Array<{ type: string }> }> };
    expect(contactPoints.flatMap(({ receivers }) => receivers.map(({ type }) => type))).toEqual(['webhook']);
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

describe('uninstall', () => {
  it('deletes every rule and receiver, and nothing else', () => {
    const file = readYaml('docs/uninstall/alerting.yaml') as {
      deleteRules: Array<{ uid: string }>;
      deleteContactPoints: Array<{ uid: string }>;
    };
    expect(Object.keys(file).sort()).toEqual(['apiVersion', 'deleteContactPoints', 'deleteRules']);
    const uids = file.deleteRules.map(({ uid }) => uid);
    expect(rules.filter(({ uid }) => !uids.includes(uid))).toEqual([]);
    expect(file.deleteContactPoints).toEqual([{ orgId: 1, uid: 'lopan-webhook' }]);
    expect(readYaml('docs/uninstall/datasources.yaml')).toEqual({
      apiVersion: 1,
      deleteDatasources: [{ name: 'Lopan Analytics', orgId: 1 }],
    });
  });
});
