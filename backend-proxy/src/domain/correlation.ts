import {
  correlationP,
  falseDiscoveryRates,
  fitLine,
  lagOneAutocorrelation,
  pearson,
  spearman,
  studentQuantile,
} from './regression';

/** Days that both series must have in common; under them nothing but their number is told. */
export const MIN_COMMON_DAYS = 10;
/** Probability below the upper end of a 95 % interval. */
const UPPER = 0.975;

/** Two daily series to compare; position is the date, null where nothing was observed. */
export interface Pair {
  technical: ReadonlyArray<number | null>;
  business: ReadonlyArray<number | null>;
  /** Aim of the technical metric; null without one. */
  target: number | null;
}

/** What reaching the target would change in the business metric, with its 95 % interval. */
interface Prediction {
  predicted: number | null;
  low: number | null;
  high: number | null;
}

/** How a technical metric goes with a business metric. */
export interface Correlation extends Prediction {
  /** Common days. */
  n: number;
  /** Observations that days in a row are worth. */
  effective: number | null;
  r: number | null;
  rho: number | null;
  /** Two-sided, corrected for the lags that were tried. */
  p: number | null;
  /** Benjamini and Hochberg, over all pairs of the answer. */
  q: number | null;
  /** Days by which the technical metric leads. */
  lag: number | null;
  slope: number | null;
  intercept: number | null;
}

interface Common {
  x: number[];
  y: number[];
  lag: number;
}

/** The days on which both exist, the technical series `lag` days earlier. */
function commonDays({ technical, business }: Pair, lag: number): Common {
  const common: Common = { x: [], y: [], lag };
  business.forEach((y, day) => {
    const x = day < lag ? null : (technical[day - lag] ?? null);
    if (x !== null && y !== null) {
      common.x.push(x);
      common.y.push(y);
    }
  });
  return common;
}

/** The lag of the largest |r|, the shortest of several; null when no lag has days enough. */
function strongest(pair: Pair, maxLag: number): { common: Common; r: number | null } | null {
  let best: { common: Common; r: number | null } | null = null;
  for (let lag = 0; lag <= maxLag; lag++) {
    const common = commonDays(pair, lag);
    if (common.x.length < MIN_COMMON_DAYS) {
      continue;
    }
    const r = pearson(common.x, common.y);
    if (!best || (r !== null && Math.abs(r) > Math.abs(best.r ?? 0))) {
      best = { common, r };
    }
  }
  return best;
}

function effectiveSize({ x, y }: Common): number | null {
  const [a, b] = [lagOneAutocorrelation(x), lagOneAutocorrelation(y)];
  if (a === null || b === null) {
    return null;
  }
  const size = (x.length * (1 - a * b)) / (1 + a * b);
  return Math.max(2, Math.min(x.length, size));
}

function predict({ x }: Common, { slope, slopeError }: ReturnType<typeof fitLine>, target: number | null): Prediction {
  if (slope === null || target === null) {
    return { predicted: null, low: null, high: null };
  }
  const way = target - x.reduce((sum, value) => sum + value, 0) / x.length;
  const predicted = slope * way;
  const margin = slopeError === null ? null : studentQuantile(UPPER, x.length - 2) * slopeError * Math.abs(way);
  return {
    predicted,
    low: margin === null ? null : predicted - margin,
    high: margin === null ? null : predicted + margin,
  };
}

function correlate(pair: Pair, maxLag: number): Omit<Correlation, 'q'> {
  const best = strongest(pair, maxLag);
  if (!best) {
    const n = commonDays(pair, 0).x.length;
    const nothing = { effective: null, r: null, rho: null, p: null, lag: null, slope: null, intercept: null };
    return { n, ...nothing, predicted: null, low: null, high: null };
  }
  const { common, r } = best;
  const effective = effectiveSize(common);
  const line = fitLine(common.x, common.y);
  return {
    n: common.x.length,
    effective,
    r,
    rho: spearman(common.x, common.y),
    p: r === null || effective === null ? null : Math.min(1, correlationP(r, effective) * (maxLag + 1)),
    lag: common.lag,
    slope: line.slope,
    intercept: line.intercept,
    ...predict(common, line, pair.target),
  };
}

/**
 * Correlates pairs of daily series, in their order.
 * @param maxLag days by which the technical series may lead, 0 or more; the lag of the largest |r| is told, and p pays
 *   for each lag that was tried
 */
export function correlatePairs(pairs: readonly Pair[], maxLag: number): Correlation[] {
  const found = pairs.map((pair) => correlate(pair, maxLag));
  const qs = falseDiscoveryRates(found.map(({ p }) => p));
  return found.map((correlation, index) => ({ ...correlation, q: qs[index] ?? null }));
}
