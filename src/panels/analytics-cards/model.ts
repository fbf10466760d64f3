import { type DataFrame, FieldType } from '@grafana/data';
import type { Card } from './card';
import type { CardContext } from './context';
import { cardsFromSeries } from './seriesFrame';
import { cardsFromSummary, isSummaryFrame } from './summaryFrame';

/** Half-open range that the values are compared with, in ms. */
export interface ComparedRange {
  from: number;
  to: number;
}

/** What the panel draws: cards, or the reason why there are none. */
export type CardsModel =
  | { kind: 'cards'; cards: Card[]; compared: ComparedRange | null; demo: boolean }
  | { kind: 'empty' }
  | { kind: 'undrawable' };

/**
 * Turns data frames into cards. A `summary` table gives a card per row, any other frame a card per number field.
 * `empty`: the shape is right but holds nothing; `undrawable`: there is no number to show.
 */
export function buildCards(frames: DataFrame[], context: CardContext): CardsModel {
  if (frames.length === 0) {
    return { kind: 'empty' };
  }
  const drawable = frames.filter((frame) => isSummaryFrame(frame) || hasNumber(frame));
  if (drawable.length === 0) {
    return { kind: 'undrawable' };
  }
  const cards = drawable.flatMap((frame) =>
    isSummaryFrame(frame) ? cardsFromSummary(frame, context) : cardsFromSeries(frame, frames, context)
  );
  return cards.length === 0
    ? { kind: 'empty' }
    : { kind: 'cards', cards, compared: comparedRange(drawable), demo: drawable.some(isDemo) };
}

/** Whether a frame holds events of the simulated plant. */
const isDemo = ({ meta }: DataFrame) => meta?.custom?.demo === true;

const hasNumber = (frame: DataFrame) => frame.fields.some(({ type }) => type === FieldType.number);

/** The compared range of the first frame that tells one; a panel's queries share their range. */
function comparedRange(frames: DataFrame[]): ComparedRange | null {
  for (const { meta } of frames) {
    const from = instant(meta?.custom?.comparedFrom);
    const to = instant(meta?.custom?.comparedTo);
    if (from !== null && to !== null) {
      return { from, to };
    }
  }
  return null;
}

/** Milliseconds or RFC 3339. */
function instant(value: unknown): number | null {
  const time = typeof value === 'string' ? Date.parse(value) : value;
  return typeof time === 'number' && Number.isFinite(time) ? time : null;
}
