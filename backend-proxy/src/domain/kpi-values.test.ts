import { KPIS } from '@lopan/catalogue';
import { DAY_MS } from './calendar';
import {
  DISTRIBUTION_KPIS,
  engagementScore,
  performanceImpactScore,
  performanceScore,
  ratio,
  SUM_KPIS,
  type MeasureSums,
} from './kpi-values';

const week = { from: 0, to: 7 * DAY_MS };

function compute(kpi: string, sums: MeasureSums, range = week) {
  const definition = SUM_KPIS[kpi];
  if (!definition) {
    throw new Error(`${kpi} is no KPI of sums`);
  }
  return definition.compute(sums, range);
}

describe('SUM_KPIS', () => {
  it.each<[string, MeasureSums, number | null, number]>([
    ['production_efficiency', { n: 4, sum_production_efficiency: 340 }, 85, 4],
    ['quality_index', { n: 4, sum_quality_index: 360 }, 90, 4],
    ['overall_quality_index', { n: 2, sum_overall_quality_index: 190 }, 95, 2],
    ['batch_completion_rate', { n: 2, sum_batch_completion_rate: 190 }, 95, 2],
    ['quality_score', { n: 2, sum_quality_score: 190 }, 95, 2],
    ['delivery_performance', { n: 2, sum_delivery_performance: 190 }, 95, 2],
    ['defect_rate', { n: 2, sum_defect_rate: 3 }, 1.5, 2],
    ['rework_percentage', { n: 2, sum_rework_percentage: 3 }, 1.5, 2],
    ['customer_complaints', { n: 3, sum_customer_complaints: 7 }, 7, 3],
    // Over the events that carry it, not over all.
    ['customer_satisfaction', { n: 9, n_satisfaction: 2, sum_satisfaction: 9 }, 4.5, 2],
    ['customer_impact', { n: 9, n_satisfaction: 2, sum_customer_impact: 160 }, 80, 2],
    ['revenue', { n: 9, n_financial: 2, sum_revenue: 500, sum_operating_cost: 400 }, 500, 2],
    ['operating_cost', { n: 9, n_financial: 2, sum_revenue: 500, sum_operating_cost: 400 }, 400, 2],
    ['operating_margin', { n: 9, n_financial: 2, sum_revenue: 500, sum_operating_cost: 400 }, 20, 2],
    ['operating_margin', { n: 9, n_financial: 2, sum_revenue: 400, sum_operating_cost: 500 }, -25, 2],
    ['session_quality', { n: 2, sum_session_quality: 15 }, 7.5, 2],
    ['session_duration', { n: 2, sum_session_duration: 600 }, 300, 2],
    ['screen_views', { n: 2, sum_screen_views: 25 }, 12.5, 2],
    ['actions', { n: 2, sum_actions: 21 }, 10.5, 2],
    ['data_created', { n: 5, n_data_created: 2, sum_data_created: 3 }, 1.5, 2],
    ['feature_depth', { n: 2, sum_feature_depth: 1 }, 0.5, 2],
    ['productivity_index', { n: 5, n_productivity: 2, sum_productivity: 1 }, 0.5, 2],
    ['task_completion_rate', { n: 8, n_completed: 6 }, 75, 8],
    ['journey_efficiency', { n: 4, sum_efficiency: 3 }, 75, 4],
    ['crash_free_rate', { n: 1000, n_crash_free: 999 }, 99.9, 1000],
    // Over a week: 1400 sold out of 700 on stock is twice a week.
    [
      'inventory_turnover',
      { n: 9, n_inventory: 2, sum_cost_of_goods_sold: 1400, sum_inventory_value: 1400 },
      (2 * 365) / 7,
      2,
    ],
  ])('%s of %j is %d', (kpi, sums, value, n) => {
    const observed = compute(kpi, sums);
    expect(observed.n).toBe(n);
    expect(observed.value).toBeCloseTo(value ?? NaN, 10);
  });

  it.each(Object.keys(SUM_KPIS))('%s of nothing is null, never 0', (kpi) => {
    expect(compute(kpi, {})).toEqual({ value: null, n: 0 });
    expect(compute(kpi, { n: 0 })).toEqual({ value: null, n: 0 });
  });

  it('has no margin without revenue, and no turnover without an inventory or a range', () => {
    expect(compute('operating_margin', { n_financial: 1, sum_revenue: 0, sum_operating_cost: 5 })).toEqual({
      value: null,
      n: 1,
    });
    expect(
      compute('inventory_turnover', { n_inventory: 1, sum_cost_of_goods_sold: 5, sum_inventory_value: 0 })
    ).toEqual({ value: null, n: 1 });
    const stocked = { n_inventory: 1, sum_cost_of_goods_sold: 5, sum_inventory_value: 5 };
    expect(compute('inventory_turnover', stocked, { from: 5, to: 5 }).value).toBeNull();
    expect(compute('inventory_turnover', stocked, { from: 0, to: DAY_MS / 2 }).value).toBeCloseTo(730, 10);
  });

  it('names KPIs of the catalogue only', () => {
    const ids = new Set(KPIS.map(({ id }) => id));
    expect([...Object.keys(SUM_KPIS), ...Object.keys(DISTRIBUTION_KPIS)].filter((id) => !ids.has(id))).toEqual([]);
  });
});

