import { benchQueries } from './query/bench';
import { printQueries } from './query/print';

/** What a part is measured with. */
export interface PartOptions {
  serverUrl: string;
  /** Events of the query part. */
  events: number;
  /** Databases stay under this name. */
  keep: string | undefined;
  /** How often SQL on raw tables is run. */
  rawRuns: number;
  /** Length of a measurement, in seconds. */
  seconds: number;
  say: (text: string) => void;
}

interface Part {
  measure: (options: PartOptions) => Promise<object>;
  /** The table that a person reads. */
  print: (report: never) => string;
}

/** Everything that is measured, by the name on the command line. */
export const PARTS = {
  query: {
    measure: (options) => benchQueries({ ...options, viewSeconds: 4 * options.seconds, growth: true }),
    print: printQueries,
  },
} satisfies Record<string, Part>;
export type PartName = keyof typeof PARTS;
