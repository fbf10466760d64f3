import { createHash } from 'node:crypto';

/** The longest uid Grafana takes. */
export const UID_LENGTH = 40;

/** A uid of readable parts; one that would be too long keeps its beginning and ends in a hash of the whole. */
export function uidOf(...parts: readonly string[]): string {
  const uid = parts
    .join('-')
    .replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
    .replaceAll('_', '-');
  if (uid.length <= UID_LENGTH) {
    return uid;
  }
  const hash = createHash('sha256').update(uid).digest('hex').slice(0, 8);
  return `${uid.slice(0, UID_LENGTH - 9)}-${hash}`;
}
