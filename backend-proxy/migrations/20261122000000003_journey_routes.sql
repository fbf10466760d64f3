-- Up Migration

-- Journeys by route and outcome, in the form of the other rollups; abandonment_point is '' where a run was not
-- abandoned. Percentiles of the completion time come from its histogram.
-- Distribution column under Citus: bucket, which the primary key holds.
CREATE TABLE rollup_route (
  grain                  text NOT NULL,
  cube                   smallint NOT NULL,
  bucket                 timestamptz NOT NULL,
  site                   text NOT NULL,
  user_role              text NOT NULL,
  device_type            text NOT NULL,
  app_version            text NOT NULL,
  start_point            text NOT NULL,
  end_point              text NOT NULL,
  abandonment_point      text NOT NULL,
  n                      bigint NOT NULL,
  n_completed            bigint NOT NULL,
  n_flagged              bigint NOT NULL,
  sum_efficiency         double precision NOT NULL,
  sum_completion_time    double precision NOT NULL,
  sum_expected_duration  double precision NOT NULL,
  sum_time_lost          double precision NOT NULL,
  completion_time_bins   integer[] NOT NULL,
  completion_time_counts bigint[] NOT NULL,
  PRIMARY KEY (grain, cube, bucket, site, user_role, device_type, app_version, start_point, end_point, abandonment_point)
);

-- What is stored already is rolled up like changes are: until the worker is through, queries read it from raw rows.
INSERT INTO rollup_pending (event_type, bucket)
SELECT DISTINCT 'journey', date_bin('5 minutes', "timestamp", timestamptz '1970-01-01 00:00:00Z') FROM user_journeys;

-- Down Migration

DROP TABLE rollup_route;
