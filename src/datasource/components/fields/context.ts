import type { ComboboxOption } from '@grafana/ui';
import type { LopanQuery } from '../../types';

/** What every part of the query editor gets: the query as its type, and how to change and run it. */
export interface PartProps<Q extends LopanQuery = LopanQuery> {
  query: Q;
  /** Changes the query and runs it. */
  onChange: (query: Q) => void;
  /** Unique within the page, for the ids of inputs. */
  idPrefix: string;
}

/** Values of options that somebody picked. */
export function valuesOf<T extends string>(options: Array<ComboboxOption<T>>): T[] {
  return options.map(({ value }) => value);
}

/** A list, or nothing where it is empty: "all" is said by leaving the field out. */
export function orAbsent(list: string[]): string[] | undefined {
  return list.length > 0 ? list : undefined;
}
