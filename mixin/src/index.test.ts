import { runbookPanelId } from './alerts/links';
import { DEFAULTS, EMPTY_MANIFEST, generate, type Manifest, MANIFEST_PATH, readManifest, readPlant } from '.';

const manifestOf = (files: ReadonlyMap<string, string>): Manifest => readManifest(files.get(MANIFEST_PATH) ?? '');

describe('generate', () => {
  it('gives the same files again, whatever it gave before', () => {
    const first = generate(DEFAULTS, EMPTY_MANIFEST);
    expect(generate(DEFAULTS, manifestOf(first))).toEqual(first);
  });

  it('deletes the rules of a threshold that a plant takes away, and makes them again when it comes back', () => {
    const before = generate(DEFAULTS, EMPTY_MANIFEST);
    const plant = readPlant('analytics: { kpis: { customer_impact: { threshold: null } } }', 'plant.yaml');
    const without = generate(plant, manifestOf(before));
    const rules = without.get('provisioning/alerting/rules.yaml') ?? '';
    expect(rules).toMatch(/deleteRules:\n {2}- orgId: 1\n {4}uid: lopan-customer-impact-site-crit\n/);
    expect(rules).not.toContain('Customer Impact too low');
    expect(without.has('docs/runbooks/lopan-customer-impact-total-crit.md')).toBe(false);
    expect(generate(DEFAULTS, manifestOf(without))).toEqual(before);
  });

  it('says a plant’s target the same way everywhere', () => {
    const plant = readPlant(
      'analytics: { kpis: { production_efficiency: { target: 91.5, threshold: 70 } } }',
      'plant.yaml'
    );
    const files = generate(plant, EMPTY_MANIFEST);
    expect(files.get('docs/kpis.md')).toContain('≥ 91.5 % | 70 % | 56 %');
    const rules = files.get('provisioning/alerting/rules.yaml');
    expect(rules).toContain('$A < 70 && $A >= 56');
    expect(rules).toContain('$A < 91.5 && $A >= 70');
    expect(rules).toContain('(target ≥ 91.5 %)');
    expect(files.get('docs/runbooks/lopan-production-efficiency-target.md')).toContain('its target of ≥ 91.5 %');
    expect(files.get('provisioning/dashboards/lopan/production-analytics.json')).toContain('"value": 91.5');
    expect([...files.values()].join('').includes('85 %')).toBe(false);
  });

  it('takes the rule of a target away with the target, and keeps the ways to take everything out of Grafana', () => {
    const before = generate(DEFAULTS, EMPTY_MANIFEST);
    const plant = readPlant('analytics: { kpis: { scroll_fps: { target: null } } }', 'plant.yaml');
    const without = generate(plant, manifestOf(before));
    expect(without.get('provisioning/alerting/rules.yaml')).toContain('uid: lopan-scroll-fps-target\n');
    expect(without.has('docs/runbooks/lopan-scroll-fps-target.md')).toBe(false);
    const uninstall = without.get('docs/uninstall/alerting.yaml') ?? '';
    for (const uid of [...manifestOf(before).rules, 'lopan-webhook']) {
      expect(uninstall).toContain(`uid: ${uid}\n`);
    }
  });

  it('deletes contact points that nobody is told by any more', () => {
    const slack = { type: 'slack', url: '$LOPAN_SLACK_URL', severities: ['critical', 'warning', 'info'] } as const;
    const alerts = { ...DEFAULTS.alerts, contacts: [...DEFAULTS.alerts.contacts, slack] };
    const before = generate({ ...DEFAULTS, alerts }, EMPTY_MANIFEST);
    expect(before.get('provisioning/alerting/contact-points.yaml')).toContain('uid: lopan-slack\n');
    const after = generate(DEFAULTS, manifestOf(before)).get('provisioning/alerting/contact-points.yaml');
    expect(after).toMatch(/deleteContactPoints:\n {2}- orgId: 1\n {4}uid: lopan-slack\n/);
  });

  it('gives every runbook a panel of its own', () => {
    const ids = manifestOf(generate(DEFAULTS, EMPTY_MANIFEST)).rules.map(runbookPanelId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('writes only relative paths', () => {
    for (const path of generate(DEFAULTS, EMPTY_MANIFEST).keys()) {
      expect(path).toMatch(/^(docs|provisioning)\/[\w./-]+$/);
    }
  });
});
