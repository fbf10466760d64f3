import { FEATURES } from '@lopan/catalogue';
import type { AnalyticsEvent } from '@lopan/client';
import fc from 'fast-check';
import { validateEvent } from '../ingest/validate';
import { generateHistory } from './generate';
import { demoLicenses } from './licenses';
import { isDemoId } from './demoId';
import { badWeekMonday, SITES } from './plant';
import { ROLES } from './roles';
import { DAY_MS, dayOf, DEMO_DAYS, PILOT_DAYS, planDemo, weekdayOf } from './timeline';

type EventOf<T extends AnalyticsEvent['type']> = Extract<AnalyticsEvent, { type: T }>;

const NOW = new Date('2026-03-18T10:20:30Z');
const history = planDemo(NOW);
const events = [...generateHistory(history)];

function ofType<T extends AnalyticsEvent['type']>(type: T, from = history.from, to = history.to): Array<EventOf<T>> {
  const [begin, end] = [from.toISOString(), to.toISOString()];
  return events.filter(
    (event): event is EventOf<T> => event.type === type && event.timestamp >= begin && event.timestamp < end
  );
}

function mean(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function quantile(values: number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(share * (sorted.length - 1))] ?? NaN;
}

const efficiency = (event: EventOf<'business'>) =>
  0.4 * event.batchCompletionRate + 0.3 * event.qualityScore + 0.3 * event.deliveryPerformance;
const qualityIndex = (event: EventOf<'business'>) =>
  100 - (event.defectRate + event.reworkPercentage + 2 * event.customerComplaints);

// Makes up the whole plant several times; other work on the machine must not fail it.
jest.setTimeout(60_000);

const lastMonth = new Date(NOW.getTime() - 30 * DAY_MS);

