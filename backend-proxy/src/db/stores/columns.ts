import type { Step } from '../pipeline';

/** A column that is written, and its value in a row. */
export interface ColumnSpec<Row> {
  column: string;
  /** Postgres type of one value. */
  type: 'uuid' | 'text' | 'timestamptz' | 'bigint' | 'float8' | 'boolean' | 'jsonb' | 'text[]' | 'date' | 'smallint';
  value: (row: Row) => unknown;
}

type Type = ColumnSpec<never>['type'];

const QUOTED_IN_ARRAYS = /["\\]/;
const ALL_QUOTED_IN_ARRAYS = /["\\]/g;

/** An element of an array's text form that may hold any character. */
function quoted(text: string): string {
  return `"${QUOTED_IN_ARRAYS.test(text) ? text.replace(ALL_QUOTED_IN_ARRAYS, '\\$&') : text}"`;
}

function textArray(values: readonly string[]): string {
  return `{${values.map(quoted).join(',')}}`;
}

/** The text of one value, as an element of an array. */
function element(type: Type, value: unknown): string {
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

/** Ends a field or a row of COPY's text form, or begins an escape. */
const ESCAPED_IN_COPY = /[\\\t\n\r]/;
const ALL_ESCAPED_IN_COPY = /[\\\t\n\r]/g;
const COPY_ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };
const COPY_NULL = '\\N';

/** A field of COPY's text form that may hold any character. */
function escaped(text: string): string {
  return ESCAPED_IN_COPY.test(text) ? text.replace(ALL_ESCAPED_IN_COPY, (found) => COPY_ESCAPES[found] ?? found) : text;
}

/** The text of one value that is not null, as a field of COPY. */
function field(type: Type, value: NonNullable<unknown>): string {
  switch (type) {
    case 'text':
      return escaped(String(value));
    case 'jsonb':
      return escaped(JSON.stringify(value));
    case 'text[]':
      return escaped(textArray(value as readonly string[]));
    default:
      return value instanceof Date ? value.toISOString() : String(value);
  }
}

function nameOf({ column }: ColumnSpec<never>): string {
  return `"${column}"`;
}

/** The step that writes rows into a table by COPY: the statement is short, and Postgres reads rows as they come. */
export function copyInto<Row>(table: string, specs: ReadonlyArray<ColumnSpec<Row>>): (rows: readonly Row[]) => Step {
  const text = `COPY ${table} (${specs.map(nameOf).join(', ')}) FROM STDIN`;
  return (rows) => ({ text, copy: copyLines(specs, rows) });
}

/** Rows in COPY's text form. */
export function copyLines<Row>(specs: ReadonlyArray<ColumnSpec<Row>>, rows: readonly Row[]): string {
  let lines = '';
  for (const row of rows) {
    let separator = '';
    for (const { type, value } of specs) {
      const read = value(row);
      lines += separator + (read === null || read === undefined ? COPY_NULL : field(type, read));
      separator = '\t';
    }
    lines += '\n';
  }
  return lines;
}

/**
 * The columns of an insert and the `unnest` that feeds it, with one parameter a column from `$1` on: one statement of
 * fixed text, however many rows. For rows that COPY cannot write because they may be there already. The parameters are
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
    columns: specs.map(nameOf).join(', '),
    select: specs.map(({ column, type }) => (type === 'text[]' ? `r."${column}"::text[]` : `r."${column}"`)).join(', '),
    source: `unnest(${specs
      .map(({ type }, index) => `$${index + 1}::${type === 'text[]' ? 'text' : type}[]`)
      .join(', ')}) AS r(${specs.map(nameOf).join(', ')})`,
    valuesOf: (rows) => specs.map(({ type, value }) => `{${rows.map((row) => element(type, value(row))).join(',')}}`),
  };
}
