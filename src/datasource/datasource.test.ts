import { CoreApp, type DataQueryRequest, dateTime } from '@grafana/data';
import { lastValueFrom } from 'rxjs';
import { ALL, testDataSource } from '../test/datasource';
import { QUERY_DEFAULTS } from './defaults';
import type { LopanQuery, LopanVariableQuery } from './types';
import { LopanVariableSupport } from './variables';

const query = (own: Partial<LopanQuery>): LopanQuery => ({ ...QUERY_DEFAULTS.kpi, refId: 'A', ...own }) as LopanQuery;

function request<Q extends LopanQuery | LopanVariableQuery>(targets: Q[], own: Partial<DataQueryRequest<Q>> = {}) {
  const range = { from: dateTime(0), to: dateTime(1), raw: { from: 'now-1h', to: 'now' } };
  const base = { requestId: '1', interval: '1m', intervalMs: 60_000, scopedVars: {}, timezone: 'utc', app: '' };
  return { ...base, range, startTime: 0, targets, ...own };
}

describe('applyTemplateVariables', () => {
  it('replaces variables in lists and texts, a multi-value one by several entries', () => {
    const datasource = testDataSource({ kpi: ['dau', 'wau'], role: ['operator', 'planner'], site: 'north' });
    const applied = datasource.applyTemplateVariables(
      query({ kpis: ['$kpi', 'mau'], filters: { userRole: ['${role}'], site: ['$site', 'south'] } }),
      {}
    );
    expect(applied).toMatchObject({
      kpis: ['dau', 'wau', 'mau'],
      filters: { userRole: ['operator', 'planner'], site: ['north', 'south'] },
    });
  });

  it('combines several variables in one text', () => {
    const datasource = testDataSource({ a: ['1', '2'], b: ['x', 'y'] });
    const { filters } = datasource.applyTemplateVariables(query({ filters: { appVersion: ['${a}.$b'] } }), {});
    expect(filters?.appVersion).toEqual(['1.x', '1.y', '2.x', '2.y']);
  });

  it('keeps values that look like list separators or patterns', () => {
    const datasource = testDataSource({ site: ['north, hall 2', '$&'] });
    const { filters } = datasource.applyTemplateVariables(query({ filters: { site: ['$site'] } }), {});
    expect(filters?.site).toEqual(['north, hall 2', '$&']);
  });

  it('leaves a filter out at "All", so that events without a value count too', () => {
    const datasource = testDataSource({ role: ALL, site: '*' });
    const own = { filters: { userRole: ['${role}'], site: ['$site'], deviceType: ['iPad'] } };
    expect(datasource.applyTemplateVariables(query(own), {}).filters).toEqual({ deviceType: ['iPad'] });
  });

  it('prefers the scoped value of a repeated panel', () => {
    const datasource = testDataSource({ role: ALL });
    const scoped = { role: { text: 'operator', value: 'operator' } };
    const { filters } = datasource.applyTemplateVariables(query({ filters: { userRole: ['$role'] } }), scoped);
    expect(filters).toEqual({ userRole: ['operator'] });
  });

  it('applies ad hoc filters', () => {
    const filters = [{ key: 'site', operator: '=', value: 'north' }];
    expect(testDataSource().applyTemplateVariables(query({}), {}, filters).filters).toEqual({ site: ['north'] });
  });

  it('migrates what was stored', () => {
    const stored = { refId: 'A', queryType: 'summary', kpis: ['dau'] } as LopanQuery;
    expect(testDataSource().applyTemplateVariables(stored, {})).toMatchObject({
      schemaVersion: 1,
      compare: 'previous',
    });
  });

  it('does not touch what belongs to Grafana', () => {
    const own = { datasource: { uid: '$site', type: 'x' }, key: '$site' };
    expect(testDataSource({ site: 'north' }).applyTemplateVariables(query(own), {})).toMatchObject(own);
  });
});

describe('query', () => {
  it('refuses an ad hoc filter that it cannot carry, by name', async () => {
    const filters = [{ key: 'site', operator: '!=', value: 'north' }];
    const answer = lastValueFrom(testDataSource().query(request([query({ kpis: ['dau'] })], { filters })));
    await expect(answer).rejects.toThrow('site != north');
  });
});

