import { findKpi, type Kpi } from '@lopan/catalogue';
import { bands } from './bands';

const efficiency = findKpi('production_efficiency') as Kpi;

describe('bands', () => {
  it('put the warning in [0.8·T, T) and the critical below it', () => {
    expect(bands(efficiency, 75).map(({ severity, expression }) => [severity, expression])).toEqual([
      ['warning', '$A < 75 && $A >= 60'],
      ['critical', '$A < 60'],
    ]);
  });

  it('write limits without binary dust', () => {
    expect(bands(efficiency, 77.7).map(({ expression }) => expression)).toEqual([
      '$A < 77.7 && $A >= 62.16',
      '$A < 62.16',
    ]);
  });

  it('word the limit with the unit', () => {
    expect(bands(efficiency, 75).map(({ wording }) => wording)).toEqual(['warning below 75 %', 'critical below 60 %']);
    expect(bands(findKpi('quality_index') as Kpi, 80)[1]?.wording).toBe('critical below 64');
  });
});
