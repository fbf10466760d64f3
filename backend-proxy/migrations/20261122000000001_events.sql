-- Up Migration

-- Where every event id leads: its type and the instant at which its raw row lies.
-- A unique constraint of a partitioned table must hold the partition key, so that the same id with another
-- time could slip in twice; this one table, not partitioned by time, is what makes an id count once.
-- Distribution column under Citus: event_id.
CREATE TABLE event_ids (
  event_id    uuid PRIMARY KEY,
  event_type  text NOT NULL CHECK (event_type IN ('business', 'session', 'feature', 'journey', 'performance')),
  "timestamp" timestamptz NOT NULL
);

-- Raw tables. Partitioned by month of the event's instant (UTC), so that retention drops partitions.
-- Distribution column under Citus: event_id where events have no user or may have none, user_id elsewhere;
-- each primary key holds the partition key and the distribution column.

CREATE TABLE business_metrics (
  id                     bigserial NOT NULL,
  event_id               uuid NOT NULL,
  "timestamp"            timestamptz NOT NULL DEFAULT now(),
  received_at            timestamptz NOT NULL DEFAULT now(),
  user_role              text,
  device_type            text,
  app_version            text,
  site                   text,
  device_id              text,
  sequence               bigint,
  batch_completion_rate  double precision NOT NULL,
  quality_score          double precision NOT NULL,
  delivery_performance   double precision NOT NULL,
  defect_rate            double precision NOT NULL,
  rework_percentage      double precision NOT NULL,
  customer_complaints    bigint NOT NULL,
  customer_satisfaction  double precision,
  cost_of_goods_sold     double precision,
  inventory_value        double precision,
  operation_count        bigint,
  error_count            bigint,
  revenue                double precision,
  operating_cost         double precision,
  production_efficiency  double precision NOT NULL,
  quality_index          double precision NOT NULL,
  overall_quality_index  double precision NOT NULL,
  customer_impact        double precision,
  voided_at              timestamptz,
  void_reason            text,
  PRIMARY KEY ("timestamp", event_id)
) PARTITION BY RANGE ("timestamp");

CREATE TABLE user_engagement (
  id                bigserial NOT NULL,
  event_id          uuid NOT NULL,
  "timestamp"       timestamptz NOT NULL DEFAULT now(),
  received_at       timestamptz NOT NULL DEFAULT now(),
  user_role         text,
  device_type       text,
  app_version       text,
  site              text,
  device_id         text,
  sequence          bigint,
  user_id           uuid NOT NULL,
  session_duration  double precision NOT NULL,
  screen_views      bigint NOT NULL,
  actions_completed bigint NOT NULL,
  data_created      bigint,
  features_used     text[] NOT NULL,
  feature_depth     double precision NOT NULL,
  session_quality   double precision NOT NULL,
  productivity      double precision,
  voided_at         timestamptz,
  void_reason       text,
  PRIMARY KEY ("timestamp", event_id, user_id)
) PARTITION BY RANGE ("timestamp");

CREATE TABLE feature_usage (
  id               bigserial NOT NULL,
  event_id         uuid NOT NULL,
  "timestamp"      timestamptz NOT NULL DEFAULT now(),
  received_at      timestamptz NOT NULL DEFAULT now(),
  user_role        text,
  device_type      text,
  app_version      text,
  site             text,
  device_id        text,
  sequence         bigint,
  user_id          uuid NOT NULL,
  feature          text NOT NULL,
  usage_context    text,
  session_duration double precision,
  battery_level    double precision,
  free_memory      double precision,
  thermal_state    text,
  network_type     text,
  voided_at        timestamptz,
  void_reason      text,
  PRIMARY KEY ("timestamp", event_id, user_id)
) PARTITION BY RANGE ("timestamp");

CREATE TABLE user_journeys (
  id                bigserial NOT NULL,
  event_id          uuid NOT NULL,
  "timestamp"       timestamptz NOT NULL DEFAULT now(),
  received_at       timestamptz NOT NULL DEFAULT now(),
  user_role         text,
  device_type       text,
  app_version       text,
  site              text,
  device_id         text,
  sequence          bigint,
  user_id           uuid NOT NULL,
  start_point       text NOT NULL,
  end_point         text NOT NULL,
  completion_time   double precision NOT NULL,
  expected_duration double precision NOT NULL,
  step_count        bigint NOT NULL,
  steps             text[],
  abandonment_point text,
  efficiency        double precision NOT NULL,
  flagged           boolean NOT NULL,
  time_lost         double precision NOT NULL,
  voided_at         timestamptz,
  void_reason       text,
  PRIMARY KEY ("timestamp", event_id, user_id)
) PARTITION BY RANGE ("timestamp");

