-- Up Migration

-- A proxy that serves under a role which owns nothing still has to make the partitions of a new month, and to drop
-- those of an old one: two functions do that as their owner, the role that migrates. Whoever may call them gains
-- nothing beyond it: rows that may be deleted can be dropped by the month as well.

-- Drops the raw partitions of the month (UTC) that holds the given instant. The caller holds the locks of retention and
-- has made sure that all of the month is rolled up.
CREATE FUNCTION lopan_drop_partitions(at timestamptz) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  parent text;
BEGIN
  FOREACH parent IN ARRAY ARRAY['business_metrics', 'user_engagement', 'feature_usage', 'user_journeys', 'performance_metrics']
  LOOP
    EXECUTE format('DROP TABLE IF EXISTS %I', parent || to_char(at AT TIME ZONE 'UTC', '_YYYY_MM'));
  END LOOP;
END
$$;

-- As their owner, in the schema that is migrated, whatever the caller's search_path and temporary tables are.
DO $$
BEGIN
  EXECUTE format('ALTER FUNCTION lopan_ensure_partitions(timestamptz) SECURITY DEFINER SET search_path = %I, pg_temp', current_schema());
  EXECUTE format('ALTER FUNCTION lopan_drop_partitions(timestamptz) SECURITY DEFINER SET search_path = %I, pg_temp', current_schema());
END
$$;
REVOKE EXECUTE ON FUNCTION lopan_ensure_partitions(timestamptz), lopan_drop_partitions(timestamptz) FROM PUBLIC;

-- Down Migration

GRANT EXECUTE ON FUNCTION lopan_ensure_partitions(timestamptz) TO PUBLIC;
ALTER FUNCTION lopan_ensure_partitions(timestamptz) SECURITY INVOKER RESET search_path;
DROP FUNCTION lopan_drop_partitions(timestamptz);
