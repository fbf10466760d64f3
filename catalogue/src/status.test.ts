import { findKpi } from './catalogue';
import { compare, meetsTarget, statusOf } from './status';
import type { Kpi } from './types';

function kpi(id: string): Kpi {
  const found = findKpi(id);
  if (!found) {
    throw new Error(`no KPI ${id}`);
  }
  return found;
}

describe('statusOf', () => {
  it.each([
    [null, 'no_data'],
    [59.999, 'critical'],
    [60, 'warning'],
    [74.999, 'warning'],
    [75, 'off_target'],
    [84.999, 'off_target'],
    [85, 'ok'],
  ])('production efficiency %s is %s', (value, expected) => {
    expect(statusOf(kpi('production_efficiency'), value)).toBe(expected);
  });

  it('is ok without a target once the threshold is passed', () => {
    expect(statusOf(kpi('customer_impact'), 85)).toBe('ok');
    expect(statusOf(kpi('customer_impact'), 84.9)).toBe('warning');
  });

  it('treats an exclusive target as missed when it is just reached', () => {
    expect(meetsTarget(kpi('launch_time'), 1.5)).toBe(false);
    expect(meetsTarget(kpi('launch_time'), 1.49)).toBe(true);
    expect(meetsTarget(kpi('scroll_fps'), 60)).toBe(true);
    expect(meetsTarget(kpi('dau'), 3)).toBeNull();
  });
});

describe('compare', () => {
  const launch = kpi('launch_time');
  const efficiency = kpi('production_efficiency');

  it('calls a falling launch time good', () => {
    expect(compare(1.2, 1.5, launch, 1)).toMatchObject({ trend: 'down', good: true, changePoints: null });
    expect(compare(1.2, 1.5, launch, 1).change).toBeCloseTo(-20);
  });

  it('gives percentage points for percentages', () => {
    expect(compare(88, 80, efficiency, 1)).toEqual({ change: 10, changePoints: 8, trend: 'up', good: true });
  });

  it('is stable under one percent and silent about good then', () => {
    expect(compare(80.79, 80, efficiency, 1)).toMatchObject({ trend: 'stable', good: null });
    expect(compare(80.81, 80, efficiency, 1)).toMatchObject({ trend: 'up' });
  });

  it('has no change against nothing or zero', () => {
    expect(compare(1, null, efficiency, 1).trend).toBeNull();
    expect(compare(null, 1, efficiency, 1).change).toBeNull();
    expect(compare(5, 0, efficiency, 1)).toMatchObject({ change: null, trend: null, changePoints: 5 });
  });
});