CREATE TABLE performance_metrics (
  id                            bigserial NOT NULL,
  event_id                      uuid NOT NULL,
  "timestamp"                   timestamptz NOT NULL DEFAULT now(),
  received_at                   timestamptz NOT NULL DEFAULT now(),
  user_role                     text,
  device_type                   text,
  app_version                   text,
  site                          text,
  device_id                     text,
  sequence                      bigint,
  user_id                       uuid,
  session_id                    text,
  launch_time                   double precision NOT NULL,
  memory_usage                  bigint NOT NULL,
  scroll_fps                    double precision NOT NULL,
  crash_count                   bigint NOT NULL,
  errors                        jsonb,
  user_satisfaction_correlation double precision,
  voided_at                     timestamptz,
  void_reason                   text,
  PRIMARY KEY ("timestamp", event_id)
) PARTITION BY RANGE ("timestamp");

-- What export and erasure of a person's data look for.
CREATE INDEX user_engagement_user ON user_engagement (user_id);
CREATE INDEX feature_usage_user ON feature_usage (user_id);
CREATE INDEX user_journeys_user ON user_journeys (user_id);
CREATE INDEX performance_metrics_user ON performance_metrics (user_id) WHERE user_id IS NOT NULL;

-- Creates the partitions of the month (UTC) that holds the given instant. Attaching locks the parent less than
-- CREATE TABLE … PARTITION OF does. Callers hold the advisory lock of partition maintenance.
CREATE FUNCTION lopan_ensure_partitions(at timestamptz) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  first_day timestamptz := date_trunc('month', at, 'UTC');
  next_month timestamptz := ((first_day AT TIME ZONE 'UTC') + interval '1 month') AT TIME ZONE 'UTC';
  parent text;
  child text;
BEGIN
  FOREACH parent IN ARRAY ARRAY['business_metrics', 'user_engagement', 'feature_usage', 'user_journeys', 'performance_metrics']
  LOOP
    child := parent || to_char(first_day AT TIME ZONE 'UTC', '_YYYY_MM');
    IF to_regclass(child) IS NULL THEN
      EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', child, parent);
      EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', parent, child, first_day, next_month);
    END IF;
  END LOOP;
END
$$;

-- Events that were refused, privacy rules applied.
CREATE TABLE rejected_events (
  id          bigserial PRIMARY KEY,
  received_at timestamptz NOT NULL DEFAULT now(),
  event_id    text,
  event_type  text,
  code        text NOT NULL,
  path        text NOT NULL,
  message     text NOT NULL,
  payload     jsonb
);
CREATE INDEX rejected_events_received ON rejected_events (received_at);

-- One row a commit and type; freshness sums them up. Folded into one row a day by retention.
CREATE TABLE intake_log (
  received_at timestamptz NOT NULL DEFAULT now(),
  event_type  text NOT NULL,
  accepted    bigint NOT NULL,
  duplicates  bigint NOT NULL,
  rejected    bigint NOT NULL,
  late        bigint NOT NULL,
  last_event  timestamptz,
  skew_ms     double precision
);
CREATE INDEX intake_log_received ON intake_log (received_at);

-- Sequence numbers seen per device: gaps between the lowest and the highest are loss.
-- Distribution column under Citus: device_id.
CREATE TABLE device_sequences (
  device_id text PRIMARY KEY,
  lowest    bigint NOT NULL,
  highest   bigint NOT NULL,
  seen      bigint NOT NULL
);

-- Licensed seats: a set is in force from its date until the next set's date.
CREATE TABLE license_sets (
  effective_from date PRIMARY KEY,
  updated_at     timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE license_seats (
  effective_from date NOT NULL REFERENCES license_sets ON DELETE CASCADE,
  user_role      text NOT NULL,
  count          bigint NOT NULL CHECK (count >= 0),
  PRIMARY KEY (effective_from, user_role)
);

-- Down Migration

DROP TABLE license_seats, license_sets, device_sequences, intake_log, rejected_events;
DROP FUNCTION lopan_ensure_partitions(timestamptz);
DROP TABLE performance_metrics, user_journeys, feature_usage, user_engagement, business_metrics, event_ids;
