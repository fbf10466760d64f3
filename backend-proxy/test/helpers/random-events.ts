import { DAY_MS, MINUTE_MS } from '../../src/domain/calendar';
import type { Range } from '../../src/domain/intervals';
import { featureEvent, journeyEvent, sessionEvent, type EventBody } from './events';

/** Numbers from 0 to 1 that a seed determines (Park and Miller's minimal standard generator). */
export function randomOf(seed: number): () => number {
  let state = (seed % 2147483646) + 1;
  return () => {
    state = (state * 48271) % 2147483647;
    return (state - 1) / 2147483646;
  };
}

export function pick<T>(values: readonly T[], random: () => number): T {
  return values[Math.floor(random() * values.length)] as T;
}

/** A few of a list, in the list's order. */
function some<T>(values: readonly T[], random: () => number): T[] {
  return values.filter(() => random() < 0.3);
}

export const FEATURES = ['customer_management', 'batch_processing', 'inventory_tracking', 'quality_control'] as const;
export const SCREENS = ['home', 'list', 'detail', 'report', 'done'] as const;
const ROLES = ['operator', 'manager', undefined] as const;
const VERSIONS = ['1.0', '1.1', '2.0'] as const;
const DEVICES = ['iPad', 'iPhone'] as const;
const SITES = ['north', 'south'] as const;

/** How coarse random instants are, so that some fall on the same one. */
const STEP_MS = 2.5 * MINUTE_MS;

const BUILDERS = {
  session: (common: object, random: () => number) => sessionEvent({ ...common, featuresUsed: some(FEATURES, random) }),
  feature: (common: object, random: () => number) => featureEvent({ ...common, feature: pick(FEATURES, random) }),
  journey: (common: object, random: () => number) => {
    const steps = Array.from({ length: Math.floor(random() * 9) }, () => pick(SCREENS, random));
    return journeyEvent({
      ...common,
      startPoint: pick(SCREENS, random),
      endPoint: pick(SCREENS, random),
      steps: random() < 0.3 ? undefined : steps,
      completionTime: Math.round(random() * 3000) / 10,
      expectedDuration: 30 + Math.floor(random() * 90),
      abandonmentPoint: random() < 0.4 ? pick(SCREENS, random) : undefined,
    });
  },
} as const;

/** Activity of some users over a range; each user begins at an instant of their own and changes attributes at times. */
export function randomActivity(
  { from, to }: Range,
  { users, events, seed }: { users: number; events: number; seed: number }
): EventBody[] {
  const random = randomOf(seed);
  const people = Array.from({ length: users }, (_, index) => ({
    userId: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
    from: from + random() * Math.max(DAY_MS, (to - from) * 0.8),
    userRole: pick(ROLES, random),
    deviceType: pick(DEVICES, random),
    site: pick(SITES, random),
  }));
  return Array.from({ length: events }, () => {
    const { from: begin, ...person } = pick(people, random);
    const instant = begin + random() ** 2 * (to - begin);
    const common = {
      ...person,
      ...(random() < 0.1 && { userRole: pick(ROLES, random) }),
      appVersion: pick(VERSIONS, random),
      timestamp: new Date(Math.floor(instant / STEP_MS) * STEP_MS).toISOString(),
    };
    return BUILDERS[pick(['session', 'feature', 'journey'] as const, random)](common, random);
  });
}

/** The features that an event says were used. */
export function featuresOf(event: EventBody): string[] {
  return event.type === 'session'
    ? (event['featuresUsed'] as string[])
    : event.type === 'feature'
      ? [event['feature'] as string]
      : [];
}

/** The group of an event by a dimension. */
export function valueOf(event: EventBody, name: string): string {
  return (event[name] as string | undefined) ?? 'unknown';
}

export const instantOf = ({ timestamp }: EventBody): number => Date.parse(timestamp);
