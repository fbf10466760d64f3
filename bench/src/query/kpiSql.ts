/**
 * KPIs as a user of Grafana's PostgreSQL data source would write them on the raw tables: by the formulas of the
 * documentation, one statement a number or series, nothing prepared. This is what the rollups are measured against.
 */

/** An expression over the rows of one raw table. */
interface EventSql {
  table: string;
  expression: string;
}

const business = (expression: string): EventSql => ({ table: 'business_metrics', expression });
const sessions = (expression: string): EventSql => ({ table: 'user_engagement', expression });
const journeys = (expression: string): EventSql => ({ table: 'user_journeys', expression });
const performance = (expression: string): EventSql => ({ table: 'performance_metrics', expression });

const LAUNCH = 'percentile_cont(0.9) WITHIN GROUP (ORDER BY launch_time)';
const MEMORY = 'percentile_cont(0.5) WITHIN GROUP (ORDER BY memory_usage)';
const FPS = 'percentile_cont(0.5) WITHIN GROUP (ORDER BY scroll_fps)';
const POINTS = `greatest(0, (2 - ${LAUNCH}) / 2) * 25 + least(${FPS} / 60, 1) * 25 + greatest(0, (2e8 - ${MEMORY}) / 2e8) * 25`;

/** KPIs over events. */
export const EVENT_SQL: Readonly<Record<string, EventSql>> = {
  production_efficiency: business('avg(production_efficiency)'),
  quality_index: business('avg(quality_index)'),
  overall_quality_index: business('avg(overall_quality_index)'),
  customer_satisfaction: business('avg(customer_satisfaction)'),
  customer_impact: business('avg(customer_impact)'),
  defect_rate: business('avg(defect_rate)'),
  rework_percentage: business('avg(rework_percentage)'),
  delivery_performance: business('avg(delivery_performance)'),
  batch_completion_rate: business('avg(batch_completion_rate)'),
  quality_score: business('avg(quality_score)'),
  customer_complaints: business('sum(customer_complaints)::float8'),
  revenue: business('sum(revenue)'),
  operating_cost: business('sum(operating_cost)'),
  operating_margin: business('100 * (sum(revenue) - sum(operating_cost)) / nullif(sum(revenue), 0)'),
  inventory_turnover: business(
    `sum(cost_of_goods_sold) / nullif(avg(inventory_value), 0) * 365 / (extract(epoch FROM $2::timestamptz - $1::timestamptz)::float8 / 86400)`
  ),
  session_quality: sessions('avg(session_quality)'),
  session_duration: sessions('avg(session_duration)'),
  screen_views: sessions('avg(screen_views)::float8'),
  actions: sessions('avg(actions_completed)::float8'),
  data_created: sessions('avg(data_created)::float8'),
  feature_depth: sessions('avg(feature_depth)'),
  productivity_index: sessions('avg(productivity)'),
  task_completion_rate: journeys('100.0 * count(*) FILTER (WHERE abandonment_point IS NULL) / nullif(count(*), 0)'),
  journey_efficiency: journeys('100 * avg(efficiency)'),
  launch_time: performance(LAUNCH),
  memory_usage: performance(`${MEMORY} / 1e6`),
  scroll_fps: performance(FPS),
  crash_free_rate: performance('100.0 * count(*) FILTER (WHERE crash_count = 0) / nullif(count(*), 0)'),
  performance_score: performance(`(${POINTS}) / 75 * 100`),
};

/** KPIs whose value over rollups may be off by 1 %, as the metric definitions allow. */
export const APPROXIMATE: ReadonlySet<string> = new Set([
  'launch_time',
  'memory_usage',
  'scroll_fps',
  'performance_score',
]);

const RANGE = `"timestamp" >= $1 AND "timestamp" < $2 AND voided_at IS NULL`;
const DATE = `("timestamp" AT TIME ZONE 'UTC')::date`;

