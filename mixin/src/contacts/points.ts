import type { Severity } from '../alerts/types';
import { ALL_SEVERITIES, WEBHOOK, type Contact } from './contact';

/** A contact point of Grafana: everybody who is told of the same severities. */
export interface Point {
  name: string;
  severities: readonly Severity[];
  receivers: ReadonlyArray<{ uid: string; contact: Contact }>;
}

const NAME = 'Lopan alerts';

/** Severities that nobody takes; they go to the webhook, whose address may lead nowhere. */
export function untold(contacts: readonly Contact[]): Severity[] {
  return ALL_SEVERITIES.filter((severity) => !contacts.some(({ severities }) => severities.includes(severity)));
}

/**
 * The contact points that the rules name. As long as everybody is told of everything it is a single one, so that the
 * change of a KPI from one severity to another is one message.
 */
export function points(contacts: readonly Contact[]): Point[] {
  const missing = untold(contacts);
  const all = missing.length === 0 ? contacts : [...contacts, { ...WEBHOOK, severities: missing }];
  const told = (severity: Severity): Contact[] => all.filter(({ severities }) => severities.includes(severity));
  const sets = new Map<string, Severity[]>();
  for (const severity of ALL_SEVERITIES) {
    const key = told(severity)
      .map((contact) => all.indexOf(contact))
      .join();
    sets.set(key, [...(sets.get(key) ?? []), severity]);
  }
  return [...sets.values()].map((severities) => {
    const whole = severities.length === ALL_SEVERITIES.length;
    return {
      name: whole ? NAME : `${NAME}, ${severities.join(' and ')}`,
      severities,
      receivers: told(severities[0] ?? 'critical').map((contact) => ({
        uid: ['lopan', contact.type, ...ordinal(all, contact), ...(whole ? [] : severities)].join('-'),
        contact,
      })),
    };
  });
}

/** The contact point that takes a severity. */
export function pointOf(contacts: readonly Contact[], severity: Severity): Point {
  const found = points(contacts).find(({ severities }) => severities.includes(severity));
  if (!found) {
    throw new Error(`no contact point takes the severity ${severity}`);
  }
  return found;
}

/** Tells the second and later contacts of a type apart. */
function ordinal(all: readonly Contact[], contact: Contact): string[] {
  const place = all.filter(({ type }) => type === contact.type).indexOf(contact);
  return place === 0 ? [] : [String(place + 1)];
}
