import fc from 'fast-check';
import { createPseudonymizer } from './privacy';
import { forQuarantine, quarantineText } from './quarantine';

const pseudonymize = createPseudonymizer({
  anonymizeUserData: true,
  gdprCompliant: true,
  dataRetentionDays: 730,
  minGroupSize: 0,
  secret: 'a-secret-of-the-tests-0123456789',
});
const USER = '3f2504e0-4f89-41d3-9a0c-0305e82c3301';

describe('forQuarantine', () => {
  it('keeps the fields of the contract, ids under pseudonyms', () => {
    const event = {
      id: 'x',
      type: 'session',
      userId: USER,
      sessionId: 's',
      deviceId: 'd',
      screenViews: -1,
      features: 1,
    };
    expect(forQuarantine(event, pseudonymize)).toEqual({
      id: 'x',
      type: 'session',
      userId: pseudonymize(USER),
      sessionId: pseudonymize('s'),
      deviceId: pseudonymize('d'),
      screenViews: -1,
    });
  });

  it('gives an id in capitals the pseudonym that erasure looks for', () => {
    expect(forQuarantine({ userId: USER.toUpperCase() }, pseudonymize)).toEqual({ userId: pseudonymize(USER) });
  });

  it.each<[string, unknown]>([
    ['a number', 12345],
    ['a list', [USER]],
    ['an object', { raw: USER }],
    ['nothing', null],
  ])('keeps no user id that is %s', (_name, userId) => {
    expect(forQuarantine({ userId }, pseudonymize)).toEqual({ userId: null });
  });

  it.each<[unknown]>([['text'], [5], [null], [[{ userId: USER }]], [undefined]])('keeps nothing of %j', (value) => {
    expect(forQuarantine(value, pseudonymize)).toBeNull();
  });

  it('lets no raw id through, wherever in an event it stands under its own name', () => {
    const personal = fc.constantFrom('userId', 'deviceId', 'sessionId');
    const known = fc.constantFrom(
      'errors',
      'deviceMetrics',
      'inventory',
      'steps',
      'operations',
      'unknown',
      '__proto__'
    );
    const tree = fc.letrec<{ node: unknown }>((tie) => ({
      node: fc.oneof(
        { maxDepth: 5 },
        fc.oneof(fc.integer(), fc.constant(null), fc.boolean()),
        fc.array(tie('node'), { maxLength: 3 }),
        fc.dictionary(known, tie('node'), { maxKeys: 3 }),
        fc
          .tuple(personal, fc.constantFrom<unknown>(USER, USER.toUpperCase(), [USER], { id: USER }))
          .map(([name, id]) => ({ [name]: id }))
      ),
    })).node;
    fc.assert(
      fc.property(fc.dictionary(known, tree), personal, (event, name) => {
        const kept = JSON.stringify(forQuarantine({ ...event, [name]: USER }, pseudonymize));
        expect(kept.toLowerCase()).not.toContain(USER);
      }),
      { numRuns: 300 }
    );
  });

  it('shortens what is long and deep, and keeps nothing that jsonb refuses', () => {
    const kept = forQuarantine(
      {
        reason: 'x'.repeat(1000),
        steps: Array.from({ length: 500 }, (_, i) => `s${i}`),
        site: 'a\0b\ud800',
        errors: [[[[['deep']]]]],
      },
      pseudonymize
    );
    expect(kept?.['reason']).toHaveLength(200);
    expect(kept?.['steps']).toHaveLength(20);
    expect(kept?.['site']).toBe('ab\ufffd');
    expect(JSON.stringify(kept)).not.toContain('deep');
  });
});

describe('quarantineText', () => {
  it.each<[unknown, string | null]>([
    ['a', 'a'],
    ['a\0', 'a'],
    ['\ud800', '\ufffd'],
    ['x'.repeat(300), 'x'.repeat(200)],
    [5, null],
    [null, null],
    [undefined, null],
  ])('of %j is %j', (value, text) => expect(quarantineText(value)).toBe(text));
});
