import fc from 'fast-check';
import {
  businessEvent,
  EVENT_BUILDERS,
  featureEvent,
  journeyEvent,
  NOON,
  performanceEvent,
  sessionEvent,
  type EventBody,
  type Overrides,
} from '../../test/helpers/events';
import { EVENT_TYPES, type EventType } from '../config/types';
import { Rejection, type AnalyticsEvent } from './event';
import { validateEvent, type ValidationContext } from './validate';

const HOUR_MS = 3_600_000;
const context: ValidationContext = {
  features: new Set(['batch_processing', 'quality_control', 'inventory_tracking']),
  now: Date.parse(NOON),
  maxLatenessMs: 30 * 24 * HOUR_MS,
};
const at = (offsetMs: number) => new Date(context.now + offsetMs).toISOString();

function rejectionOf(event: unknown, own: Partial<ValidationContext> = {}): Rejection {
  try {
    validateEvent(event, { ...context, ...own });
  } catch (error) {
    if (error instanceof Rejection) {
      return error;
    }
    throw error;
  }
  throw new Error(`nothing was wrong with ${JSON.stringify(event)}`);
}

const accepted = (event: EventBody): AnalyticsEvent => validateEvent(event, context);

type Build = (overrides: Overrides) => EventBody;
const inventory: Build = (own) => businessEvent({ inventory: { costOfGoodsSold: 1, inventoryValue: 1, ...own } });
const operations: Build = (own) => businessEvent({ operations: { operationCount: 1, errorCount: 1, ...own } });
const financial: Build = (own) => businessEvent({ financial: { revenue: 1, operatingCost: 1, ...own } });
const device: Build = (own) => featureEvent({ deviceMetrics: { batteryLevel: 1, ...own } });
const error: Build = (own) => performanceEvent({ errors: [{ kind: 'hang' }, { kind: 'crash', ...own }] });

interface FieldCase {
  build: Build;
  field: string;
  base?: string;
  required?: boolean;
  good: unknown[];
  outOfRange?: unknown[];
  wrongType: unknown[];
}

const NOT_A_NUMBER = ['5', true, [], {}];
const NOT_A_TEXT = [5, true, [], {}];
const text = (max = 50): Pick<FieldCase, 'good' | 'outOfRange' | 'wrongType'> => ({
  good: ['', 'x'.repeat(max), '🏭'.repeat(max)],
  outOfRange: ['x'.repeat(max + 1), 'a\0b'],
  wrongType: NOT_A_TEXT,
});
const percent = { good: [0, 0.001, 100], outOfRange: [-0.001, 100.001], wrongType: NOT_A_NUMBER };
const count = { good: [0, 7, 3.0], outOfRange: [-1, 1e300, Infinity], wrongType: [...NOT_A_NUMBER, 1.5] };
const notNegative = { good: [0, 0.5, 1e15], outOfRange: [-0.001, 1e308], wrongType: NOT_A_NUMBER };
const uuid = {
  good: ['3f2504e0-4f89-41d3-9a0c-0305e82c3301', '3F2504E0-4F89-41D3-9A0C-0305E82C3301'],
  wrongType: ['', 'x', '3f2504e04f8941d39a0c0305e82c3301', '3f2504e0-4f89-41d3-9a0c-0305e82c3301 ', 5, {}],
};

