import { applyOverrides, findKpi, KPIS } from './catalogue';

describe('catalogue', () => {
  it('has unique ids and titles', () => {
    expect(new Set(KPIS.map((kpi) => kpi.id)).size).toBe(KPIS.length);
    expect(new Set(KPIS.map((kpi) => kpi.title)).size).toBe(KPIS.length);
  });

  it.each([
    ['production_efficiency', 85, 75],
    ['quality_index', 90, 80],
    ['customer_satisfaction', 4.5, null],
    ['customer_impact', null, 85],
    ['inventory_turnover', 12, null],
    ['dau_rate', 80, null],
    ['feature_adoption', 70, null],
    ['session_quality', 8, null],
    ['retention_30', 90, null],
    ['retention_90', 80, null],
    ['launch_time', 1.5, null],
    ['memory_usage', 150, null],
    ['scroll_fps', 60, null],
    ['crash_free_rate', 99.9, null],
  ])('%s aims at %s with critical threshold %s, as specified', (id, target, threshold) => {
    expect(findKpi(id)).toMatchObject({ target, threshold });
  });

  it('counts falling values as good for exactly the six KPIs of the definitions', () => {
    expect(KPIS.filter((kpi) => kpi.direction === 'lower').map((kpi) => kpi.id)).toEqual([
      'defect_rate',
      'rework_percentage',
      'customer_complaints',
      'operating_cost',
      'launch_time',
      'memory_usage',
    ]);
  });

  it('shows launch time and crash-free rate with two decimals, counts and money with none, all others with one', () => {
    const decimals = (digits: number): string[] => KPIS.filter((kpi) => kpi.decimals === digits).map((kpi) => kpi.id);
    expect(decimals(2)).toEqual(['launch_time', 'crash_free_rate']);
    expect(decimals(0)).toEqual(['customer_complaints', 'revenue', 'operating_cost', 'dau', 'wau', 'mau', 'roi_value']);
  });

  it('lets a plant override a target without touching the rest', () => {
    const launch = applyOverrides({ launch_time: { target: 2, runbook: 'https://wiki.example/launch' } }).find(
      (kpi) => kpi.id === 'launch_time'
    );
    expect(launch).toEqual({ ...findKpi('launch_time'), target: 2 });
  });
});
