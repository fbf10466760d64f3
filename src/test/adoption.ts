import { createDataFrame, type DataFrame, type Field, FieldType } from '@grafana/data';

/** One row of an `adoption` answer. */
export interface AdoptionRow {
  feature: string;
  title: string;
  column: string;
  users: number | null;
  eligible: number | null;
  rate: number | null;
  previous_rate: number | null;
  complete: boolean;
}

/** A row with a share; a test names only what it is about. */
export function adoptionRow(feature: string, column: string, overrides: Partial<AdoptionRow> = {}): AdoptionRow {
  const title = feature.toUpperCase();
  return { feature, title, column, users: 5, eligible: 10, rate: 50, previous_rate: 40, complete: true, ...overrides };
}

/** The long table of an `adoption` answer. */
export function adoptionFrame(rows: AdoptionRow[], config: Field['config'] = {}): DataFrame {
  const text = (name: 'feature' | 'title' | 'column') => ({
    name,
    type: FieldType.string,
    values: rows.map((row) => row[name]),
  });
  const number = (name: 'users' | 'eligible' | 'rate' | 'previous_rate') => ({
    name,
    type: FieldType.number,
    values: rows.map((row) => row[name]),
    config: name === 'rate' ? config : {},
  });
  return createDataFrame({
    refId: 'A',
    fields: [
      text('feature'),
      text('title'),
      text('column'),
      number('users'),
      number('eligible'),
      number('rate'),
      number('previous_rate'),
      { name: 'complete', type: FieldType.boolean, values: rows.map(({ complete }) => complete) },
    ],
  });
}
