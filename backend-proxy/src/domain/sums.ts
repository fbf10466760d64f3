import { mergeHistograms, type Histogram } from './histogram';

/** Sums of one bucket and group, by the names of `measures.ts`. */
export type Measures = Readonly<Record<string, number>>;

/** Histograms of one bucket and group, by the name of the value. */
export type Histograms = ReadonlyMap<string, Histogram>;

/** Adds up sums. */
export function addUpMeasures(values: readonly Measures[]): Measures {
  const [only] = values;
  if (only && values.length === 1) {
    return only;
  }
  const sum: Record<string, number> = {};
  for (const value of values) {
    for (const name in value) {
      sum[name] = (sum[name] ?? 0) + (value[name] ?? 0);
    }
  }
  return sum;
}

/** Adds up histograms. */
export function addUpHistograms(values: readonly Histograms[]): Histograms {
  const names = new Set(values.flatMap((value) => [...value.keys()]));
  return new Map([...names].map((name) => [name, mergeHistograms(values.flatMap((value) => value.get(name) ?? []))]));
}
