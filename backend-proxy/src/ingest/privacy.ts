import { createHmac } from 'node:crypto';
import type { Config } from '../config/types';

/** Bytes of a UUID. */
const UUID_BYTES = 16;

/** Forms a UUIDv8 (RFC 9562: 122 bits of one's own) from the first 128 bits of a digest. */
export function toUuidV8(digest: Buffer): string {
  const bytes = Buffer.from(digest.subarray(0, UUID_BYTES));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** Turns ids of people, devices and sessions into what is stored. */
export interface Pseudonymizer {
  /** The stored form of an id; the same id always gives the same one. */
  (id: string): string;
}

/**
 * The pseudonymizer of a configuration: the first 128 bits of HMAC-SHA-256 under the secret, in the form of a UUIDv8.
 * Without a secret a pseudonym could be found by trying ids, so the configuration refuses that unless told otherwise.
 * With `anonymize_user_data: false` ids are stored as they come.
 */
export function createPseudonymizer({ anonymizeUserData, secret }: Config['privacy']): Pseudonymizer {
  if (!anonymizeUserData) {
    return (id) => id;
  }
  return (id) =>
    toUuidV8(
      createHmac('sha256', secret ?? '')
        .update(id)
        .digest()
    );
}
