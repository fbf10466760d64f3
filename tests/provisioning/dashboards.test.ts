import { KPIS } from '@lopan/catalogue';
import { filesBelow, readJson, readYaml } from './repository';

/** Core panels that the suite uses; everything else must be one of ours. */
const CORE_PANELS = ['row', 'table', 'text', 'timeseries'];

interface Panel {
  id: number;
  type: string;
  title: string;
  description?: string;
  gridPos: { x: number; y: number; w: number; h: number };
  datasource?: { type: string; uid: string };
  targets?: Array<{
    datasource: { type: string; uid: string };
    queryType: string;
    kpis: string[];
    schemaVersion: number;
  }>;
}

interface Dashboard {
  uid: string;
  title: string;
  refresh?: string;
  time: { from: string; to: string };
  panels: Panel[];
  templating: { list?: Array<Record<string, unknown>> };
}

const pluginIds = filesBelow('src')
  .filter((path) => path.endsWith('plugin.json'))
  .map((path) => (readJson(path) as { id: string }).id);
const paths = filesBelow('provisioning/dashboards/lopan');
const dashboards = paths.map((path) => [path, readJson(path) as Dashboard] as const);

describe('dashboards', () => {
  it('have unique uids and titles', () => {
    for (const key of ['uid', 'title'] as const) {
      expect(new Set(dashboards.map(([, dashboard]) => dashboard[key])).size).toBe(dashboards.length);
    }
  });

  describe.each(dashboards)('%s', (_path, dashboard) => {
    const panels = dashboard.panels.filter((panel) => panel.type !== 'row');

    it('has a uid that Grafana takes and panels with unique ids', () => {
      expect(dashboard.uid).toMatch(/^[A-Za-z0-9_-]{1,40}$/);
      expect(new Set(dashboard.panels.map(({ id }) => id)).size).toBe(dashboard.panels.length);
    });

    it('uses core panels or ours', () => {
      const types = [...new Set(dashboard.panels.map(({ type }) => type))];
      expect(types.filter((type) => ![...CORE_PANELS, ...pluginIds].includes(type))).toEqual([]);
    });

    it('titles and describes every panel', () => {
      expect(panels.filter(({ title, description }) => !title || !description).map(({ id }) => id)).toEqual([]);
    });

    it('fills the 24 columns without overlaps or holes', () => {
      const cells = new Map<string, number>();
      for (const { id, gridPos } of dashboard.panels) {
        expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24);
        for (let x = gridPos.x; x < gridPos.x + gridPos.w; x++) {
          for (let y = gridPos.y; y < gridPos.y + gridPos.h; y++) {
            expect([id, cells.get(`${x},${y}`)]).toEqual([id, undefined]);
            cells.set(`${x},${y}`, id);
          }
        }
      }
      const height = Math.max(...dashboard.panels.map(({ gridPos }) => gridPos.y + gridPos.h));
      expect(cells.size).toBe(24 * height);
    });

    it('asks our data source, by uid, about KPIs that exist', () => {
      const known = KPIS.map(({ id }) => id);
      for (const target of panels.flatMap(({ targets }) => targets ?? [])) {
        expect(target.datasource).toEqual({ type: 'lopan-analytics-datasource', uid: 'lopan-analytics' });
        expect(target.schemaVersion).toBe(1);
        expect(target.kpis.filter((kpi) => !known.includes(kpi))).toEqual([]);
      }
    });
  });

  it('hold the overview as specified: title, range, refresh, role variable, four cards in their order', () => {
    const overview = readJson('provisioning/dashboards/lopan/production-analytics.json') as Dashboard;
    expect(overview).toMatchObject({
      uid: 'lopan-production-analytics',
      title: 'Production Analytics',
      refresh: '1m',
      time: { from: 'now-30d', to: 'now' },
    });
    expect(overview.templating.list).toEqual([
      expect.objectContaining({
        name: 'role',
        multi: true,
        includeAll: true,
        current: expect.objectContaining({ text: ['All'] }),
      }),
    ]);
    const [summary] = overview.panels.filter(({ type }) => type === 'lopan-analyticscard-panel');
    expect(summary?.targets?.[0]?.kpis).toEqual([
      'production_efficiency',
      'engagement_score',
      'performance_score',
      'roi_value',
    ]);
  });

  it('are in the folder of the rules', () => {
    const { providers } = readYaml('provisioning/dashboards/lopan.yaml') as { providers: Array<{ folder: string }> };
    const { groups } = readYaml('provisioning/alerting/rules.yaml') as { groups: Array<{ folder: string }> };
    expect(new Set([...providers, ...groups].map(({ folder }) => folder))).toEqual(new Set(['Lopan']));
  });
});
