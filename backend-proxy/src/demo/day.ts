import type { AnalyticsEvent } from '@lopan/client';
import { demoId, IdKind } from './demoId';
import type { EventBody } from './events/body';
import { businessReport } from './events/business';
import { SITES } from './plant';
import { Random } from './random';
import { ROLE_MODELS } from './roles';
import { isAtWork, momentOnShift } from './shifts';
import { DAY_MS, MINUTE_MS, type DemoPlan } from './timeline';
import { usersUntil, type User } from './users';
import { LONGEST_VISIT, makeVisit, visitIdOrigin, type PlacedVisit, type VisitOrigin } from './visit';

/** An event with its instant as a number, for sorting and cutting. */
export interface TimedEvent {
  time: number;
  event: AnalyticsEvent;
}

const REPORT_EVERY_MS = 30 * MINUTE_MS;

/** Every event of one UTC day, in the order of time. */
export function generateDay(plan: DemoPlan, day: number): TimedEvent[] {
  const events = [...reports(plan, day), ...visits(plan, day)];
  return events.sort((a, b) => a.time - b.time || (a.event.id < b.event.id ? -1 : 1));
}

/** The people who open the app on this day. */
export function peopleAtWork(plan: DemoPlan, day: number): User[] {
  return usersUntil(plan, day - plan.startDay).filter((user) => isAtWork(plan, user, day));
}

/** Puts id and time on an event. */
export function stamp(body: EventBody, id: string, time: number): TimedEvent {
  return { time, event: { id, timestamp: new Date(time).toISOString(), ...body } };
}

/** Puts ids and times on the events of a visit that takes so many milliseconds. */
export function stampVisit({ seed }: DemoPlan, visit: PlacedVisit, origin: VisitOrigin, ms: number): TimedEvent[] {
  return visit.events.map(({ at, body }, i) =>
    stamp(body, demoId(seed, visitIdOrigin(origin, visit.user, i + 1)), Math.floor(origin.time + at * ms))
  );
}

function reports(plan: DemoPlan, day: number): TimedEvent[] {
  return SITES.flatMap((site, actor) =>
    Array.from({ length: DAY_MS / REPORT_EVERY_MS }, (_, counter) => {
      const time = day * DAY_MS + counter * REPORT_EVERY_MS + (actor * 5 + 1) * MINUTE_MS;
      const random = new Random(plan.seed, 'report', actor, day, counter);
      const body = businessReport(plan, random, { site, time }, { hourly: counter % 2 === 0 });
      return stamp(body, demoId(plan.seed, { kind: IdKind.Report, slot: day, actor, counter }), time);
    })
  );
}

function visits(plan: DemoPlan, day: number): TimedEvent[] {
  return peopleAtWork(plan, day).flatMap((user) => {
    const random = new Random(plan.seed, 'visits', user.index, day);
    const count = 1 + Math.min(5, random.count(ROLE_MODELS[user.role].furtherVisits));
    return Array.from({ length: count }, (_, number) => {
      const begin = momentOnShift(random, user, day, LONGEST_VISIT * 1000);
      const origin = { kind: IdKind.Visit, slot: day, number, time: begin };
      const visit = makeVisit(plan, random, user, origin);
      return stampVisit(plan, visit, origin, visit.seconds * 1000);
    }).flat();
  });
}
