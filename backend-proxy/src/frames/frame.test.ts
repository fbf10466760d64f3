import { KPIS, type Kpi } from '@lopan/catalogue';
import { field, frame, type CustomMeta } from './frame';
import { displayUnitOf, kpiFieldConfig } from './kpi-config';
import { tableFrame } from './table';

const custom: CustomMeta = { timezone: 'UTC', grain: 'event', method: 'sum', n: [1], complete: [true] };

function kpi(id: string): Kpi {
  const found = KPIS.find((candidate) => candidate.id === id);
  if (!found) {
    throw new Error(`the catalogue lacks ${id}`);
  }
  return found;
}

describe('frame', () => {
  it('writes the schema before the data, and typeInfo on every field: the Go SDK needs both', () => {
    const text = JSON.stringify(
      frame('A', 'Revenue', { type: 'timeseries-multi', custom }, [
        field('time', 'time', [1767225600000]),
        field('revenue', 'number', [null], { labels: { kpi: 'revenue' } }),
      ])
    );
    expect(text.indexOf('"schema"')).toBeLessThan(text.indexOf('"data"'));
    expect(JSON.parse(text)).toEqual({
      schema: {
        refId: 'A',
        name: 'Revenue',
        meta: { type: 'timeseries-multi', typeVersion: [0, 1], custom },
        fields: [
          { name: 'time', type: 'time', typeInfo: { frame: 'time.Time', nullable: false } },
          {
            name: 'revenue',
            type: 'number',
            typeInfo: { frame: 'float64', nullable: true },
            labels: { kpi: 'revenue' },
          },
        ],
      },
      data: { values: [[1767225600000], [null]] },
    });
  });

  it('carries notices only where there are some', () => {
    const notices = [{ severity: 'info' as const, text: 'x' }];
    expect(frame('A', '', { type: 'table', custom, notices }, []).schema.meta.notices).toEqual(notices);
    expect(frame('A', '', { type: 'table', custom, notices: [] }, []).schema.meta).not.toHaveProperty('notices');
  });
});

describe('tableFrame', () => {
  const columns = [
    { name: 'id', type: 'string' as const, value: (row: { id: string; n: number | null }) => row.id },
    {
      name: 'n',
      type: 'number' as const,
      config: { unit: 'percent' },
      value: (row: { id: string; n: number | null }) => row.n,
    },
  ];

  it('turns rows into columns', () => {
    const table = tableFrame(
      'A',
      'T',
      [
        { id: 'a', n: 1 },
        { id: 'b', n: null },
      ],
      columns,
      custom
    );
    expect(table.data.values).toEqual([
      ['a', 'b'],
      [1, null],
    ]);
    expect(table.schema.fields[1]).toMatchObject({ name: 'n', config: { unit: 'percent' } });
  });

  it('keeps its typed columns without rows', () => {
    const table = tableFrame('A', 'T', [], columns, custom);
    expect(table.schema.fields.map(({ typeInfo }) => typeInfo.frame)).toEqual(['string', 'float64']);
    expect(table.data.values).toEqual([[], []]);
  });
});

describe('kpiFieldConfig', () => {
  it.each(KPIS.map((one) => [one.id, one] as const))('%s has a name, a unit and steps that rise', (_id, one) => {
    const config = kpiFieldConfig(one, 'EUR', 'A name');
    expect(config).toMatchObject({
      displayNameFromDS: 'A name',
      decimals: one.decimals,
      custom: { kpi: one.id, target: one.target },
    });
    const steps = config.thresholds?.steps ?? [];
    expect(steps.slice(1).map(({ value }) => value)).toEqual(
      steps
        .slice(1)
        .map(({ value }) => Number(value))
        .sort((a, b) => a - b)
    );
    expect(steps.length === 0 || steps[0]?.value === null).toBe(true);
  });

  it('colours by the status rules: critical, warning, off target, ok', () => {
    expect(kpiFieldConfig(kpi('production_efficiency'), 'USD', '').thresholds?.steps).toEqual([
      { value: null, color: 'red' },
      { value: 60, color: 'orange' },
      { value: 75, color: 'yellow' },
      { value: 85, color: 'green' },
    ]);
    expect(kpiFieldConfig(kpi('launch_time'), 'USD', '').thresholds?.steps).toEqual([
      { value: null, color: 'green' },
      { value: 1.5, color: expect.any(String) as string },
    ]);
    expect(kpiFieldConfig(kpi('screen_views'), 'USD', '')).not.toHaveProperty('thresholds');
  });

  it('shows money in the configured currency', () => {
    expect(displayUnitOf(kpi('revenue'), 'EUR')).toBe('currencyEUR');
    expect(displayUnitOf(kpi('launch_time'), 'EUR')).not.toContain('EUR');
  });
});
