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
    expect(rules).not.toContain('Customer Impact below threshold');
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
    expect(files.get('provisioning/alerting/rules.yaml')).toContain('$A < 70 && $A >= 56');
    expect(files.get('provisioning/dashboards/lopan/production-analytics.json')).toContain('"value": 91.5');
    expect([...files.values()].join('').includes('85 %')).toBe(false);
  });

  it('writes only relative paths', () => {
    for (const path of generate(DEFAULTS, EMPTY_MANIFEST).keys()) {
      expect(path).toMatch(/^(docs|provisioning)\/[\w./-]+$/);
    }
  });
});
