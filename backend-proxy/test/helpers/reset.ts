import type { TestDatabase } from './database';

/** Empties every table of a database but leaves partitions where they are: quicker than a new database. */
export async function resetDatabase(database: TestDatabase): Promise<void> {
  await database.pool.query(`
    TRUNCATE event_ids, business_metrics, user_engagement, feature_usage, user_journeys, performance_metrics,
      rejected_events, intake_log, device_sequences, license_sets, license_seats, users, user_days, rollup_pending,
      rollup_state, rollup_business, rollup_session, rollup_feature, rollup_journey, rollup_performance,
      rollup_route`);
}
