import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { filesBelow, readJson, readText, readYaml, ROOT, schemaErrors } from './repository';
import { APPS_FILE, DASHBOARD_PROVIDERS_FILE, DATA_SOURCES_FILE } from './schemas/provisioning';

describe('provisioning', () => {
  it.each([
    ['provisioning/datasources/lopan.yaml', DATA_SOURCES_FILE],
    ['provisioning/plugins/lopan.yaml', APPS_FILE],
    ['provisioning/dashboards/lopan.yaml', DASHBOARD_PROVIDERS_FILE],
  ])('%s fits what Grafana reads', (path, schema) => {
    expect(schemaErrors(schema, readYaml(path))).toEqual([]);
  });

  it('names the plugins by the ids of their plugin.json', () => {
    const { datasources } = readYaml('provisioning/datasources/lopan.yaml') as { datasources: Array<{ type: string }> };
    const { apps } = readYaml('provisioning/plugins/lopan.yaml') as { apps: Array<{ type: string }> };
    expect(datasources[0]?.type).toBe((readJson('src/datasource/plugin.json') as { id: string }).id);
    expect(apps[0]?.type).toBe((readJson('src/plugin.json') as { id: string }).id);
  });

  it('asks a data source that can alert', () => {
    expect(readJson('src/datasource/plugin.json')).toMatchObject({ backend: true, alerting: true });
  });

  it('holds no secret and no notification policy', () => {
    for (const path of filesBelow('provisioning').filter((name) => name.endsWith('.yaml'))) {
      expect(readText(path)).not.toMatch(/^(policies|resetPolicies):/m);
      expect(readText(path)).not.toMatch(/(apiKey|password|token): (?!['"]?\$)/i);
    }
  });

  it('sends readers of the rules to pages that exist', () => {
    expect(existsSync(join(ROOT, 'docs/alerting.md'))).toBe(true);
  });
});
