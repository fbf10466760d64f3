/** A cell of a CSV file: text, a number, or nothing. */
export type CsvCell = string | number | null;

/** Characters with which a spreadsheet takes a text for a formula and runs it. */
const FORMULA_START = /^[=+\-@\t\r]/;

/**
 * Writes CSV (RFC 4180, lines end in CRLF). A text that a spreadsheet would run as a formula gets an apostrophe in
 * front; numbers are left alone, so that a negative one stays a number.
 */
export function toCsv(header: string[], rows: CsvCell[][]): string {
  return [header, ...rows].map((row) => row.map(toCell).join(',')).join('\r\n') + '\r\n';
}

function toCell(cell: CsvCell): string {
  if (cell === null) {
    return '';
  }
  if (typeof cell === 'number') {
    return String(cell);
  }
  const text = FORMULA_START.test(cell.trimStart()) || FORMULA_START.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
}
