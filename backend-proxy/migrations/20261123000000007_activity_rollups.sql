-- Up Migration

-- Who was active in which calendar month, with what: the wide grain of `user_days`, from which distinct users of whole
-- months are read.
-- Distribution column under Citus: user_id.
CREATE TABLE user_months (
  month       date NOT NULL,
  user_id     uuid NOT NULL,
  site        text NOT NULL,
  user_role   text NOT NULL,
  device_type text NOT NULL,
  app_version text NOT NULL,
  features    text[] NOT NULL,
  has_journey boolean NOT NULL,
  -- The dates on which they were active: bit 0 is the first of the month.
  days        integer NOT NULL,
  PRIMARY KEY (month, user_id, site, user_role, device_type, app_version)
);

-- How many distinct users were active on a local date, in all (cube 0) and by one dimension (1 site, 2 user_role,
-- 4 device_type, 8 app_version); dimensions that a row does not keep are ''.
-- Distribution column under Citus: local_date.
CREATE TABLE rollup_active_users (
  local_date    date NOT NULL,
  cube          smallint NOT NULL,
  site          text NOT NULL,
  user_role     text NOT NULL,
  device_type   text NOT NULL,
  app_version   text NOT NULL,
  users         bigint NOT NULL,
  journey_users bigint NOT NULL,
  PRIMARY KEY (local_date, cube, site, user_role, device_type, app_version)
);

-- The first day of the month of a date.
CREATE FUNCTION lopan_month(at date) RETURNS date LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN at - (extract(day FROM at)::int - 1);

-- The bit of a date in "days" of its month.
CREATE FUNCTION lopan_day_bit(at date) RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN 1 << (extract(day FROM at)::int - 1);

-- Adds up months of certain users from their days.
CREATE FUNCTION lopan_sum_up_months(of_users uuid[], of_months date[]) RETURNS void LANGUAGE sql AS $$
  INSERT INTO user_months (month, user_id, site, user_role, device_type, app_version, features, has_journey, days)
  SELECT lopan_month(d.local_date), d.user_id, d.site, d.user_role, d.device_type, d.app_version,
    coalesce(array_agg(DISTINCT f.feature ORDER BY f.feature) FILTER (WHERE f.feature IS NOT NULL), '{}'), bool_or(d.has_journey),
    bit_or(lopan_day_bit(d.local_date))
  FROM unnest(of_users, of_months) AS c(user_id, month)
    JOIN user_days d ON d.user_id = c.user_id AND d.local_date >= c.month AND d.local_date < (c.month + interval '1 month')::date
    LEFT JOIN LATERAL unnest(d.features) AS f(feature) ON true
  GROUP BY 1, 2, 3, 4, 5, 6
$$;

-- Counts the users of certain dates anew.
CREATE FUNCTION lopan_count_active_users(of_dates date[]) RETURNS void LANGUAGE sql AS $$
  DELETE FROM rollup_active_users WHERE local_date = ANY(of_dates);
  INSERT INTO rollup_active_users (local_date, cube, site, user_role, device_type, app_version, users, journey_users)
  SELECT local_date,
    (1 - GROUPING(site)) * 1 + (1 - GROUPING(user_role)) * 2 + (1 - GROUPING(device_type)) * 4 + (1 - GROUPING(app_version)) * 8,
    coalesce(site, ''), coalesce(user_role, ''), coalesce(device_type, ''), coalesce(app_version, ''),
    count(DISTINCT user_id), count(DISTINCT user_id) FILTER (WHERE has_journey)
  FROM user_days WHERE local_date = ANY(of_dates)
  GROUP BY GROUPING SETS (
    (local_date), (local_date, site), (local_date, user_role), (local_date, device_type), (local_date, app_version)
  );
$$;

-- Both follow `user_days` in the statement that changes it, whoever changes it: rolling up, correction, erasure,
-- retention. So no code path can forget them.
CREATE FUNCTION lopan_follow_user_days() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  touched_users uuid[];
  touched_months date[];
BEGIN
  IF TG_OP = 'DELETE' THEN
    -- What is gone may have been said by other days of the month too: those add the month up anew.
    SELECT array_agg(c.user_id), array_agg(c.month) INTO touched_users, touched_months
    FROM (SELECT DISTINCT user_id, lopan_month(local_date) AS month FROM changed) c;
    IF touched_users IS NULL THEN
      RETURN NULL;
    END IF;
    DELETE FROM user_months m USING unnest(touched_users, touched_months) AS c(user_id, month)
    WHERE m.user_id = c.user_id AND m.month = c.month;
    PERFORM lopan_sum_up_months(touched_users, touched_months);
  ELSE
    INSERT INTO user_months AS known (month, user_id, site, user_role, device_type, app_version, features, has_journey, days)
    SELECT lopan_month(d.local_date), d.user_id, d.site, d.user_role, d.device_type, d.app_version,
      coalesce(array_agg(DISTINCT f.feature ORDER BY f.feature) FILTER (WHERE f.feature IS NOT NULL), '{}'), bool_or(d.has_journey),
      bit_or(lopan_day_bit(d.local_date))
    FROM changed d LEFT JOIN LATERAL unnest(d.features) AS f(feature) ON true
    GROUP BY 1, 2, 3, 4, 5, 6
    ON CONFLICT (month, user_id, site, user_role, device_type, app_version) DO UPDATE SET
      features = ARRAY(SELECT DISTINCT f FROM unnest(known.features || excluded.features) f ORDER BY f),
      has_journey = known.has_journey OR excluded.has_journey,
      days = known.days | excluded.days
    WHERE NOT (known.features @> excluded.features AND (known.has_journey OR NOT excluded.has_journey)
      AND known.days & excluded.days = excluded.days);
  END IF;
  PERFORM lopan_count_active_users(dates) FROM (SELECT array_agg(DISTINCT local_date) AS dates FROM changed) c
  WHERE dates IS NOT NULL;
  RETURN NULL;
END
$$;

CREATE TRIGGER user_days_added AFTER INSERT ON user_days REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION lopan_follow_user_days();
CREATE TRIGGER user_days_extended AFTER UPDATE ON user_days REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION lopan_follow_user_days();
CREATE TRIGGER user_days_removed AFTER DELETE ON user_days REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION lopan_follow_user_days();

-- What is there already.
SELECT lopan_sum_up_months(array_agg(u.user_id), array_agg(u.month))
FROM (SELECT DISTINCT user_id, lopan_month(local_date) AS month FROM user_days) u;
SELECT lopan_count_active_users(ARRAY(SELECT DISTINCT local_date FROM user_days));

-- Down Migration

DROP TRIGGER user_days_added ON user_days;
DROP TRIGGER user_days_extended ON user_days;
DROP TRIGGER user_days_removed ON user_days;
DROP FUNCTION lopan_follow_user_days();
DROP FUNCTION lopan_count_active_users(date[]);
DROP FUNCTION lopan_sum_up_months(uuid[], date[]);
DROP FUNCTION lopan_day_bit(date);
DROP FUNCTION lopan_month(date);
DROP TABLE rollup_active_users, user_months;