const FIELDS: FieldCase[] = [
  // Every type; one stands for all.
  { build: businessEvent, field: 'id', required: true, ...uuid },
  { build: businessEvent, field: 'userRole', ...text() },
  { build: businessEvent, field: 'deviceType', ...text() },
  { build: businessEvent, field: 'site', ...text() },
  { build: businessEvent, field: 'appVersion', ...text(20) },
  { build: businessEvent, field: 'sequence', ...count },

  { build: businessEvent, field: 'batchCompletionRate', required: true, ...percent },
  { build: businessEvent, field: 'qualityScore', required: true, ...percent },
  { build: businessEvent, field: 'deliveryPerformance', required: true, ...percent },
  { build: businessEvent, field: 'defectRate', required: true, ...percent },
  { build: businessEvent, field: 'reworkPercentage', required: true, ...percent },
  { build: businessEvent, field: 'customerComplaints', required: true, ...count },
  {
    build: businessEvent,
    field: 'customerSatisfaction',
    good: [0, 5],
    outOfRange: [-0.1, 5.1],
    wrongType: NOT_A_NUMBER,
  },
  { build: businessEvent, field: 'inventory', good: [], wrongType: [5, 'x', []] },
  { build: businessEvent, field: 'operations', good: [], wrongType: [5, 'x', []] },
  { build: businessEvent, field: 'financial', good: [], wrongType: [5, 'x', []] },
  { build: inventory, base: '/inventory', field: 'costOfGoodsSold', required: true, ...notNegative },
  { build: inventory, base: '/inventory', field: 'inventoryValue', required: true, ...notNegative },
  { build: operations, base: '/operations', field: 'operationCount', required: true, ...count },
  { build: operations, base: '/operations', field: 'errorCount', required: true, ...count },
  {
    build: financial,
    base: '/financial',
    field: 'revenue',
    required: true,
    good: [-5, 0, 5],
    outOfRange: [1e308, -1e308],
    wrongType: NOT_A_NUMBER,
  },
  {
    build: financial,
    base: '/financial',
    field: 'operatingCost',
    required: true,
    good: [-5, 0, 5],
    outOfRange: [1e308, -1e308],
    wrongType: NOT_A_NUMBER,
  },

  { build: sessionEvent, field: 'userId', required: true, ...uuid },
  { build: sessionEvent, field: 'sessionDuration', required: true, ...notNegative },
  { build: sessionEvent, field: 'screenViews', required: true, ...count },
  { build: sessionEvent, field: 'actionsCompleted', required: true, ...count },
  { build: sessionEvent, field: 'dataCreated', ...count },
  {
    build: sessionEvent,
    field: 'featuresUsed',
    required: true,
    good: [[], ['quality_control', 'quality_control']],
    wrongType: ['quality_control', {}, 5],
  },

  { build: featureEvent, field: 'userId', required: true, ...uuid },
  {
    build: featureEvent,
    field: 'feature',
    required: true,
    good: ['quality_control'],
    outOfRange: ['x'.repeat(51)],
    wrongType: NOT_A_TEXT,
  },
  { build: featureEvent, field: 'usageContext', ...text() },
  { build: featureEvent, field: 'sessionDuration', ...notNegative },
  { build: featureEvent, field: 'deviceMetrics', good: [{}], wrongType: [5, 'x', []] },
  { build: device, base: '/deviceMetrics', field: 'batteryLevel', good: [-1, 0.5], wrongType: NOT_A_NUMBER },
  { build: device, base: '/deviceMetrics', field: 'freeMemory', ...notNegative },
  { build: device, base: '/deviceMetrics', field: 'thermalState', ...text() },
  { build: device, base: '/deviceMetrics', field: 'networkType', ...text() },

  { build: journeyEvent, field: 'userId', required: true, ...uuid },
  { build: journeyEvent, field: 'startPoint', required: true, ...text() },
  { build: journeyEvent, field: 'endPoint', required: true, ...text() },
  { build: journeyEvent, field: 'completionTime', required: true, ...notNegative },
  {
    build: journeyEvent,
    field: 'expectedDuration',
    required: true,
    good: [0.001, 1e15],
    outOfRange: [0, -1, 1e308],
    wrongType: NOT_A_NUMBER,
  },
  {
    build: journeyEvent,
    field: 'stepCount',
    required: true,
    good: [1, 500],
    outOfRange: [0, -1],
    wrongType: [...NOT_A_NUMBER, 1.5],
  },
  {
    build: journeyEvent,
    field: 'steps',
    good: [[], Array.from({ length: 100 }, () => 'home')],
    outOfRange: [Array.from({ length: 101 }, () => 'home')],
    wrongType: ['home', {}, 5],
  },
  { build: journeyEvent, field: 'abandonmentPoint', ...text() },

  {
    build: performanceEvent,
    field: 'launchTime',
    required: true,
    good: [0, 99.99],
    outOfRange: [-0.01, 100],
    wrongType: NOT_A_NUMBER,
  },
  { build: performanceEvent, field: 'memoryUsage', required: true, ...count },
  {
    build: performanceEvent,
    field: 'scrollFps',
    required: true,
    good: [0, 999.9],
    outOfRange: [-0.1, 1000],
    wrongType: NOT_A_NUMBER,
  },
  { build: performanceEvent, field: 'crashCount', required: true, ...count },
  { build: performanceEvent, field: 'userId', ...uuid },
  { build: performanceEvent, field: 'sessionId', ...text() },
  {
    build: performanceEvent,
    field: 'errors',
    good: [[], Array.from({ length: 20 }, () => ({ kind: 'oom' }))],
    outOfRange: [Array.from({ length: 21 }, () => ({ kind: 'oom' }))],
    wrongType: ['x', {}, 5],
  },
  {
    build: error,
    base: '/errors/1',
    field: 'kind',
    required: true,
    good: ['crash', 'hang', 'oom', 'error'],
    outOfRange: ['panic', ''],
    wrongType: NOT_A_TEXT,
  },
  { build: error, base: '/errors/1', field: 'reason', ...text(500) },
  { build: error, base: '/errors/1', field: 'screen', ...text() },
];

