import { demoId, type IdKind, type IdOrigin } from './demoId';
import type { PlacedEvent } from './events/body';
import { featureUse } from './events/feature';
import { journeyRun } from './events/journey';
import { performanceReport } from './events/performance';
import { sessionReport } from './events/session';
import { siteState } from './plant';
import { clamp, type Random } from './random';
import { releaseOn, type Release } from './releases';
import { dayOf, type DemoPlan } from './timeline';
import type { User } from './users';

/** A visit never takes longer, in seconds; so none reaches into the next day. */
export const LONGEST_VISIT = 2400;
const SHORTEST_VISIT = 45;
/** Share of visits that measure how the app runs. */
const MEASURED = 0.72;

/** Somebody opens the app, does something, and closes it. */
export interface Visit {
  user: User;
  release: Release;
  /** How slow the site's network is, around 1. */
  slowness: number;
  /** 0–1: how much of the bad week is felt. */
  trouble: number;
  sessionId: string;
  seconds: number;
  /** Ids of the features used. */
  features: string[];
  /** What every event of the visit carries. */
  attributes: { userRole: string; deviceType: string; appVersion: string; site: string };
}

/** Which visit: the number tells several of a user and a slot apart. */
export interface VisitOrigin {
  kind: IdKind;
  slot: number;
  number: number;
  /** Its beginning, epoch milliseconds. */
  time: number;
}

/** A visit as its events, in no order. */
export interface PlacedVisit {
  user: User;
  seconds: number;
  events: PlacedEvent[];
}

/** Ids kept free for one visit: its session, its features, its journeys. */
const IDS_A_VISIT = 32;

/** Where the ids of a visit come from: 0 for the session, then one an event. */
export function visitIdOrigin({ kind, slot, number }: VisitOrigin, user: User, id: number): IdOrigin {
  return { kind, slot, actor: user.index, counter: number * IDS_A_VISIT + id };
}

/** The visit that a user makes. */
export function makeVisit(plan: DemoPlan, random: Random, user: User, origin: VisitOrigin): PlacedVisit {
  const day = dayOf(origin.time);
  const age = day - plan.startDay;
  const release = releaseOn(plan, user.index, age);
  const { slowness, trouble } = siteState(plan, user.site, origin.time);
  const visit: Visit = {
    user,
    release,
    slowness,
    trouble,
    sessionId: demoId(plan.seed, visitIdOrigin(origin, user, 0)),
    seconds: Math.round(clamp(random.around(690, 0.42), SHORTEST_VISIT, LONGEST_VISIT)),
    features: featuresUsed(random, user, age),
    attributes: {
      userRole: user.role,
      deviceType: user.deviceType,
      appVersion: release.version,
      site: user.site,
    },
  };
  return { user, seconds: visit.seconds, events: eventsOf(random, visit) };
}

function eventsOf(random: Random, visit: Visit): PlacedEvent[] {
  const events: PlacedEvent[] = [{ at: 1, body: sessionReport(random, visit) }];
  if (random.chance(MEASURED)) {
    events.push({ at: 0, body: performanceReport(random, visit) });
  }
  for (const feature of visit.features) {
    if (random.chance(0.55)) {
      events.push(featureUse(random, visit, feature));
    }
  }
  const journeys = random.pick([
    [0, 28],
    [1, 56],
    [2, 16],
  ]);
  for (let i = 0; i < journeys; i += 1) {
    const run = journeyRun(random, visit);
    if (run) {
      events.push(run);
    }
  }
  return events;
}

/** Of the features that the user has taken up by then, each more likely than not; never none where there is one. */
function featuresUsed(random: Random, user: User, age: number): string[] {
  const known = [...user.features].filter(([, day]) => age - user.joined >= day).map(([feature]) => feature);
  const used = known.filter(() => random.chance(0.6));
  return used.length > 0 ? used : known.slice(0, 1);
}
