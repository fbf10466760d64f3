import { DEFAULTS } from './config';
import { readPlant } from './plant';

const of = (text: string): ReturnType<typeof readPlant> => readPlant(text, 'plant.yaml');

describe('readPlant', () => {
  it('takes the defaults from an empty file and from one that is about other things', () => {
    expect(of('')).toEqual(DEFAULTS);
    expect(of('analytics: { database: { host: db }, kpis: {} }')).toEqual(DEFAULTS);
  });

  it('overrides what the plant names and nothing else', () => {
    const config = of(`
analytics:
  kpis:
    quality_index: { threshold: 70, min_n: 3, for: 5m, owner: lab, runbook: 'https://wiki.example/q' }
    customer_impact: { threshold: null }
  alerts: { by: [ userRole ] }
`);
    const before = DEFAULTS.kpis.find(({ id }) => id === 'quality_index');
    expect(config.kpis.find(({ id }) => id === 'quality_index')).toEqual({
      ...before,
      threshold: 70,
      minN: 3,
      for: '5m',
      owner: 'lab',
    });
    expect(config.kpis.find(({ id }) => id === 'customer_impact')?.threshold).toBeNull();
    expect(config.alerts.by).toEqual(['userRole']);
    expect(config.alerts.pending).toEqual({ quality_index: '5m' });
    expect(config.runbooks).toEqual({ quality_index: 'https://wiki.example/q' });
  });

  it('reads how long a type may be silent, what may be refused, and how far rollups may lag', () => {
    const { alerts } = of(
      'analytics: { alerts: { silent_after: { business: 90m, feature: 2d, session: off }, reject_rate: 2.5, rollup_lag: 1h } }'
    );
    expect(alerts).toEqual({
      ...DEFAULTS.alerts,
      silentAfterSeconds: { business: 5400, session: null, feature: 172_800, journey: null, performance: 86_400 },
      rejectRate: 2.5,
      rollupLagSeconds: 3600,
    });
  });

  it.each([
    [
      'analytics: { alerts: { silent_after: { weather: 1h } } }',
      /silent_after\.weather is not known; expected one of business,/,
    ],
    [
      'analytics: { alerts: { silent_after: { business: 24 } } }',
      /silent_after\.business is 24; expected a duration like 24h, or off/,
    ],
    ['analytics: { alerts: { reject_rate: 101 } }', /reject_rate is 101; expected a number from 0 to 100, percent/],
    ['analytics: { alerts: { rollup_lag: long } }', /rollup_lag is "long"; expected a duration like 15m/],
    ['analytics: [', /^plant\.yaml: not readable as YAML/],
    ['analytics: 3', /^plant\.yaml: analytics must be a mapping/],
    ['analytics: { kpis: { quality: {} } }', /analytics\.kpis\.quality: there is no KPI of that id/],
    ['analytics: { kpis: { dau: { goal: 3 } } }', /analytics\.kpis\.dau\.goal is not known; expected one of target,/],
    [
      'analytics: { kpis: { dau: { target: high } } }',
      /analytics\.kpis\.dau\.target is "high"; expected a number or null/,
    ],
    ['analytics: { kpis: { dau: { for: 5 } } }', /analytics\.kpis\.dau\.for is 5; expected a duration like 5m/],
    ['analytics: { kpis: { defect_rate: { threshold: 5 } } }', /defect_rate\.threshold: thresholds are lower limits/],
    ['analytics: { alerts: { by: [ feature ] } }', /analytics\.alerts\.by must be a list of userRole,/],
  ])('says what is wrong with %s', (text, message) => {
    expect(() => of(text)).toThrow(message);
  });
});