describe('generateHistory', () => {
  it('is of a size that loads quickly', () => {
    expect(events.length).toBeGreaterThan(60_000);
    expect(events.length).toBeLessThan(90_000);
  });

  it("is in the order of time, within the range, and every id is the demo's and unique", () => {
    const times = events.map(({ timestamp }) => timestamp);
    expect(times.every((time, i) => i === 0 || time >= (times[i - 1] ?? ''))).toBe(true);
    expect((times[0] ?? '') >= history.from.toISOString()).toBe(true);
    expect((times.at(-1) ?? '') < history.to.toISOString()).toBe(true);
    expect(NOW.getTime() - Date.parse(times.at(-1) ?? '')).toBeLessThan(30 * 60_000);
    expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
    const ids = events.flatMap((event) => [event.id, ...('userId' in event && event.userId ? [event.userId] : [])]);
    expect(ids.every(isDemoId)).toBe(true);
  });

  it('is taken by the intake without a single objection', () => {
    const context = {
      features: new Set(FEATURES.map(({ id }) => id)),
      now: NOW.getTime(),
      maxLatenessMs: 120 * DAY_MS,
    };
    const taken = events.filter((event) => validateEvent(JSON.parse(JSON.stringify(event)), context).id === event.id);
    expect(taken).toHaveLength(events.length);
  });

  it('gives the same events for the same plan, however the time is cut', () => {
    const { to } = history;
    const instant = fc.date({ min: new Date(to.getTime() - 9 * DAY_MS), max: to, noInvalidDate: true });
    fc.assert(
      fc.property(fc.tuple(instant, instant), (cut) => {
        const [begin, end] = cut.sort((a, b) => a.getTime() - b.getTime());
        const [first, last] = [begin.toISOString(), end.toISOString()];
        const expected = events.filter(({ timestamp }) => timestamp >= first && timestamp < last);
        const again = [...generateHistory({ ...history, from: begin, to: end })];
        // As one text: a comparison of ten thousands of objects takes its time.
        expect(JSON.stringify(again) === JSON.stringify(expected)).toBe(true);
      }),
      { numRuns: 15 }
    );
  });

  it('gives another plant for another seed', () => {
    const day = { from: new Date(NOW.getTime() - DAY_MS), to: NOW };
    const ids = new Set([...generateHistory({ plan: history.plan, ...day })].map(({ id }) => id));
    const other = [...generateHistory({ plan: { ...history.plan, seed: 7 }, ...day })];
    expect(other.filter(({ id }) => ids.has(id))).toEqual([]);
  });

  it('has two sites, five roles, two devices, and three releases of which one went wrong', () => {
    const values = (field: 'site' | 'userRole' | 'deviceType' | 'appVersion') =>
      [...new Set(events.flatMap((event) => event[field] ?? []))].sort();
    expect(values('site')).toEqual([...SITES]);
    expect(values('userRole')).toEqual([...ROLES].sort());
    expect(values('deviceType')).toEqual(['iPad', 'iPhone']);
    expect(values('appVersion')).toEqual(['2.3.0', '2.4.0', '2.5.0']);
    const launch = (version: string) =>
      quantile(
        ofType('performance').flatMap((event) => (event.appVersion === version ? event.launchTime : [])),
        0.9
      );
    expect(launch('2.4.0')).toBeGreaterThan(1.5);
    expect(launch('2.3.0')).toBeLessThan(1.5);
    expect(launch('2.5.0')).toBeLessThan(1.4);
  });

  it('adopts a release over days, not at once', () => {
    const days = (version: string) =>
      ofType('session').flatMap((event) => (event.appVersion === version ? Date.parse(event.timestamp) / DAY_MS : []));
    expect(Math.max(...days('2.3.0')) - Math.min(...days('2.4.0'))).toBeGreaterThan(7);
  });

  it('shows the bad week of the south and the recovery after it, and nothing of it in the north', () => {
    const monday = badWeekMonday(history.plan);
    expect(weekdayOf(monday)).toBe(0);
    const week = (site: string, offset: number, value: (event: EventOf<'business'>) => number) => {
      const from = new Date((monday + 7 * offset) * DAY_MS);
      const reports = ofType('business', from, new Date(from.getTime() + 7 * DAY_MS));
      return mean(reports.filter((event) => event.site === site).map(value));
    };
    for (const value of [efficiency, qualityIndex]) {
      expect(week('south', 0, value)).toBeLessThan(week('south', -1, value) - 8);
      expect(week('south', 2, value)).toBeGreaterThan(week('south', 0, value) + 8);
      expect(Math.abs(week('north', 0, value) - week('north', -1, value))).toBeLessThan(3);
    }
  });

  it('has fewer people at work at the weekend', () => {
    const active = new Map<number, Set<string>>();
    for (const event of ofType('session', lastMonth)) {
      const day = dayOf(Date.parse(event.timestamp));
      active.set(day, (active.get(day) ?? new Set()).add(event.userId));
    }
    const sizes = (weekend: boolean) =>
      [...active].filter(([day]) => weekdayOf(day) >= 5 === weekend).map(([, users]) => users.size);
    expect(mean(sizes(true))).toBeLessThan(0.85 * mean(sizes(false)));
    expect(Math.min(...sizes(true))).toBeGreaterThan(30);
  });

  it('comes near the targets of the catalogue over the last 30 days', () => {
    const business = ofType('business', lastMonth);
    const sessions = ofType('session', lastMonth);
    const performance = ofType('performance', lastMonth);
    const journeys = ofType('journey', lastMonth);
    const between = (value: number, low: number, high: number) => {
      expect(value).toBeGreaterThan(low);
      expect(value).toBeLessThan(high);
    };
    between(mean(business.map(efficiency)), 84.5, 88);
    between(mean(business.map(qualityIndex)), 89, 92.5);
    between(mean(business.flatMap(({ customerSatisfaction }) => customerSatisfaction ?? [])), 4.3, 4.5);
    between(
      quantile(
        performance.map(({ launchTime }) => launchTime),
        0.9
      ),
      1.2,
      1.55
    );
    between(
      quantile(
        performance.map(({ memoryUsage }) => memoryUsage),
        0.5
      ) / 1e6,
      125,
      142
    );
    between(
      quantile(
        performance.map(({ scrollFps }) => scrollFps),
        0.5
      ),
      58.9,
      60
    );
    between(mean(performance.map(({ crashCount }) => (crashCount === 0 ? 100 : 0))), 99.5, 99.95);
    between(mean(journeys.map(({ abandonmentPoint }) => (abandonmentPoint ? 0 : 100))), 88, 95);
    between(
      mean(sessions.map((event) => Math.min(1, (event.actionsCompleted * 60) / event.sessionDuration / 2))),
      0.75,
      0.92
    );
    const stock = business.flatMap(({ inventory }) => inventory ?? []);
    const sold = stock.reduce((sum, { costOfGoodsSold }) => sum + costOfGoodsSold, 0);
    between(((sold / mean(stock.map(({ inventoryValue }) => inventoryValue))) * 365) / 30, 11, 12.5);
  });

  it('keeps most people for 30 and 90 days, and loses some', () => {
    const days = new Map<string, Set<number>>();
    for (const event of ofType('session')) {
      days.set(event.userId, (days.get(event.userId) ?? new Set()).add(dayOf(Date.parse(event.timestamp))));
    }
    const last = dayOf(NOW.getTime()) - 1;
    const retained = (after: number) => {
      const firsts = [...days].map(([, active]) => ({ active, first: Math.min(...active) }));
      const cohort = firsts.filter(({ first }) => first + after >= last - 29 && first + after + 6 <= last);
      expect(cohort.length).toBeGreaterThan(25);
      const stayed = cohort.filter(({ active, first }) =>
        [...active].some((day) => day >= first + after && day <= first + after + 6)
      );
      return (100 * stayed.length) / cohort.length;
    };
    for (const rate of [retained(30), retained(90)]) {
      expect(rate).toBeGreaterThan(70);
      expect(rate).toBeLessThan(100);
    }
  });

  it('walks real ways through the app: an abandoned journey ends where it was given up, others at their end', () => {
    const lost = ofType('journey').filter(
      ({ steps = [], stepCount, startPoint, endPoint, abandonmentPoint }) =>
        steps.length !== stepCount ||
        steps[0] !== startPoint ||
        steps.at(-1) !== (abandonmentPoint ?? endPoint) ||
        abandonmentPoint === endPoint
    );
    expect(lost).toEqual([]);
  });

  it('has seats for its people from the first day', () => {
    const licenses = demoLicenses(history.plan);
    expect(licenses[0]?.effectiveFrom).toBe(history.from.toISOString().slice(0, 10));
    const seats = licenses.at(-1)?.seats.reduce((sum, { count }) => sum + count, 0) ?? 0;
    const people = new Set(ofType('session', lastMonth).map(({ userId }) => userId)).size;
    expect(people).toBeLessThanOrEqual(seats);
    expect(people).toBeGreaterThan(0.8 * seats);
  });
});

describe('planDemo', () => {
  it('goes back whole days, a pilot and 90 days', () => {
    expect(DEMO_DAYS).toBe(PILOT_DAYS + 90);
    expect(history.to).toBe(NOW);
    expect(history.from.toISOString()).toBe('2025-11-20T00:00:00.000Z');
  });
});
