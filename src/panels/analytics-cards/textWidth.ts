/** Widths of characters in em, for a proportional sans-serif with tabular digits; a digit's width for all others. */
const WIDTHS: Record<string, number> = {
  '.': 0.32,
  ',': 0.32,
  '-': 0.5,
  ' ': 0.3,
  '%': 0.95,
  K: 0.7,
  M: 0.92,
  m: 0.92,
};
const DIGIT = 0.66;

/** Size of the unit behind a value, relative to the value. */
export const SUFFIX_SCALE = 0.5;

/** Size of the words where there is no value, relative to a value. */
export const MISSING_SCALE = 0.6;

/**
 * Width of a printed value in em, a little on the large side. An estimate, because the size of the type has to be known
 * before there is an element to measure, and the same data must give the same layout everywhere.
 */
export function textWidthEm(text: string, suffix: string): number {
  return widthOf(text) + (suffix === '' ? 0 : SUFFIX_SCALE * widthOf(` ${suffix}`));
}

/** Small type, in px. */
const SMALL = 12;

/** Arrow and gap before the text of a trend, in px. */
const ARROW = 18;

/** Width of a trend in px: an arrow and its text in small type. */
export function trendWidthPx(text: string): number {
  return ARROW + SMALL * widthOf(text);
}

/** Mean width of a letter in words, in em. */
const LETTER = 0.5;

/** Width of a title in px, in small type. */
export function titleWidthPx(title: string): number {
  return title.length * LETTER * SMALL;
}

function widthOf(text: string): number {
  return [...text].reduce((sum, character) => sum + (WIDTHS[character] ?? DIGIT), 0);
}
