import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { createPseudonymizer } from './privacy';

const privacy = {
  anonymizeUserData: true,
  gdprCompliant: true,
  dataRetentionDays: 730,
  minGroupSize: 0,
  secret: 'a-secret-of-the-tests-0123456789',
};
const UUID_V8 = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe('createPseudonymizer', () => {
  const pseudonymize = createPseudonymizer(privacy);

  it('gives a UUIDv8 of the first 128 bits of HMAC-SHA-256', () => {
    const id = '3f2504e0-4f89-41d3-9a0c-0305e82c3301';
    const digest = createHmac('sha256', privacy.secret).update(id).digest('hex').slice(0, 32);
    const pseudonym = pseudonymize(id).replaceAll('-', '');
    // All but the six bits of version and variant.
    expect(pseudonym.slice(0, 12)).toBe(digest.slice(0, 12));
    expect(pseudonym.slice(13, 16)).toBe(digest.slice(13, 16));
    expect(pseudonym.slice(17)).toBe(digest.slice(17));
    expect(pseudonymize(id)).toMatch(UUID_V8);
  });

  it('gives the same id the same pseudonym, and others another', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (one, other) => {
        expect(pseudonymize(one)).toMatch(UUID_V8);
        expect(pseudonymize(one) === pseudonymize(other)).toBe(one === other);
      })
    );
  });

  it('depends on the secret', () => {
    const other = createPseudonymizer({ ...privacy, secret: 'another-secret-of-the-tests-0123' });
    expect(other('u')).not.toBe(pseudonymize('u'));
  });

  it('leaves ids as they are where the configuration says so', () => {
    expect(createPseudonymizer({ ...privacy, anonymizeUserData: false })('u')).toBe('u');
  });
});
