/** A line of a file, and the offset behind its line end. */
export interface Line {
  text: string;
  end: number;
}

/**
 * Splits a file into its whole lines.
 * @returns the lines, and the length up to the last line end: what follows is a line that was never finished.
 */
export function splitLines(bytes: Buffer): { lines: Line[]; length: number } {
  const lines: Line[] = [];
  let start = 0;
  for (let end = bytes.indexOf(0x0a); end !== -1; end = bytes.indexOf(0x0a, start)) {
    lines.push({ text: bytes.toString('utf8', start, end), end: end + 1 });
    start = end + 1;
  }
  return { lines, length: start };
}

/** A line that is the JSON of an event: an object with an id. */
export function isIntact(text: string): boolean {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null && 'id' in parsed;
  } catch {
    return false;
  }
}

/** `[3, 4, 5, 9]` becomes `"3-5\n9-9\n"`. The numbers ascend. */
export function toRanges(sequences: number[]): string {
  let text = '';
  let from = sequences[0];
  sequences.forEach((sequence, i) => {
    const following = sequences[i + 1];
    if (following !== sequence + 1) {
      text += `${from}-${sequence}\n`;
      from = following;
    }
  });
  return text;
}
