/** Rows turned into one array a column, for `unnest`: one statement of fixed text, however many rows. */
export interface ColumnSpec<Row> {
  column: string;
  /** Postgres type of one value. */
  type: 'uuid' | 'text' | 'timestamptz' | 'bigint' | 'float8' | 'boolean' | 'jsonb' | 'text[]' | 'date' | 'smallint';
  value: (row: Row) => unknown;
}

const TO_ESCAPE = /["\\]/;
const ALL_TO_ESCAPE = /["\\]/g;

/** An element of an array's text form that may hold any character. */
function quoted(text: string): string {
  return `"${TO_ESCAPE.test(text) ? text.replace(ALL_TO_ESCAPE, '\\$&') : text}"`;
}

function textArray(values: readonly string[]): string {
  return `{${values.map(quoted).join(',')}}`;
}

/** The text of one value, as an element of an array. */
function element(type: ColumnSpec<never>['type'], value: unknown): string {
  if (value === null || value === undefined) {
    return 'NULL';
  }
  switch (type) {
    case 'text':
      return quoted(String(value));
    case 'jsonb':
      return quoted(JSON.stringify(value));
    case 'text[]':
      // unnest would flatten a list of lists; each travels as the text of an array and becomes one again.
      return quoted(textArray(value as readonly string[]));
    default:
      // Numbers, UUIDs, instants and dates hold nothing that would end an element.
      return value instanceof Date ? value.toISOString() : String(value);
  }
}

/**
 * The columns of an insert and the `unnest` that feeds it, with one parameter a column from `$1` on. The parameters are
 * written here, knowing the types: the driver would look at every value for what it is, which is a good part of the
 * time that storing an event takes.
 */
export function unnestInsert<Row>(specs: ReadonlyArray<ColumnSpec<Row>>): {
  columns: string;
  select: string;
  source: string;
  valuesOf: (rows: readonly Row[]) => string[];
} {
  return {
    columns: specs.map(({ column }) => `"${column}"`).join(', '),
    select: specs.map(({ column, type }) => (type === 'text[]' ? `r."${column}"::text[]` : `r."${column}"`)).join(', '),
    source: `unnest(${specs
      .map(({ type }, index) => `$${index + 1}::${type === 'text[]' ? 'text' : type}[]`)
      .join(', ')}) AS r(${specs.map(({ column }) => `"${column}"`).join(', ')})`,
    valuesOf: (rows) => specs.map(({ type, value }) => `{${rows.map((row) => element(type, value(row))).join(',')}}`),
  };
}
