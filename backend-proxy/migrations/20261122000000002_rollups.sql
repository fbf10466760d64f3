-- Up Migration

-- Rollups hold sums per bucket and combination of dimensions; a dimension that an event lacks is 'unknown'.
--   grain  'minute': 5 minutes, kept for some days · 'hour': the widest of 60, 30 or 15 minutes that tiles the
--          reporting zone's days · 'day': local dates of the reporting zone, bucket = the instant the date begins
--   cube   which dimensions the row keeps, a bit each (1 site, 2 user_role, 4 device_type, 8 app_version);
--          those it does not keep are ''. A query reads the smallest cube that holds what it groups and filters by.
-- Distribution column under Citus: bucket, which every primary key holds.

CREATE TABLE rollup_business (
  grain                     text NOT NULL,
  cube                      smallint NOT NULL,
  bucket                    timestamptz NOT NULL,
  site                      text NOT NULL,
  user_role                 text NOT NULL,
  device_type               text NOT NULL,
  app_version               text NOT NULL,
  n                         bigint NOT NULL,
  sum_production_efficiency double precision NOT NULL,
  sum_quality_index         double precision NOT NULL,
  sum_overall_quality_index double precision NOT NULL,
  sum_batch_completion_rate double precision NOT NULL,
  sum_quality_score         double precision NOT NULL,
  sum_delivery_performance  double precision NOT NULL,
  sum_defect_rate           double precision NOT NULL,
  sum_rework_percentage     double precision NOT NULL,
  sum_customer_complaints   double precision NOT NULL,
  n_satisfaction            bigint NOT NULL,
  sum_satisfaction          double precision NOT NULL,
  sum_customer_impact       double precision NOT NULL,
  n_inventory               bigint NOT NULL,
  sum_cost_of_goods_sold    double precision NOT NULL,
  sum_inventory_value       double precision NOT NULL,
  n_operations              bigint NOT NULL,
  sum_operation_count       double precision NOT NULL,
  sum_error_count           double precision NOT NULL,
  n_financial               bigint NOT NULL,
  sum_revenue               double precision NOT NULL,
  sum_operating_cost        double precision NOT NULL,
  PRIMARY KEY (grain, cube, bucket, site, user_role, device_type, app_version)
);

CREATE TABLE rollup_session (
  grain                 text NOT NULL,
  cube                  smallint NOT NULL,
  bucket                timestamptz NOT NULL,
  site                  text NOT NULL,
  user_role             text NOT NULL,
  device_type           text NOT NULL,
  app_version           text NOT NULL,
  n                     bigint NOT NULL,
  sum_session_quality   double precision NOT NULL,
  sum_session_duration  double precision NOT NULL,
  sum_screen_views      double precision NOT NULL,
  sum_actions           double precision NOT NULL,
  n_data_created        bigint NOT NULL,
  sum_data_created      double precision NOT NULL,
  sum_feature_depth     double precision NOT NULL,
  n_productivity        bigint NOT NULL,
  sum_productivity      double precision NOT NULL,
  PRIMARY KEY (grain, cube, bucket, site, user_role, device_type, app_version)
);

CREATE TABLE rollup_feature (
  grain       text NOT NULL,
  cube        smallint NOT NULL,
  bucket      timestamptz NOT NULL,
  site        text NOT NULL,
  user_role   text NOT NULL,
  device_type text NOT NULL,
  app_version text NOT NULL,
  n           bigint NOT NULL,
  PRIMARY KEY (grain, cube, bucket, site, user_role, device_type, app_version)
);

CREATE TABLE rollup_journey (
  grain                 text NOT NULL,
  cube                  smallint NOT NULL,
  bucket                timestamptz NOT NULL,
  site                  text NOT NULL,
  user_role             text NOT NULL,
  device_type           text NOT NULL,
  app_version           text NOT NULL,
  n                     bigint NOT NULL,
  n_completed           bigint NOT NULL,
  n_flagged             bigint NOT NULL,
  sum_efficiency        double precision NOT NULL,
  sum_completion_time   double precision NOT NULL,
  sum_expected_duration double precision NOT NULL,
  sum_time_lost         double precision NOT NULL,
  PRIMARY KEY (grain, cube, bucket, site, user_role, device_type, app_version)
);

-- Percentiles come from mergeable histograms on a logarithmic scale (relative error at most 1 %):
-- *_bins are bin numbers, *_counts how many observations fell in each.
CREATE TABLE rollup_performance (
  grain              text NOT NULL,
  cube               smallint NOT NULL,
  bucket             timestamptz NOT NULL,
  site               text NOT NULL,
  user_role          text NOT NULL,
  device_type        text NOT NULL,
  app_version        text NOT NULL,
  n                  bigint NOT NULL,
  n_crash_free       bigint NOT NULL,
  sum_launch_time    double precision NOT NULL,
  sum_memory_usage   double precision NOT NULL,
  sum_scroll_fps     double precision NOT NULL,
  launch_time_bins   integer[] NOT NULL,
  launch_time_counts bigint[] NOT NULL,
  memory_usage_bins   integer[] NOT NULL,
  memory_usage_counts bigint[] NOT NULL,
  scroll_fps_bins    integer[] NOT NULL,
  scroll_fps_counts  bigint[] NOT NULL,
  PRIMARY KEY (grain, cube, bucket, site, user_role, device_type, app_version)
);

-- Who was active on which local date, with what: keeps distinct users, retention and adoption exact.
-- Distribution column under Citus: user_id.
CREATE TABLE user_days (
  local_date  date NOT NULL,
  user_id     uuid NOT NULL,
  site        text NOT NULL,
  user_role   text NOT NULL,
  device_type text NOT NULL,
  app_version text NOT NULL,
  features    text[] NOT NULL,
  has_journey boolean NOT NULL,
  PRIMARY KEY (local_date, user_id, site, user_role, device_type, app_version)
);
CREATE INDEX user_days_user ON user_days (user_id, local_date);

-- The first sight of each user, which survives retention of raw rows, with the group they belong to.
-- Distribution column under Citus: user_id.
CREATE TABLE users (
  user_id        uuid PRIMARY KEY,
  first_seen     date NOT NULL,
  first_event_at timestamptz NOT NULL,
  site           text NOT NULL,
  user_role      text NOT NULL,
  device_type    text NOT NULL,
  app_version    text NOT NULL
);
CREATE INDEX users_first_seen ON users (first_seen);

-- Buckets of 5 minutes whose raw rows changed since they were rolled up. Written in the transaction of the
-- change, so that a reader who sees the change also sees the mark and reads that bucket from raw rows.
CREATE TABLE rollup_pending (
  id         bigserial PRIMARY KEY,
  event_type text NOT NULL,
  bucket     timestamptz NOT NULL,
  marked_at  timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX rollup_pending_bucket ON rollup_pending (event_type, bucket);

-- What the rollups were built with, and how far back each grain reaches.
CREATE TABLE rollup_state (
  only_row     boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  settings     jsonb NOT NULL,
  minute_floor timestamptz NOT NULL DEFAULT '-infinity',
  raw_floor    timestamptz NOT NULL DEFAULT '-infinity',
  rolled_up_at timestamptz
);

-- Down Migration

DROP TABLE rollup_state, rollup_pending, users, user_days;
DROP TABLE rollup_performance, rollup_journey, rollup_feature, rollup_session, rollup_business;
