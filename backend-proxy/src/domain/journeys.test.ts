import { durationsFrom, routeKey, routesOf, type RouteOutcome } from './journeys';

const outcome = (abandonmentPoint: string, sums: Record<string, number>, endPoint = 'report'): RouteOutcome => ({
  group: ['north'],
  startPoint: 'home',
  endPoint,
  abandonmentPoint,
  sums,
});
const none = (): [null, null] => [null, null];

describe('routesOf', () => {
  it('puts the outcomes of a route together', () => {
    const [route] = routesOf(
      [
        outcome('', {
          n: 6,
          n_completed: 6,
          n_flagged: 1,
          sum_efficiency: 4.5,
          sum_expected_duration: 360,
          sum_time_lost: 1800,
        }),
        outcome('list', {
          n: 4,
          n_completed: 0,
          n_flagged: 1,
          sum_efficiency: 0,
          sum_expected_duration: 240,
          sum_time_lost: 1800,
        }),
      ],
      () => [50, 90]
    );
    expect(route).toEqual({
      group: ['north'],
      startPoint: 'home',
      endPoint: 'report',
      runs: 10,
      completed: 6,
      abandoned: 4,
      completionRate: 60,
      medianDuration: 50,
      p90Duration: 90,
      expectedDuration: 60,
      flagged: 2,
      flaggedRate: 20,
      efficiency: 45,
      abandonmentPoint: 'list',
      hoursLost: 1,
    });
  });

  it('names where most were given up, of equals the first by name, and nothing where none was', () => {
    const given = (point: string, n: number): RouteOutcome => outcome(point, { n, n_completed: 0 });
    const pointOf = (...outcomes: RouteOutcome[]): string | null | undefined =>
      routesOf(outcomes, none)[0]?.abandonmentPoint;
    expect(pointOf(given('b', 2), given('a', 1), given('c', 3))).toBe('c');
    expect(pointOf(given('b', 2), given('a', 2))).toBe('a');
    expect(pointOf(outcome('', { n: 5, n_completed: 5 }))).toBeNull();
  });

  it('ranks by the time lost, then by runs, then by name', () => {
    const routes = routesOf(
      [
        outcome('', { n: 1, sum_time_lost: 60 }, 'd'),
        outcome('', { n: 1, sum_time_lost: 60 }, 'c'),
        outcome('', { n: 2, sum_time_lost: 60 }, 'b'),
        outcome('', { n: 1, sum_time_lost: 90 }, 'a'),
      ],
      none
    );
    expect(routes.map(({ endPoint }) => endPoint)).toEqual(['a', 'b', 'c', 'd']);
  });
});

describe('durationsFrom', () => {
  it('merges the histograms of a route', () => {
    const key = routeKey([], 'home', 'report');
    const durationsOf = durationsFrom([
      [key, { bins: [0], counts: [1] }],
      [key, { bins: [200], counts: [3] }],
    ]);
    const [median, p90] = durationsOf(key);
    expect(median).toBe(p90);
    expect(median).toBeGreaterThan(20);
    expect(durationsOf(routeKey([], 'home', 'list'))).toEqual([null, null]);
  });
});
