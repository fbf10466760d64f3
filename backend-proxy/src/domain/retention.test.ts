import { retentionMatrix, type FirstDateCohort } from './retention';

const cohort = (
  firstSeen: string,
  size: number,
  active: Array<[number, number]>,
  group: string[] = []
): FirstDateCohort => ({
  firstSeen,
  group,
  size,
  active: new Map(active),
});

const options = {
  periods: 3,
  // Weeks that begin on Monday, 2 March 2026.
  weekOf: (date: string) => (date < '2026-03-09' ? '2026-03-02' : '2026-03-09'),
  today: '2026-03-18',
  isOver: (date: string) => date < '2026-03-18',
};

describe('retentionMatrix', () => {
  it('puts the first dates of a week together', () => {
    const cells = retentionMatrix(
      [
        cohort('2026-03-02', 4, [
          [0, 4],
          [1, 3],
        ]),
        cohort('2026-03-04', 6, [
          [0, 6],
          [1, 2],
          [2, 1],
        ]),
      ],
      options
    );
    expect(cells.map(({ cohortSize, period, retained, rate }) => [cohortSize, period, retained, rate])).toEqual([
      [10, 0, 10, 100],
      [10, 1, 5, 50],
      [10, 2, 1, 10],
    ]);
  });

  it('is complete once the period is over for the youngest of the cohort', () => {
    // Days 7 to 13 of 4 March end on the 17th, those of the 5th on the 18th.
    expect(retentionMatrix([cohort('2026-03-04', 1, [])], options).map(({ complete }) => complete)).toEqual([
      true,
      true,
      false,
    ]);
    const younger = [cohort('2026-03-04', 1, []), cohort('2026-03-05', 1, [])];
    expect(retentionMatrix(younger, options).map(({ complete }) => complete)).toEqual([true, false, false]);
  });

  it('is null before a period has begun for anyone, and 0 where nobody came back', () => {
    const [, second, third] = retentionMatrix([cohort('2026-03-10', 5, [[0, 5]])], options);
    expect(second).toMatchObject({ retained: 0, rate: 0, complete: false });
    expect(third).toMatchObject({ retained: null, rate: null, complete: false });
  });

  it('keeps groups apart, in their order and that of the weeks', () => {
    const cells = retentionMatrix(
      [
        cohort('2026-03-10', 1, [[0, 1]], ['south']),
        cohort('2026-03-10', 2, [[0, 2]], ['north']),
        cohort('2026-03-02', 3, [[0, 3]], ['south']),
      ],
      { ...options, periods: 1 }
    );
    expect(cells.map(({ group, cohort: week, cohortSize }) => [group[0], week, cohortSize])).toEqual([
      ['north', '2026-03-09', 2],
      ['south', '2026-03-02', 3],
      ['south', '2026-03-09', 1],
    ]);
  });
});
