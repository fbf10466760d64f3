import { findKpi, type Kpi } from '@lopan/catalogue';
import { criticalLimit, limitsSentence, targetText, thresholdSteps } from './limits';

const kpi = (id: string): Kpi => findKpi(id) as Kpi;

describe('limits', () => {
  it.each([
    ['production_efficiency', '≥ 85 %'],
    ['launch_time', '< 1.5 s'],
    ['customer_impact', null],
  ])('of %s read as %s', (id, text) => {
    expect(targetText(kpi(id))).toBe(text);
  });

  it('make one sentence', () => {
    expect(limitsSentence(kpi('production_efficiency'))).toBe(
      'Target ≥ 85 %; warning below 75 %, critical below 60 %.'
    );
    expect(limitsSentence(kpi('customer_impact'))).toBe('Warning below 85, critical below 68.');
    expect(limitsSentence(kpi('dau'))).toBe('It has no target.');
  });

  it('have no binary dust', () => {
    expect(criticalLimit(77.7)).toBe(62.16);
  });
});

describe('thresholdSteps', () => {
  it.each([
    ['production_efficiency', 'red, orange 60, yellow 75, green 85'],
    ['customer_impact', 'red, orange 68, green 85'],
    ['customer_satisfaction', 'yellow, green 4.5'],
    ['launch_time', 'green, yellow 1.5'],
    ['revenue', 'green'],
  ])('of %s are %s', (id, expected) => {
    const steps = thresholdSteps(kpi(id));
    expect(steps[0]?.value).toBeNull();
    expect(steps.map(({ value, color }) => (value === null ? color : `${color} ${value}`)).join(', ')).toBe(expected);
  });
});