describe('validateEvent', () => {
  it.each(EVENT_TYPES)('takes a %s event with all its fields', (type) => {
    expect(accepted(EVENT_BUILDERS[type]())).toMatchObject({ type, timestampMs: context.now });
  });

  describe.each(FIELDS)(
    '$base/$field',
    ({ build, field, base = '', required = false, good, outOfRange = [], wrongType }) => {
      const path = `${base}/${field}`;

      it(required ? 'is required; null counts as absent' : 'may be absent; null counts as absent', () => {
        for (const value of [undefined, null]) {
          if (required) {
            expect(rejectionOf(build({ [field]: value }))).toMatchObject({ code: 'missing_field', path });
          } else {
            expect(() => accepted(build({ [field]: value }))).not.toThrow();
          }
        }
      });

      it('takes what is good and refuses the rest by its code and path', () => {
        for (const value of good) {
          expect(() => accepted(build({ [field]: value }))).not.toThrow();
        }
        for (const value of outOfRange) {
          expect(rejectionOf(build({ [field]: value }))).toMatchObject({ code: 'out_of_range', path });
        }
        for (const value of wrongType) {
          expect(rejectionOf(build({ [field]: value }))).toMatchObject({ code: 'invalid_type', path });
        }
      });
    }
  );

  it.each<[string, unknown, string, string]>([
    ['no object', 'x', 'invalid_type', ''],
    ['a list', [], 'invalid_type', ''],
    ['null', null, 'invalid_type', ''],
    ['no type', businessEvent({ type: undefined }), 'missing_field', '/type'],
    ['an unknown type', businessEvent({ type: 'purchase' }), 'unknown_type', '/type'],
    ['a type that objects have', businessEvent({ type: 'constructor' }), 'unknown_type', '/type'],
    ['a type that is no text', businessEvent({ type: 5 }), 'invalid_type', '/type'],
    ['no timestamp', businessEvent({ timestamp: undefined }), 'missing_field', '/timestamp'],
    ['a timestamp of null', businessEvent({ timestamp: null }), 'missing_field', '/timestamp'],
    [
      'a date that does not exist',
      businessEvent({ timestamp: '2026-02-30T12:00:00Z' }),
      'invalid_timestamp',
      '/timestamp',
    ],
    ['a time without zone', businessEvent({ timestamp: '2026-03-02T12:00:00' }), 'invalid_timestamp', '/timestamp'],
    ['a number for a time', businessEvent({ timestamp: 1_772_452_800 }), 'invalid_timestamp', '/timestamp'],
    ['a feature nobody configured', featureEvent({ feature: 'time_travel' }), 'unknown_feature', '/feature'],
    [
      'one in the list',
      sessionEvent({ featuresUsed: ['quality_control', 'time_travel'] }),
      'unknown_feature',
      '/featuresUsed/1',
    ],
    ['a list entry that is no text', sessionEvent({ featuresUsed: [5] }), 'invalid_type', '/featuresUsed/0'],
    ['a list entry of null', sessionEvent({ featuresUsed: [null] }), 'missing_field', '/featuresUsed/0'],
    ['a step that is too long', journeyEvent({ steps: ['home', 'x'.repeat(51)] }), 'out_of_range', '/steps/1'],
    ['an error that is no object', performanceEvent({ errors: ['crash'] }), 'invalid_type', '/errors/0'],
  ])('refuses %s', (_name, event, code, path) => {
    const rejection = rejectionOf(event);
    expect(rejection).toMatchObject({ code, path });
    expect(rejection.message).not.toBe('');
  });

  it.each<[number, string | null]>([
    [24 * HOUR_MS, null],
    [24 * HOUR_MS + 1, 'in_future'],
    [-30 * 24 * HOUR_MS, null],
    [-30 * 24 * HOUR_MS - 1, 'too_old'],
  ])('an event %d ms from now: %s', (offset, code) => {
    const event = businessEvent({ timestamp: at(offset) });
    if (code === null) {
      expect(() => accepted(event)).not.toThrow();
    } else {
      expect(rejectionOf(event)).toMatchObject({ code, path: '/timestamp' });
    }
  });

  it('takes history where it is told to', () => {
    expect(
      validateEvent(businessEvent({ timestamp: '1999-01-01T00:00:00Z' }), { ...context, maxLatenessMs: Infinity })
        .timestampMs
    ).toBe(Date.parse('1999-01-01T00:00:00Z'));
  });

  it('ignores fields that the contract does not name', () => {
    const event = accepted(businessEvent({ launchTime: 'x', mood: 'good', __proto__: { site: 'x' } }));
    expect(event).not.toHaveProperty('mood');
    expect(event).not.toHaveProperty('launchTime');
  });

  it('takes no field from the prototype of an object', () => {
    const inherited = Object.create({ site: 'north' }) as object;
    expect(accepted(Object.assign(inherited, businessEvent()) as EventBody).site).toBeNull();
  });

  it('gives ids in lower case, so that the same id written otherwise is the same', () => {
    const id = '3F2504E0-4F89-41D3-9A0C-0305E82C3301';
    expect(accepted(sessionEvent({ id, userId: id }))).toMatchObject({
      id: id.toLowerCase(),
      userId: id.toLowerCase(),
    });
  });

  it('counts each feature of a session once', () => {
    const event = accepted(sessionEvent({ featuresUsed: ['quality_control', 'batch_processing', 'quality_control'] }));
    expect(event).toMatchObject({ featuresUsed: ['quality_control', 'batch_processing'] });
  });

  it('mends texts that a client cut through a character', () => {
    expect(accepted(journeyEvent({ steps: ['cut \ud83c'] }))).toMatchObject({ steps: ['cut \ufffd'] });
  });

  it('gives a time in the form in which it is stored', () => {
    expect(accepted(businessEvent({ timestamp: '2026-03-02t18:59:59.9999999+07:00' })).timestamp).toBe(
      '2026-03-02T11:59:59.999999Z'
    );
  });

  it('never quotes a value in a message', () => {
    const secret = 'secret-0451';
    for (const { build, field } of FIELDS) {
      for (const value of [secret, { [secret]: secret }, [secret]]) {
        try {
          accepted(build({ [field]: value }));
        } catch (error) {
          expect(error).toBeInstanceOf(Rejection);
          expect(JSON.stringify([(error as Rejection).message, (error as Rejection).path])).not.toContain(secret);
        }
      }
    }
  });

  it('answers any JSON value with an event or a Rejection', () => {
    const mutated = fc
      .tuple(fc.constantFrom<EventType>(...EVENT_TYPES), fc.array(fc.tuple(fc.nat(), fc.jsonValue()), { maxLength: 3 }))
      .map(([type, changes]) => {
        const event: Record<string, unknown> = EVENT_BUILDERS[type]();
        const names = Object.keys(event);
        for (const [index, value] of changes) {
          event[names[index % names.length] ?? 'id'] = value;
        }
        return event;
      });
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), mutated), (value) => {
        try {
          validateEvent(value, context);
        } catch (error) {
          expect(error).toBeInstanceOf(Rejection);
        }
      }),
      { numRuns: 500 }
    );
  });
});