/** Who was active when, over all time: what first sights need. */
const EVER = ['user_engagement', 'feature_usage', 'user_journeys']
  .map((table) => `SELECT user_id, ${DATE} AS date FROM ${table} WHERE voided_at IS NULL`)
  .join(' UNION ALL ');

/** Who was active on which whole date of the range. */
const ACTIVE = `active AS (
  SELECT DISTINCT user_id, date FROM (${EVER}) a
  WHERE date >= ceil_date($1) AND date <= floor_date($2) - 1
)`
  .replace(
    'ceil_date($1)',
    `(($1::timestamptz + interval '1 day' - interval '1 microsecond') AT TIME ZONE 'UTC')::date`
  )
  .replace('floor_date($2)', `($2::timestamptz AT TIME ZONE 'UTC')::date`);
const LAST_DATE = `(($2::timestamptz AT TIME ZONE 'UTC')::date - 1)`;
const FIRST_DATE = `(($1::timestamptz + interval '1 day' - interval '1 microsecond') AT TIME ZONE 'UTC')::date`;

const activeOver = (dates: number): string =>
  `WITH ${ACTIVE} SELECT count(DISTINCT user_id)::float8 AS value FROM active WHERE date > ${LAST_DATE} - ${dates}`;

const retained = (days: number): string => `
  WITH days AS (SELECT DISTINCT user_id, date FROM (${EVER}) a),
    first AS (SELECT user_id, min(date) AS first_seen FROM days GROUP BY user_id),
    cohort AS (
      SELECT * FROM first WHERE first_seen + ${days} >= ${FIRST_DATE} AND first_seen + ${days + 6} <= ${LAST_DATE}
    )
  SELECT 100.0 * count(*) FILTER (WHERE EXISTS (
    SELECT 1 FROM days d WHERE d.user_id = c.user_id AND d.date BETWEEN c.first_seen + ${days} AND c.first_seen + ${days + 6}
  )) / nullif(count(*), 0) AS value FROM cohort c`;

/** KPIs over whole dates. */
export const CALENDAR_SQL: Readonly<Record<string, string>> = {
  dau: `WITH ${ACTIVE} SELECT avg(users)::float8 AS value FROM (SELECT count(*) AS users FROM active GROUP BY date) d`,
  dau_rate: `WITH ${ACTIVE} SELECT 100.0 * count(*) / nullif(count(DISTINCT date) * (SELECT sum(count) FROM license_seats), 0) AS value FROM active`,
  wau: activeOver(7),
  mau: activeOver(28),
  stickiness: `WITH ${ACTIVE}, recent AS (SELECT * FROM active WHERE date > ${LAST_DATE} - 28)
    SELECT 100.0 * count(*) / 28 / nullif(count(DISTINCT user_id), 0) AS value FROM recent`,
  retention_30: retained(30),
  retention_90: retained(90),
  feature_adoption: `
    WITH first AS (SELECT user_id, min(date) AS first_seen FROM (${EVER}) a GROUP BY user_id),
      cohort AS (SELECT * FROM first WHERE first_seen + 29 BETWEEN ${FIRST_DATE} AND ${LAST_DATE}),
      used AS (
        SELECT DISTINCT c.user_id, f.feature FROM cohort c JOIN feature_usage f USING (user_id)
        WHERE f.voided_at IS NULL AND (f."timestamp" AT TIME ZONE 'UTC')::date BETWEEN c.first_seen AND c.first_seen + 29
        UNION
        SELECT DISTINCT c.user_id, f FROM cohort c JOIN user_engagement s USING (user_id), unnest(s.features_used) AS f
        WHERE s.voided_at IS NULL AND (s."timestamp" AT TIME ZONE 'UTC')::date BETWEEN c.first_seen AND c.first_seen + 29
      )
    SELECT 100.0 * (SELECT count(*) FROM used) / 6 / nullif((SELECT count(*) FROM cohort), 0) AS value`,
};

