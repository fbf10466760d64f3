/** Size of the box that a line is drawn in. */
export interface Box {
  width: number;
  height: number;
}

/** Distance of the line from the edges, so that its stroke is not cut off. */
const MARGIN = 2;

/**
 * The path of a sparkline. The lowest value touches the bottom, the highest the top; a flat line runs in the middle.
 * A gap stays a gap: missing is not zero, and a lone value between two gaps is a dot.
 */
export function sparklinePath(points: Array<number | null>, { width, height }: Box): string {
  const values = points.filter((point): point is number => point !== null);
  const low = Math.min(...values);
  const span = Math.max(...values) - low;
  const step = points.length > 1 ? (width - 2 * MARGIN) / (points.length - 1) : 0;
  let path = '';
  points.forEach((point, index) => {
    if (point === null) {
      return;
    }
    const x = round(MARGIN + index * step);
    const y = round(span === 0 ? height / 2 : height - MARGIN - ((point - low) / span) * (height - 2 * MARGIN));
    const continues = index > 0 && points[index - 1] !== null;
    const alone = !continues && (points[index + 1] ?? null) === null;
    path += `${continues ? 'L' : 'M'}${x} ${y}${alone ? 'h0.1' : ''}`;
  });
  return path;
}

const round = (value: number) => Math.round(value * 100) / 100;
