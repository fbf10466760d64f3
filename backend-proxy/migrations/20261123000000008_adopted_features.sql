-- Up Migration

-- The features that a person used within 30 days of the first sight: on the dates first_seen to first_seen + 29. It
-- follows both sides it is made of, the first sight and `user_days`, so that adoption reads one row a person.
ALTER TABLE users ADD COLUMN adopted text[] NOT NULL DEFAULT '{}';

CREATE FUNCTION lopan_adopted(of_user uuid, since date) RETURNS text[] LANGUAGE sql STABLE AS $$
  SELECT coalesce(array_agg(DISTINCT f.feature ORDER BY f.feature), '{}')
  FROM user_days d CROSS JOIN LATERAL unnest(d.features) AS f(feature)
  WHERE d.user_id = of_user AND d.local_date BETWEEN since AND since + 29
$$;

CREATE FUNCTION lopan_adopt_since_first_seen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.adopted := lopan_adopted(NEW.user_id, NEW.first_seen);
  RETURN NEW;
END
$$;
CREATE TRIGGER users_first_seen BEFORE INSERT OR UPDATE OF first_seen ON users
  FOR EACH ROW EXECUTE FUNCTION lopan_adopt_since_first_seen();

CREATE FUNCTION lopan_adopt_from_user_days() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE users u SET adopted = lopan_adopted(u.user_id, u.first_seen)
  FROM (SELECT user_id, min(local_date) AS first, max(local_date) AS last FROM changed GROUP BY user_id) c
  WHERE u.user_id = c.user_id AND c.first <= u.first_seen + 29 AND c.last >= u.first_seen;
  RETURN NULL;
END
$$;
CREATE TRIGGER user_days_added_adoption AFTER INSERT ON user_days REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION lopan_adopt_from_user_days();
CREATE TRIGGER user_days_extended_adoption AFTER UPDATE ON user_days REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION lopan_adopt_from_user_days();
CREATE TRIGGER user_days_removed_adoption AFTER DELETE ON user_days REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION lopan_adopt_from_user_days();

-- What is there already.
UPDATE users SET adopted = lopan_adopted(user_id, first_seen);

-- Down Migration

DROP TRIGGER user_days_added_adoption ON user_days;
DROP TRIGGER user_days_extended_adoption ON user_days;
DROP TRIGGER user_days_removed_adoption ON user_days;
DROP TRIGGER users_first_seen ON users;
DROP FUNCTION lopan_adopt_from_user_days();
DROP FUNCTION lopan_adopt_since_first_seen();
DROP FUNCTION lopan_adopted(uuid, date);
ALTER TABLE users DROP COLUMN adopted;
