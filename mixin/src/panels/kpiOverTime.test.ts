import type { DynamicConfigValue } from '@grafana/grafana-foundation-sdk/dashboard';
import { BY_ROLE } from '../boards/variables';
import { DEFAULTS, kpiOf } from '../config';
import { kpiOverTime } from './kpiOverTime';

function numbersOf(id: string): DynamicConfigValue[] {
  const panel = kpiOverTime(DEFAULTS, {
    ...{ id: 1, kpi: kpiOf(DEFAULTS, id), by: ['site'], hasTotal: true, filters: BY_ROLE, points: 200 },
  }).build();
  return panel.fieldConfig?.overrides.find(({ matcher }) => matcher.id === 'byType')?.properties ?? [];
}

describe('kpiOverTime', () => {
  it('keeps the axis of a KPI in the unit of its limit', () => {
    expect(numbersOf('launch_time')).toContainEqual({ id: 'unit', value: 'suffix:s' });
    expect(numbersOf('session_duration').map(({ id }) => id)).not.toContain('unit');
  });

  it.each([
    ['production_efficiency', 57],
    ['crash_free_rate', 99.5],
    ['launch_time', 0],
  ])('leaves room below the limits of %s, from %d on', (id, from) => {
    expect(numbersOf(id)).toContainEqual({ id: 'custom.axisSoftMin', value: from });
  });
});
