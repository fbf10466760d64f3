import { benchCarrier } from './carrier/bench';
import { benchFreshness } from './freshness/bench';
import { benchIntake } from './intake/bench';
import { benchMemory } from './memory/bench';
import { printCarrier, printFreshness, printIntake, printMemory } from './printParts';
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
  /** Length of a measurement, in seconds; absent: as long as each part wants. */
  seconds: number | undefined;
  say: (text: string) => void;
}

interface Part {
  measure: (options: PartOptions) => Promise<object>;
  /** The table that a person reads. */
  print: (report: never) => string;
}

/** How long viewers look at the overview where nothing else is said, in seconds. */
const VIEW_SECONDS = 80;

/** Everything that is measured, by the name on the command line. */
export const PARTS = {
  intake: { measure: benchIntake, print: printIntake },
  query: {
    measure: ({ seconds = VIEW_SECONDS, ...options }) =>
      benchQueries({ ...options, viewSeconds: seconds, growth: true }),
    print: printQueries,
  },
  freshness: { measure: benchFreshness, print: printFreshness },
  carrier: { measure: benchCarrier, print: printCarrier },
  memory: { measure: benchMemory, print: printMemory },
} satisfies Record<string, Part>;
export type PartName = keyof typeof PARTS;
