import { lopanAnalytics } from '../lib/command';
import { createDatabase, hasDatabase, withClient } from '../lib/postgres';
import { urlOf } from '../../../backend-proxy/test/helpers/server';
import type { PlantPlan } from './events';
import { loadPlant } from './load';
import { peopleOf, type Person } from './people';

/** A plant in a database, loaded and rolled up. */
export interface PreparedPlant {
  url: string;
  plan: PlantPlan;
  people: Person[];
  /** How long it took, in seconds; null where the database was there from an earlier run. */
  seconds: { load: number; rollup: number } | null;
}

/** People of a plant, however many events there are. */
const PEOPLE = 1000;

const since = (start: number): number => (performance.now() - start) / 1000;

/** Counts of seats that percentages of licensed users need. */
async function license(url: string, plan: PlantPlan, people: readonly Person[]): Promise<void> {
  const roles = new Map<string, number>();
  for (const { userRole } of people) {
    roles.set(userRole, (roles.get(userRole) ?? 0) + 1);
  }
  await withClient(url, async (client) => {
    const from = new Date(plan.from);
    await client.query('INSERT INTO license_sets (effective_from) VALUES ($1::date)', [from]);
    await client.query(
      'INSERT INTO license_seats (effective_from, user_role, count) SELECT $1::date, * FROM unnest($2::text[], $3::bigint[])',
      [from, [...roles.keys()], [...roles.values()]]
    );
  });
}

/**
 * Loads a plan by COPY and rolls it up with the product's own command.
 * @param keep name of a database that stays, and is taken as it is when there is one
 */
export async function preparePlant(
  serverUrl: string,
  plan: PlantPlan,
  say: (text: string) => void,
  keep?: string
): Promise<PreparedPlant> {
  const people = peopleOf(Math.min(PEOPLE, Math.ceil(plan.events / plan.days / 3)), plan.seed);
  if (keep !== undefined && (await hasDatabase(serverUrl, keep))) {
    return { url: urlOf(serverUrl, keep), plan, people, seconds: null };
  }
  const url = await createDatabase(serverUrl, keep);
  await lopanAnalytics(url, 'migrate');
  let start = performance.now();
  await loadPlant(url, plan, people, (day) => {
    if (day % 30 === 0) {
      say(`loading: day ${day} of ${plan.days}, ${Math.round(since(start))} s`);
    }
  });
  const load = since(start);
  await license(url, plan, people);
  say(`loaded ${plan.events} events in ${Math.round(load)} s; rolling up`);
  start = performance.now();
  await lopanAnalytics(url, 'rollup', 'rebuild');
  const rollup = since(start);
  say(`rolled up in ${Math.round(rollup)} s`);
  await withClient(url, (client) => client.query('VACUUM ANALYZE'));
  return { url, plan, people, seconds: { load, rollup } };
}
