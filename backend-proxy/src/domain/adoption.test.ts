import { addCounts, adoptionGrid, type AdoptionCounts } from './adoption';

const FEATURES = [
  { id: 'quality_control', title: 'Quality Control' },
  { id: 'report_generation', title: 'Report Generation' },
];
const counts = (eligible: number, users: Record<string, number> = {}): AdoptionCounts => ({
  eligible,
  users: new Map(Object.entries(users)),
});

describe('adoptionGrid', () => {
  it('has a cell of every feature in every column, used or not', () => {
    const cells = adoptionGrid(FEATURES, [
      {
        name: 'operator',
        complete: true,
        current: counts(8, { quality_control: 6 }),
        previous: counts(4, { quality_control: 1 }),
      },
      { name: 'manager', complete: false, current: null, previous: null },
    ]);
    expect(
      cells.map(({ feature, column, users, eligible, rate, previousRate, complete }) => [
        feature.id,
        column,
        users,
        eligible,
        rate,
        previousRate,
        complete,
      ])
    ).toEqual([
      ['quality_control', 'operator', 6, 8, 75, 25, true],
      ['quality_control', 'manager', 0, 0, null, null, false],
      ['report_generation', 'operator', 0, 8, 0, 0, true],
      ['report_generation', 'manager', 0, 0, null, null, false],
    ]);
  });

  it('divides by seats where they are given, and has no rate where none are known', () => {
    const column = {
      complete: true,
      current: counts(8, { quality_control: 6 }),
      previous: counts(8, { quality_control: 3 }),
    };
    const [known, unknown] = adoptionGrid(FEATURES.slice(0, 1), [
      { ...column, name: 'operator', seats: { current: 12, previous: null } },
      { ...column, name: 'manager', seats: { current: null, previous: 6 } },
    ]);
    expect(known).toMatchObject({ users: 6, eligible: 12, rate: 50, previousRate: null });
    expect(unknown).toMatchObject({ users: 6, eligible: null, rate: null, previousRate: 50 });
  });
});

describe('addCounts', () => {
  it('adds up users feature by feature', () => {
    expect(
      addCounts([counts(3, { quality_control: 2 }), counts(4, { quality_control: 1, report_generation: 4 })])
    ).toEqual(counts(7, { quality_control: 3, report_generation: 4 }));
    expect(addCounts([])).toEqual(counts(0));
  });
});