/** KPIs put together from others: the statements of their parts. */
export const PARTS_OF: Readonly<Record<string, readonly string[]>> = {
  engagement_score: ['session_quality', 'dau_rate', 'feature_adoption'],
  performance_impact_score: ['performance_score', 'productivity_index'],
  roi_percent: ['roi_tasks', 'roi_errors', 'retention_30'],
  roi_value: ['roi_tasks', 'roi_errors'],
  roi_hours: ['roi_tasks'],
};

/** Parts of the return on investment. */
export const ROI_SQL: Readonly<Record<string, string>> = {
  roi_tasks: `SELECT sum(completion_time) / nullif(count(DISTINCT (user_id, ${DATE})), 0) AS value FROM user_journeys WHERE ${RANGE}`,
  roi_errors: `SELECT 1000.0 * sum(error_count) / nullif(sum(operation_count), 0) AS value FROM business_metrics WHERE ${RANGE}`,
};

/** One number over the range. */
export function numberSql({ table, expression }: EventSql): string {
  return `SELECT (${expression})::float8 AS value FROM ${table} WHERE ${RANGE}`;
}

/** A daily series, by group where one is asked for. */
export function seriesSql({ table, expression }: EventSql, groups: readonly string[]): string {
  const columns = groups.map((group) => `, ${group}`).join('');
  return `SELECT date_trunc('day', "timestamp") AS time${columns}, (${expression})::float8 AS value FROM ${table}
    WHERE ${RANGE} GROUP BY 1${columns} ORDER BY 1`;
}

/** What the analyses read, on the raw tables. Those that the product answers from raw rows too have no statement here. */
export const ANALYSIS_SQL: Readonly<Record<string, readonly string[]>> = {
  adoption: [
    `WITH activity AS (
       SELECT user_id, user_role, features_used AS features FROM user_engagement WHERE ${RANGE}
       UNION ALL SELECT user_id, user_role, ARRAY[feature] FROM feature_usage WHERE ${RANGE}
       UNION ALL SELECT user_id, user_role, '{}' FROM user_journeys WHERE ${RANGE}
     )
     SELECT user_role, feature, count(DISTINCT user_id) AS users, (
       SELECT count(DISTINCT user_id) FROM activity e WHERE e.user_role = a.user_role
     ) AS eligible FROM activity a, unnest(features) AS feature GROUP BY 1, 2`,
  ],
  retention: [
    `WITH days AS (SELECT DISTINCT user_id, date FROM (${EVER}) a),
       first AS (SELECT user_id, min(date) AS first_seen FROM days GROUP BY user_id)
     SELECT date_trunc('week', first_seen)::date AS cohort, (date - first_seen) / 7 AS period, count(DISTINCT user_id) AS users
     FROM first JOIN days USING (user_id) WHERE first_seen >= $1::date AND first_seen < $2::date AND date - first_seen < 91
     GROUP BY 1, 2 ORDER BY 1, 2`,
  ],
  journeys: [
    `SELECT start_point, end_point, count(*) AS runs, 100.0 * count(*) FILTER (WHERE abandonment_point IS NULL) / count(*) AS completion,
       percentile_cont(0.5) WITHIN GROUP (ORDER BY completion_time) AS median_duration,
       percentile_cont(0.9) WITHIN GROUP (ORDER BY completion_time) AS p90_duration,
       avg(expected_duration) AS expected_duration, sum(time_lost) AS time_lost, count(*) FILTER (WHERE flagged) AS flagged
     FROM user_journeys WHERE ${RANGE} GROUP BY 1, 2 ORDER BY time_lost DESC`,
    `SELECT start_point, end_point, abandonment_point, count(*) FROM user_journeys
     WHERE ${RANGE} AND abandonment_point IS NOT NULL GROUP BY 1, 2, 3`,
  ],
  releases: [
    ['business_metrics', 'user_engagement', 'feature_usage', 'user_journeys', 'performance_metrics']
      .map((table) => `SELECT app_version, min("timestamp") FROM ${table} WHERE ${RANGE} GROUP BY 1`)
      .join(' UNION ALL '),
  ],
};
