import fc from 'fast-check';
import { loadConfig } from '../config/load';
import { deriveBusiness, deriveJourney, deriveSession, type BusinessInput } from './derive';

const { scoring } = loadConfig({ env: { LOPAN_PRIVACY_SECRET: 'a-secret-of-the-tests-0123456789' } }).config;

const business: BusinessInput = {
  batchCompletionRate: 90,
  qualityScore: 80,
  deliveryPerformance: 70,
  defectRate: 2,
  reworkPercentage: 3,
  customerComplaints: 1,
  customerSatisfaction: 4,
};

describe('deriveBusiness', () => {
  it('computes the formulas of the specification', () => {
    const derived = deriveBusiness(business);
    expect(derived.productionEfficiency).toBeCloseTo(0.4 * 90 + 0.3 * 80 + 0.3 * 70, 12);
    expect(derived.qualityIndex).toBeCloseTo(100 - (2 + 3 + 2 * 1), 12);
    expect(derived.overallQualityIndex).toBeCloseTo(0.4 * 98 + 0.3 * 97 + 0.3 * 80, 12);
    expect(derived.customerImpact).toBeCloseTo(0.6 * 80 + 0.4 * 70, 12);
  });

  it.each<[string, Partial<BusinessInput>, Partial<ReturnType<typeof deriveBusiness>>]>([
    ['no satisfaction, no impact', { customerSatisfaction: null }, { customerImpact: null }],
    ['a satisfaction of 0 is one', { customerSatisfaction: 0, deliveryPerformance: 0 }, { customerImpact: 0 }],
    ['a quality index never falls below 0', { customerComplaints: 1000 }, { qualityIndex: 0 }],
    [
      'everything perfect',
      {
        batchCompletionRate: 100,
        qualityScore: 100,
        deliveryPerformance: 100,
        defectRate: 0,
        reworkPercentage: 0,
        customerComplaints: 0,
        customerSatisfaction: 5,
      },
      { productionEfficiency: 100, qualityIndex: 100, overallQualityIndex: 100, customerImpact: 100 },
    ],
    [
      'everything at 0',
      { batchCompletionRate: 0, qualityScore: 0, deliveryPerformance: 0 },
      { productionEfficiency: 0 },
    ],
  ])('%s', (_name, input, expected) => {
    expect(deriveBusiness({ ...business, ...input })).toMatchObject(expected);
  });

  it('stays within 0 and 100 for any event that is valid', () => {
    const percent = fc.double({ min: 0, max: 100, noNaN: true });
    fc.assert(
      fc.property(
        fc.record({
          batchCompletionRate: percent,
          qualityScore: percent,
          deliveryPerformance: percent,
          defectRate: percent,
          reworkPercentage: percent,
          customerComplaints: fc.maxSafeNat(),
          customerSatisfaction: fc.option(fc.double({ min: 0, max: 5, noNaN: true })),
        }),
        (input) => {
          for (const value of Object.values(deriveBusiness(input)).filter((derived) => derived !== null)) {
            expect(value).toBeGreaterThanOrEqual(0);
            expect(value).toBeLessThanOrEqual(100 + 1e-9);
          }
        }
      )
    );
  });
});

describe('deriveSession', () => {
  const session = { sessionDuration: 300, actionsCompleted: 10, dataCreated: 2, features: 2 };

  it('computes the scores from what counts as full', () => {
    const derived = deriveSession(session, scoring, 6);
    expect(derived.featureDepth).toBeCloseTo(2 / 6, 12);
    expect(derived.sessionQuality).toBeCloseTo(10 * (0.3 * 0.5 + 0.35 * 0.5 + 0.25 * (2 / 3) + 0.1 * 0.4), 12);
    expect(derived.productivity).toBeCloseTo(10 / 5 / 2, 12);
  });

  it('counts no part for more than full', () => {
    const much = { sessionDuration: 1e9, actionsCompleted: 1e9, dataCreated: 1e9, features: 6 };
    expect(deriveSession(much, scoring, 6).featureDepth).toBe(1);
    expect(deriveSession(much, scoring, 6).sessionQuality).toBeCloseTo(10, 12);
    expect(deriveSession({ ...much, sessionDuration: 60 }, scoring, 6).productivity).toBe(1);
  });

  it('scores an absent dataCreated as 0, and knows no productivity of a session without duration', () => {
    expect(deriveSession({ ...session, dataCreated: null }, scoring, 6).sessionQuality).toBeCloseTo(
      deriveSession({ ...session, dataCreated: 0 }, scoring, 6).sessionQuality,
      12
    );
    expect(deriveSession({ ...session, sessionDuration: 0 }, scoring, 6).productivity).toBeNull();
    expect(deriveSession({ ...session, actionsCompleted: 0 }, scoring, 6).productivity).toBe(0);
  });

  it('follows the configuration', () => {
    const own = {
      sessionQuality: {
        durationMs: 1000,
        actions: 1,
        features: 1,
        dataCreated: 1,
        weights: [0, 1, 0, 0] as [number, number, number, number],
      },
      productivity: { actionsPerMinute: 4 },
    };
    expect(deriveSession({ ...session, actionsCompleted: 0.5 }, own, 3)).toEqual({
      featureDepth: 2 / 3,
      sessionQuality: 5,
      productivity: 0.5 / 5 / 4,
    });
  });
});

describe('deriveJourney', () => {
  it.each([
    [
      { completionTime: 60, expectedDuration: 60, abandoned: false },
      { efficiency: 1, flagged: false, timeLost: 0 },
    ],
    [
      { completionTime: 30, expectedDuration: 60, abandoned: false },
      { efficiency: 1, flagged: false, timeLost: 0 },
    ],
    [
      { completionTime: 90, expectedDuration: 60, abandoned: false },
      { efficiency: 60 / 90, flagged: false, timeLost: 30 },
    ],
    // Strictly more than one and a half times.
    [
      { completionTime: 90.001, expectedDuration: 60, abandoned: false },
      { efficiency: 60 / 90.001, flagged: true, timeLost: 30.001000000000005 },
    ],
    [
      { completionTime: 20, expectedDuration: 60, abandoned: true },
      { efficiency: 0, flagged: false, timeLost: 20 },
    ],
    [
      { completionTime: 200, expectedDuration: 60, abandoned: true },
      { efficiency: 0, flagged: true, timeLost: 200 },
    ],
    [
      { completionTime: 0, expectedDuration: 60, abandoned: false },
      { efficiency: 1, flagged: false, timeLost: 0 },
    ],
  ])('%j gives %j', (input, expected) => expect(deriveJourney(input)).toEqual(expected));
});