describe('defaults and texts', () => {
  it('starts over time in panels and as numbers in alert rules', () => {
    const datasource = testDataSource();
    expect(datasource.getDefaultQuery(CoreApp.Explore)).toMatchObject({ queryType: 'kpi', format: 'timeseries' });
    expect(datasource.getDefaultQuery(CoreApp.UnifiedAlerting)).toMatchObject({ format: 'numeric' });
  });

  it('does not run a query without KPIs', () => {
    expect(testDataSource().filterQuery(query({}))).toBe(false);
    expect(testDataSource().filterQuery(query({ kpis: ['dau'] }))).toBe(true);
  });

  it.each([
    [
      query({ kpis: ['dau'], groupBy: ['site'], filters: { userRole: ['a', 'b'] } }),
      'KPI values: dau by site where userRole = a or b',
    ],
    [{ ...QUERY_DEFAULTS.funnel, refId: 'A', steps: ['a', 'b'] }, 'Funnel: a → b'],
    [{ ...QUERY_DEFAULTS.adoption, refId: 'A' }, 'Feature adoption by userRole'],
    [{ ...QUERY_DEFAULTS.paths, refId: 'A', startPoint: 'home' }, 'Paths from home'],
    [{ ...QUERY_DEFAULTS.events, refId: 'A', type: 'session' as const }, 'Raw events: session'],
    [{ ...QUERY_DEFAULTS.health, refId: 'A' }, 'Proxy health'],
  ])('says a query in one line', (shown, text) => {
    expect(testDataSource().getQueryDisplayText(shown)).toBe(text);
  });
});

describe('look-ups', () => {
  it('asks for the catalogue once', async () => {
    const datasource = testDataSource();
    const [first, second] = await Promise.all([datasource.getCatalogue(), datasource.getCatalogue()]);
    expect(first).toBe(second);
    expect(datasource.getResource).toHaveBeenCalledTimes(1);
  });

  it('asks again after a failure', async () => {
    const datasource = testDataSource();
    jest.mocked(datasource.getResource).mockRejectedValueOnce(new Error('502'));
    await expect(datasource.getCatalogue()).rejects.toThrow('502');
    await expect(datasource.getCatalogue()).resolves.toMatchObject({ features: expect.any(Array) });
  });

  it('offers dimensions and their values to ad hoc filters', async () => {
    const datasource = testDataSource();
    expect(await datasource.getTagKeys()).toContainEqual({ text: 'Site', value: 'site' });
    expect(await datasource.getTagValues({ key: 'site', filters: [] })).toContainEqual({ text: 'north' });
    expect(await datasource.getTagValues({ key: 'other', filters: [] })).toEqual([]);
  });
});

describe('annotations', () => {
  const { annotations } = testDataSource();

  it('show releases at first', () => {
    expect(annotations.getDefaultQuery?.()).toMatchObject({ queryType: 'releases' });
    expect(annotations.prepareQuery?.({ name: 'x', enable: true, iconColor: 'red' })).toMatchObject({
      queryType: 'releases',
    });
  });

  it('run what the editor shows while nobody has chosen', () => {
    const target = { refId: 'Anno' } as LopanQuery;
    expect(annotations.prepareQuery?.({ name: 'x', enable: true, iconColor: 'red', target })).toMatchObject({
      refId: 'Anno',
      queryType: 'releases',
    });
  });

  it('run the query that was chosen', () => {
    const target = query({ kpis: ['dau'] });
    expect(annotations.prepareQuery?.({ name: 'x', enable: true, iconColor: 'red', target })).toEqual(target);
  });
});

describe('variables', () => {
  const choices = async (variableQuery: LopanVariableQuery) => {
    const variables = new LopanVariableSupport(testDataSource());
    const { data } = await lastValueFrom(variables.query(request([variableQuery])));
    return Object.fromEntries(
      data[0].fields.map((field: { name: string; values: string[] }) => [field.name, field.values])
    );
  };

  it('offer the values of a dimension', async () => {
    expect(await choices({ refId: 'V', queryType: 'dimension_values', dimension: 'site' })).toEqual({
      text: ['north', 'south', 'unknown'],
      value: ['north', 'south', 'unknown'],
    });
  });

  it('offer KPIs and features by title', async () => {
    expect(await choices({ refId: 'V', queryType: 'kpis' })).toMatchObject({
      text: expect.arrayContaining(['App Launch Time']),
      value: expect.arrayContaining(['launch_time']),
    });
    expect(await choices({ refId: 'V', queryType: 'features' })).toMatchObject({
      value: expect.arrayContaining(['batch_processing']),
    });
  });
});
