/** Rows turned into one array a column, for `unnest`: one statement of fixed text, however many rows. */
export interface ColumnSpec<Row> {
  column: string;
  /** Postgres type of one value. */
  type: 'uuid' | 'text' | 'timestamptz' | 'bigint' | 'float8' | 'boolean' | 'jsonb' | 'text[]' | 'date' | 'smallint';
  value: (row: Row) => unknown;
}

/** The columns of an insert and the `unnest` that feeds it, with one parameter a column from `$1` on. */
export function unnestInsert<Row>(specs: ReadonlyArray<ColumnSpec<Row>>): {
  columns: string;
  select: string;
  source: string;
  valuesOf: (rows: readonly Row[]) => unknown[];
} {
  // unnest would flatten a list of lists; lists travel as JSON and are taken apart again.
  return {
    columns: specs.map(({ column }) => `"${column}"`).join(', '),
    select: specs
      .map(({ column, type }) =>
        type === 'text[]'
          ? `CASE WHEN r."${column}" IS NULL THEN NULL ELSE ARRAY(SELECT jsonb_array_elements_text(r."${column}")) END`
          : `r."${column}"`
      )
      .join(', '),
    source: `unnest(${specs
      .map(({ type }, index) => `$${index + 1}::${type === 'text[]' ? 'jsonb' : type}[]`)
      .join(', ')}) AS r(${specs.map(({ column }) => `"${column}"`).join(', ')})`,
    valuesOf: (rows) =>
      specs.map(({ type, value }) =>
        rows.map((row) => {
          const cell = value(row);
          return cell !== null && (type === 'text[]' || type === 'jsonb') ? JSON.stringify(cell) : cell;
        })
      ),
  };
}
