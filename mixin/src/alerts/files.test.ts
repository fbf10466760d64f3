import { parse } from 'yaml';
import { DEFAULTS, type MixinConfig } from '../config';
import { alertsOf } from '.';
import { contactPointFile, rulesFile } from './files';
import { runbookPanelId } from './links';

interface Parsed {
  groups: Array<{ name: string; rules: Array<{ uid: string; title: string; annotations: Record<string, string> }> }>;
  deleteRules?: unknown;
}

function rulesOf(config: MixinConfig, deleted: readonly string[] = []): Parsed {
  return parse(rulesFile(config, alertsOf(config), deleted)) as Parsed;
}

describe('rulesFile', () => {
  it('names rules that are gone for deletion, and says nothing where none are', () => {
    expect(rulesOf(DEFAULTS).deleteRules).toBeUndefined();
    expect(rulesOf(DEFAULTS, ['lopan-old']).deleteRules).toEqual([{ orgId: 1, uid: 'lopan-old' }]);
  });

  it('writes a $ twice where Grafana fills in the environment', () => {
    const kpis = DEFAULTS.kpis.map((kpi) => (kpi.id === 'quality_index' ? { ...kpi, title: 'Cost in $US' } : kpi));
    const titles = rulesOf({ ...DEFAULTS, kpis }).groups.flatMap(({ rules }) => rules.map(({ title }) => title));
    expect(titles).toContain('Cost in $$US too low');
  });

  it('asks for every dimension that the plant names, where the KPI has it', () => {
    const config = { ...DEFAULTS, alerts: { ...DEFAULTS.alerts, by: ['site', 'userRole'] as const } };
    const [hour] = rulesOf(config).groups;
    expect([hour?.name, hour?.rules.length]).toEqual(['KPIs over an hour', 20]);
  });

  it('links to the plant’s own runbook, to published pages, or to the dashboard', () => {
    const runbook = (config: MixinConfig, uid: string): string | undefined =>
      rulesOf(config)
        .groups.flatMap(({ rules }) => rules)
        .find((rule) => rule.uid === uid)?.annotations.runbook_url;
    const own = {
      ...DEFAULTS,
      runbookBaseUrl: 'https://wiki.example/x',
      runbooks: { quality_index: 'https://q.example' },
    };
    expect(runbook(DEFAULTS, 'lopan-quality-index-total-warn')).toBe(
      `{{ externalURL }}d/lopan-runbooks/runbooks?viewPanel=${runbookPanelId('lopan-quality-index-total-warn')}`
    );
    expect(runbook(own, 'lopan-quality-index-total-warn')).toBe('https://q.example');
    expect(runbook(own, 'lopan-customer-impact-total-warn')).toBe(
      'https://wiki.example/x/lopan-customer-impact-total-warn'
    );
  });
});

describe('contactPointFile', () => {
  it('contains no template variable, which Grafana would take for one of the environment', () => {
    expect(contactPointFile(DEFAULTS, []).match(/\$\w+/g)).toEqual(['$LOPAN_WEBHOOK_URL']);
  });

  it('names contact points that are gone for deletion', () => {
    expect(parse(contactPointFile(DEFAULTS, ['lopan-slack']))).toMatchObject({
      deleteContactPoints: [{ orgId: 1, uid: 'lopan-slack' }],
    });
  });
});
