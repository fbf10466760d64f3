import { KPIS } from '@lopan/catalogue';
import { filesBelow, readJson, readYaml } from './repository';

/** Core panels that the suite uses; everything else must be one of ours. */
const CORE_PANELS = ['alertlist', 'barchart', 'row', 'stat', 'table', 'text', 'timeseries', 'xychart'];
/** Grafana's data source that hands on what another panel was answered. */
const SHARED = { type: 'datasource', uid: '-- Dashboard --' };
const LOPAN = { type: 'lopan-analytics-datasource', uid: 'lopan-analytics' };

interface Target {
  datasource: { type: string; uid: string };
  queryType: string;
  kpis?: string[];
  schemaVersion: number;
  panelId?: number;
}

interface Panel {
  id: number;
  type: string;
  title: string;
  description?: string;
  gridPos: { x: number; y: number; w: number; h: number };
  datasource?: { type: string; uid: string };
  maxDataPoints?: number;
  timeFrom?: string;
  pluginVersion?: string;
  targets?: Target[];
}

interface Dashboard {
  uid: string;
  title: string;
  refresh?: string;
  time: { from: string; to: string };
  panels: Panel[];
  templating: { list?: Array<Record<string, unknown>> };
  links: Array<{ type: string; url: string; includeVars: boolean; keepTime: boolean }>;
}

const pluginIds = filesBelow('src')
  .filter((path) => path.endsWith('plugin.json'))
  .map((path) => (readJson(path) as { id: string }).id);
const paths = filesBelow('provisioning/dashboards/lopan');
const dashboards = paths.map((path) => [path, readJson(path) as Dashboard] as const);

const isShared = ({ datasource }: Target): boolean => datasource.uid === SHARED.uid;

/** What a panel asks itself. */
function asked({ targets = [] }: Panel): Target[] {
  return targets.filter((target) => !isShared(target));
}

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
      for (const target of panels.flatMap(asked)) {
        expect(target.datasource).toEqual(LOPAN);
        expect(target.schemaVersion).toBe(1);
        expect((target.kpis ?? []).filter((kpi) => !known.includes(kpi))).toEqual([]);
      }
    });

    it('hands on only answers of panels that ask themselves', () => {
      const asking = panels.filter((panel) => asked(panel).length > 0).map(({ id }) => id);
      const shared = panels.flatMap(({ targets = [] }) => targets.filter(isShared));
      expect(shared.filter(({ panelId }) => !asking.includes(panelId ?? 0))).toEqual([]);
    });

    it('needs no raw events, which a proxy refuses unless it is told otherwise', () => {
      expect(panels.flatMap(asked).filter(({ queryType }) => queryType === 'events')).toEqual([]);
    });

    it('asks for no more points on a wall screen than on a laptop', () => {
      const series = panels.filter(({ type, timeFrom }) => type === 'timeseries' && !timeFrom);
      expect(series.filter(({ maxDataPoints = Infinity }) => maxDataPoints > 200).map(({ id }) => id)).toEqual([]);
    });

    it('says for which Grafana core panels are written, so that none is migrated by guessing', () => {
      const core = panels.filter(({ type }) => !pluginIds.includes(type));
      expect(core.filter(({ pluginVersion }) => pluginVersion === undefined).map(({ id }) => id)).toEqual([]);
    });

    it('links to every other dashboard with the choice of the variables, and to none that is not there', () => {
      const others = dashboards.map(([, { uid }]) => uid).filter((uid) => uid !== dashboard.uid);
      expect(dashboard.links.map(({ url }) => url).sort()).toEqual(others.map((uid) => `/d/${uid}`).sort());
      expect(dashboard.links.every(({ includeVars }) => includeVars)).toBe(true);
      const inside = JSON.stringify(panels).match(/\/d\/[\w-]+/g) ?? [];
      expect(inside.filter((url) => ![...others, dashboard.uid].includes(url.slice(3)))).toEqual([]);
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

  it('hold the sections of the specification in its order', () => {
    const overview = readJson('provisioning/dashboards/lopan/production-analytics.json') as Dashboard;
    expect(overview.panels.filter(({ type }) => type === 'row').map(({ title }) => title)).toEqual([
      'Executive summary',
      'Business intelligence',
      'User engagement and adoption',
      'Performance and business',
      'Detailed analytics',
    ]);
  });

  it('hold the view of the shift, every 10 seconds, and what is known about the data', () => {
    const operations = readJson('provisioning/dashboards/lopan/operations.json') as Dashboard;
    expect(operations).toMatchObject({ refresh: '10s', time: { from: 'now-6h', to: 'now' } });
    expect(operations.panels.map(({ type }) => type)).toContain('alertlist');
    const health = readJson('provisioning/dashboards/lopan/data-health.json') as Dashboard;
    const types = health.panels.flatMap(asked).map(({ queryType }) => queryType);
    expect(types.sort()).toEqual(['freshness', 'health', 'rejects']);
  });

  it('are provisioned and not bundled with the app as well', () => {
    const { includes } = readJson('src/plugin.json') as { includes: Array<{ type: string }> };
    expect(includes.filter(({ type }) => type === 'dashboard')).toEqual([]);
  });

  it('are in the folder of the rules', () => {
    const { providers } = readYaml('provisioning/dashboards/lopan.yaml') as { providers: Array<{ folder: string }> };
    const { groups } = readYaml('provisioning/alerting/rules.yaml') as { groups: Array<{ folder: string }> };
    expect(new Set([...providers, ...groups].map(({ folder }) => folder))).toEqual(new Set(['Lopan']));
  });
});
