import { findKpi, type Kpi } from '@lopan/catalogue';
import { bands, targetBand } from './bands';

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

describe('targetBand', () => {
  const band = (id: string, own: object = {}): ReturnType<typeof targetBand> => {
    const kpi = { ...(findKpi(id) as Kpi), ...own };
    return targetBand(kpi, kpi.target ?? NaN);
  };

  it('ends at the critical threshold, where there is one', () => {
    expect(band('production_efficiency').expression).toBe('$A < 85 && $A >= 75');
    expect(band('session_quality').expression).toBe('$A < 8');
  });

  it('takes the target itself as reached or missed, as the catalogue says', () => {
    expect(band('launch_time')).toMatchObject({ expression: '$A >= 1.5', missedBy: 'above' });
    expect(band('launch_time', { targetExclusive: false }).expression).toBe('$A > 1.5');
    expect(band('session_quality', { targetExclusive: true }).expression).toBe('$A <= 8');
  });

  it('tolerates what a measure cannot pass, and says so', () => {
    expect(band('scroll_fps')).toMatchObject({
      expression: '$A < 59',
      wording: 'target ≥ 60 fps, told below 59 fps',
    });
    expect(band('memory_usage', { tolerance: 5 })).toMatchObject({
      expression: '$A >= 155',
      wording: 'target < 150 MB, told above 155 MB',
    });
  });
});
