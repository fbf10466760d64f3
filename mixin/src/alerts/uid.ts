import { createHash } from 'node:crypto';

/** The longest uid Grafana takes. */
export const UID_LENGTH = 40;

/**
 * A uid of readable parts. One that would be too long keeps its beginning and its last part, with a hash of the whole in
 * between: uids that differ in the last part only stay neighbours, also when Grafana sorts by them.
 */
export function uidOf(...parts: readonly string[]): string {
  const uid = spell(parts.join('-'));
  if (uid.length <= UID_LENGTH) {
    return uid;
  }
  const last = spell(parts.at(-1) ?? '');
  const rest = spell(parts.slice(0, -1).join('-'));
  const hash = createHash('sha256').update(rest).digest('hex').slice(0, 8);
  return `${rest.slice(0, UID_LENGTH - last.length - hash.length - 2)}-${hash}-${last}`;
}

function spell(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`).replaceAll('_', '-');
}
