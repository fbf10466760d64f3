import type { AnalyticsEvent } from '@lopan/client';
import { generateDay, peopleAtWork, stamp, stampVisit, type TimedEvent } from './day';
import { demoId, IdKind } from './demoId';
import { businessReport } from './events/business';
import { SITES } from './plant';
import { Random } from './random';
import { isOnShift } from './shifts';
import { dayOf, MINUTE_MS, type DemoPlan } from './timeline';
import type { User } from './users';
import { makeVisit } from './visit';

/** Visits a minute on top of the history's, so that somebody who watches sees the plant at work. */
const VISITS_A_MINUTE = 0.3;

/**
 * Makes up the minutes of a plant that is being watched. A minute holds the events that the history has for it, and a few
 * more: a report of each site without sums, and now and then a visit of somebody who is at work that day. So a later load
 * of the same time adds nothing that counts in sums or in people, and a minute posted twice counts once.
 */
export class LivePlant {
  private day = -1;
  private history: TimedEvent[] = [];
  private people: User[] = [];

  constructor(private readonly plan: DemoPlan) {}

  /** The events of the UTC minute that this instant lies in, in the order of time. */
  minute(time: number): AnalyticsEvent[] {
    const slot = Math.floor(time / MINUTE_MS);
    const begin = slot * MINUTE_MS;
    this.openDay(dayOf(begin));
    const planned = this.history.filter((event) => event.time >= begin && event.time < begin + MINUTE_MS);
    const events = [...planned, ...this.reports(slot, begin), ...this.visits(slot, begin)];
    return events.sort((a, b) => a.time - b.time).map(({ event }) => event);
  }

  private openDay(day: number): void {
    if (day !== this.day) {
      this.day = day;
      this.history = generateDay(this.plan, day);
      this.people = peopleAtWork(this.plan, day);
    }
  }

  private reports(slot: number, begin: number): TimedEvent[] {
    const { seed } = this.plan;
    return SITES.map((site, actor) => {
      const random = new Random(seed, 'live report', actor, slot);
      const time = begin + random.integer(0, MINUTE_MS - 1);
      const body = businessReport(this.plan, random, { site, time }, { hourly: false });
      return stamp(body, demoId(seed, { kind: IdKind.LiveReport, slot, actor, counter: 0 }), time);
    });
  }

  private visits(slot: number, begin: number): TimedEvent[] {
    const { seed } = this.plan;
    const random = new Random(seed, 'live visits', slot);
    const onShift = this.people.filter((user) => isOnShift(user, begin));
    const count = onShift.length > 0 ? Math.min(3, random.count(VISITS_A_MINUTE)) : 0;
    return Array.from({ length: count }, (_, number) => {
      const user = random.pick(onShift.map((person) => [person, 1] as const));
      const origin = { kind: IdKind.LiveVisit, slot, number, time: begin };
      // A visit takes longer than a minute; watched, it is told in one.
      return stampVisit(this.plan, makeVisit(this.plan, random, user, origin), origin, MINUTE_MS - 1);
    }).flat();
  }
}
