import type { Feature } from '@lopan/catalogue';
import { ratio } from './kpi-values';

/** Distinct users behind a column of the heatmap. */
export interface AdoptionCounts {
  /** Users that could have used a feature. */
  eligible: number;
  /** Users of each feature; one that is missing has none. */
  users: ReadonlyMap<string, number>;
}

/**
 * People by the features that each of them used: a text with a character a feature, in the order of the features, '1' for
 * one that was used.
 */
export type UsedFeatures = ReadonlyMap<string, string>;

/** People, counted by feature. */
export interface CountedPeople {
  people: UsedFeatures;
  /** How many of them used each feature. */
  users: readonly number[];
}

/** Counts people by the features that they used. @param features how many features there are */
export function countPeople(people: UsedFeatures, features: number): CountedPeople {
  const users = new Array<number>(features).fill(0);
  for (const used of people.values()) {
    for (let index = 0; index < features; index++) {
      users[index] = (users[index] ?? 0) + (used[index] === '1' ? 1 : 0);
    }
  }
  return { people, users };
}

/** Counts people of whom many are counted already; nobody counts twice, for what they used in both parts. */
export function addPeople(
  { people, users: counted }: CountedPeople,
  others: readonly UsedFeatures[],
  features: readonly string[]
): AdoptionCounts {
  const users = [...counted];
  const added = new Map<string, string>();
  let eligible = people.size;
  for (const other of others) {
    for (const [person, used] of other) {
      const known = added.get(person) ?? people.get(person);
      eligible += known === undefined ? 1 : 0;
      let both = '';
      for (let index = 0; index < features.length; index++) {
        const isNew = used[index] === '1' && known?.[index] !== '1';
        users[index] = (users[index] ?? 0) + (isNew ? 1 : 0);
        both += isNew ? '1' : (known?.[index] ?? '0');
      }
      added.set(person, both);
    }
  }
  return { eligible, users: new Map(features.map((feature, index) => [feature, users[index] ?? 0])) };
}

/** A column of the heatmap with what was counted for it, now and over the range before. */
export interface AdoptionColumn {
  name: string;
  complete: boolean;
  current: AdoptionCounts | null;
  /** null where nothing is compared. */
  previous: AdoptionCounts | null;
  /** What stands in for the eligible users: licensed seats; undefined where users count, null where none are known. */
  seats?: { current: number | null; previous: number | null };
}

/** One cell: how many of those that could use a feature did. */
export interface AdoptionCell {
  feature: Pick<Feature, 'id' | 'title'>;
  column: string;
  users: number;
  /** Active users, or seats; null where no seats are known. */
  eligible: number | null;
  /** Percent; null where nobody could. */
  rate: number | null;
  previousRate: number | null;
  complete: boolean;
}

function rateOf(counts: AdoptionCounts | null, feature: string, seats: number | null | undefined): number | null {
  const eligible = seats === undefined ? (counts?.eligible ?? 0) : (seats ?? 0);
  return ratio(counts?.users.get(feature) ?? 0, eligible, 100);
}

/** The whole grid: every feature has a cell in every column, feature by feature. */
export function adoptionGrid(
  features: ReadonlyArray<Pick<Feature, 'id' | 'title'>>,
  columns: readonly AdoptionColumn[]
): AdoptionCell[] {
  return features.flatMap((feature) =>
    columns.map(({ name, complete, current, previous, seats }) => ({
      feature,
      column: name,
      users: current?.users.get(feature.id) ?? 0,
      eligible: seats === undefined ? (current?.eligible ?? 0) : seats.current,
      rate: rateOf(current, feature.id, seats?.current),
      previousRate: previous && rateOf(previous, feature.id, seats?.previous),
      complete,
    }))
  );
}

/** Adds up counts of groups that share no user. */
export function addCounts(counts: readonly AdoptionCounts[]): AdoptionCounts {
  const users = new Map<string, number>();
  for (const count of counts) {
    for (const [feature, own] of count.users) {
      users.set(feature, (users.get(feature) ?? 0) + own);
    }
  }
  return { eligible: counts.reduce((sum, { eligible }) => sum + eligible, 0), users };
}
