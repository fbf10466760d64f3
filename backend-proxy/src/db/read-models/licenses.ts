import type { LocalDate } from '../../domain/calendar';
import type { RowSource, Snapshot } from '../snapshot';

/** Seats in force from a date on, until the next set. */
export interface LicenseSet {
  effectiveFrom: LocalDate;
  seats: Array<{ userRole: string; count: number }>;
}

/** All sets of licensed seats, oldest first. */
export async function fetchLicenses(source: RowSource): Promise<LicenseSet[]> {
  const rows = await source.rows<{ effective_from: LocalDate; user_role: string | null; count: number | null }>(
    `SELECT s.effective_from, l.user_role, l.count FROM license_sets s
     LEFT JOIN license_seats l USING (effective_from) ORDER BY s.effective_from, l.user_role`,
    []
  );
  const sets = new Map<LocalDate, LicenseSet>();
  for (const row of rows) {
    const set = sets.get(row.effective_from) ?? { effectiveFrom: row.effective_from, seats: [] };
    if (row.user_role !== null && row.count !== null) {
      set.seats.push({ userRole: row.user_role, count: row.count });
    }
    sets.set(row.effective_from, set);
  }
  return [...sets.values()];
}

/** The same on a snapshot, kept in memory until seats change. Shared: nobody may change it. */
export function licensesIn(snapshot: Snapshot): Promise<readonly LicenseSet[]> {
  return snapshot.keepLicenses(() => fetchLicenses(snapshot));
}

/**
 * Licensed seats of some roles on a date; null where no seats are known for it.
 * @param roles null for all roles
 */
export function seatsOn(sets: readonly LicenseSet[], date: LocalDate, roles: readonly string[] | null): number | null {
  const set = sets.findLast(({ effectiveFrom }) => effectiveFrom <= date);
  const counted = set?.seats.filter(({ userRole }) => roles === null || roles.includes(userRole)) ?? [];
  return counted.length === 0 ? null : counted.reduce((sum, { count }) => sum + count, 0);
}