describe('performance scores', () => {
  it.each([
    [{ launchTime: 1, memoryUsage: 100, scrollFps: 60 }, 12.5 + 25 + 12.5],
    [{ launchTime: 0, memoryUsage: 0, scrollFps: 120 }, 75],
    [{ launchTime: 3, memoryUsage: 500, scrollFps: 0 }, 0],
    [{ launchTime: 1.5, memoryUsage: 150, scrollFps: 30 }, 6.25 + 12.5 + 6.25],
  ])('%j has %d of 75 points', (parts, points) => {
    expect(performanceScore(parts)).toBeCloseTo((points / 75) * 100, 10);
    expect(performanceImpactScore(parts, 0.6)).toBeCloseTo(points + 15, 10);
    expect(performanceImpactScore(parts, null)).toBeNull();
  });

  it.each(['launchTime', 'memoryUsage', 'scrollFps'] as const)('are null without %s', (part) => {
    const parts = { launchTime: 1, memoryUsage: 100, scrollFps: 60, [part]: null };
    expect(performanceScore(parts)).toBeNull();
    expect(performanceImpactScore(parts, 1)).toBeNull();
  });
});

describe('engagementScore', () => {
  it.each([
    [{ sessionQuality: 8, dauRate: 50, featureAdoption: 60 }, 0.5 * 80 + 0.3 * 50 + 0.2 * 60],
    // More users than seats count as all seats.
    [{ sessionQuality: 8, dauRate: 150, featureAdoption: 60 }, 0.5 * 80 + 0.3 * 100 + 0.2 * 60],
    [{ sessionQuality: 8, dauRate: null, featureAdoption: 60 }, (0.5 * 80 + 0.2 * 60) / 0.7],
    [{ sessionQuality: null, dauRate: null, featureAdoption: 60 }, 60],
    [{ sessionQuality: 0, dauRate: null, featureAdoption: null }, 0],
  ])('%j gives %d', (parts, score) => expect(engagementScore(parts)).toBeCloseTo(score, 10));

  it('is null without any part', () => {
    expect(engagementScore({ sessionQuality: null, dauRate: null, featureAdoption: null })).toBeNull();
  });
});

describe('ratio', () => {
  it.each([
    [1, 4, 100, 25],
    [0, 4, 1, 0],
    [1, 0, 1, null],
    [0, 0, 1, null],
  ])('%d of %d times %d is %s', (numerator, denominator, scale, expected) =>
    expect(ratio(numerator, denominator, scale)).toBe(expected)
  );
});
