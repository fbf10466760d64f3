/** A table in plain text: the first column to the left, numbers to the right. */
export function textTable(head: readonly string[], rows: ReadonlyArray<ReadonlyArray<string | number | null>>): string {
  const texts = [head, ...rows.map((row) => row.map((cell) => (cell === null ? '–' : String(cell))))];
  const widths = head.map((_, column) => Math.max(...texts.map((row) => row[column]?.length ?? 0)));
  return texts
    .map((row) =>
      row
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
        .join('  ')
        .trimEnd()
    )
    .join('\n');
}
