import type { LegendScale } from './colors';
import { labels } from './labels';
import type { CellState } from './model';

/** What a legend has to explain. */
export interface LegendContent {
  scale: LegendScale;
  /** States that occur. */
  states: ReadonlySet<CellState>;
  hasProvisional: boolean;
}

/** A mark that is drawn in cells. */
export interface LegendMark {
  kind: 'none_eligible' | 'too_few' | 'provisional';
  label: string;
}

const LINE = 24;
/** Above the legend, in px. */
const MARGIN = 4;
const CHARACTER = 7;
/** The blended scale with its ends, the icon and gaps of a step, the icon and gap of a mark. */
const WIDTH = { blend: 240, step: 34, mark: 28 };
/** A legend takes no more than this share of the panel. */
const SHARE = 0.35;

/** The marks that occur, so that only those are explained. */
export function legendMarks({
  states,
  hasProvisional,
}: Pick<LegendContent, 'states' | 'hasProvisional'>): LegendMark[] {
  const marks: LegendMark[] = [
    { kind: 'none_eligible', label: labels.state.none_eligible },
    { kind: 'too_few', label: labels.state.too_few },
    { kind: 'provisional', label: labels.provisionalCell },
  ];
  return marks.filter(({ kind }) => (kind === 'provisional' ? hasProvisional : states.has(kind)));
}

/** Height to reserve for a legend in a panel of this size, in px: as many lines as its entries need. */
export function legendHeight(content: LegendContent, size: { width: number; height: number }): number {
  const { steps } = content.scale;
  const scale = steps.length > 0 ? steps.map(({ label }) => textWidth(label) + WIDTH.step) : [WIDTH.blend];
  const marks = legendMarks(content).map(({ label }) => textWidth(label) + WIDTH.mark);
  // The list of steps has lines of its own.
  const lines =
    steps.length > 0
      ? countLines(scale, size.width) + countLines(marks, size.width)
      : countLines([...scale, ...marks], size.width);
  return Math.min(lines * LINE + MARGIN, size.height * SHARE);
}

/** Lines of entries that wrap. */
function countLines(widths: number[], width: number): number {
  let lines = widths.length > 0 ? 1 : 0;
  let used = 0;
  for (const entry of widths) {
    if (used > 0 && used + entry > width) {
      lines++;
      used = 0;
    }
    used += entry;
  }
  return lines;
}

const textWidth = (text: string) => text.length * CHARACTER;
