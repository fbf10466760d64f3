import type { AnalyticsEvent } from '@lopan/client';
import { generateHistory } from './generate';
import { LivePlant } from './live';
import { MINUTE_MS, planDemo } from './timeline';

const NOW = new Date('2026-03-18T10:20:30Z');
const { plan } = planDemo(NOW);
const HOUR = Array.from({ length: 60 }, (_, i) => Date.UTC(2026, 2, 18, 9) + i * MINUTE_MS);

// Makes up several days; other work on the machine must not fail it.
jest.setTimeout(60_000);

describe('LivePlant', () => {
  const hour = HOUR.map((minute) => new LivePlant(plan).minute(minute));

  it('gives the same minute again after a restart, whatever was asked before and wherever in the minute', () => {
    const plant = new LivePlant(plan);
    plant.minute(HOUR[50] ?? 0);
    expect(HOUR.map((minute, i) => plant.minute(minute + 997 * i))).toEqual(hour);
  });

  it('keeps to its minute, in order, with ids of its own', () => {
    hour.forEach((events, i) => {
      const begin = HOUR[i] ?? 0;
      const times = events.map(({ timestamp }) => Date.parse(timestamp));
      expect(times).toEqual([...times].sort((a, b) => a - b));
      expect(times.every((time) => time >= begin && time < begin + MINUTE_MS)).toBe(true);
    });
    const ids = hour.flat().map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('holds what the history has for the hour, so that a load of the same time adds nothing', () => {
    const from = new Date(HOUR[0] ?? 0);
    const planned = [...generateHistory({ plan, from, to: new Date(from.getTime() + 60 * MINUTE_MS) })];
    const live = new Map(hour.flat().map((event) => [event.id, event]));
    expect(planned.length).toBeGreaterThan(10);
    expect(planned.map(({ id }) => live.get(id))).toEqual(planned);
    // What it adds carries no sums and no people who would not have been active.
    const added = hour.flat().filter(({ id }) => !planned.some((event) => event.id === id));
    expect(added.length).toBeGreaterThanOrEqual(120);
    expect(added.filter((event) => 'financial' in event || 'inventory' in event || 'operations' in event)).toEqual([]);
    const day = { from: new Date(Date.UTC(2026, 2, 18)), to: new Date(Date.UTC(2026, 2, 19)) };
    const users = (events: Iterable<AnalyticsEvent>) =>
      [...events].flatMap((event) => ('userId' in event ? [event.userId] : []));
    const active = new Set(users(generateHistory({ plan, ...day })));
    expect(users(added).filter((user) => !active.has(user))).toEqual([]);
  });

  it('reports from both sites every minute', () => {
    for (const events of hour) {
      const sites = events.flatMap((event) => (event.type === 'business' ? event.site : []));
      expect(new Set(sites)).toEqual(new Set(['north', 'south']));
    }
  });
});
