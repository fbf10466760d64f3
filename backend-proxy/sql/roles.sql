-- Three roles, so that none can do more than its work needs. Optional; docs/security.md says how to use them.
--
--   lopan_migrator  owns the schema: `lopan-analytics migrate`, and nobody else's work
--   lopan_writer    the proxy (`serve`) and every other command: reads and writes rows, changes no table
--   lopan_reader    people and tools with SQL, such as Grafana's PostgreSQL data source: sums, books and licences, read
--                   only; no raw event, and no table about people
--
-- Run it as a superuser on the database of the proxy, before the first migration and again after each one that adds
-- tables: it can be repeated. Passwords are set apart from it.
BEGIN;

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['lopan_migrator', 'lopan_writer', 'lopan_reader'] LOOP
    IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = name) THEN
      EXECUTE format('CREATE ROLE %I LOGIN', name);
    END IF;
  END LOOP;
  EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
  EXECUTE format('GRANT CONNECT, TEMPORARY ON DATABASE %I TO lopan_migrator, lopan_writer', current_database());
  EXECUTE format('GRANT CONNECT ON DATABASE %I TO lopan_reader', current_database());
END
$$;

REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE, CREATE ON SCHEMA public TO lopan_migrator;
GRANT USAGE ON SCHEMA public TO lopan_writer, lopan_reader;

-- What another role has created so far becomes the migrator's.
DO $$
DECLARE
  statement text;
BEGIN
  FOR statement IN
    SELECT format('ALTER TABLE %s OWNER TO lopan_migrator', oid::regclass) FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND relowner <> 'lopan_migrator'::regrole
    UNION ALL
    SELECT format('ALTER FUNCTION %s OWNER TO lopan_migrator', oid::regprocedure) FROM pg_proc
    WHERE pronamespace = 'public'::regnamespace AND proname LIKE 'lopan\_%' AND proowner <> 'lopan_migrator'::regrole
  LOOP
    EXECUTE statement;
  END LOOP;
END
$$;

-- The writer: the rows of everything there is and will be.
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO lopan_writer;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO lopan_writer;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO lopan_writer;
ALTER DEFAULT PRIVILEGES FOR ROLE lopan_migrator IN SCHEMA public
  GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO lopan_writer;
ALTER DEFAULT PRIVILEGES FOR ROLE lopan_migrator IN SCHEMA public GRANT USAGE ON SEQUENCES TO lopan_writer;
ALTER DEFAULT PRIVILEGES FOR ROLE lopan_migrator IN SCHEMA public GRANT EXECUTE ON FUNCTIONS TO lopan_writer;

-- Which migrations were applied is the migrator's to write; the reader sees what holds no event and nobody.
DO $$
DECLARE
  statement text;
BEGIN
  FOR statement IN
    SELECT CASE WHEN relname = 'schema_migrations' THEN 'REVOKE INSERT, UPDATE, DELETE ON schema_migrations FROM lopan_writer'
      ELSE format('GRANT SELECT ON %s TO lopan_reader', oid::regclass) END
    FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND (relname LIKE 'rollup\_%'
      OR relname IN ('schema_migrations', 'license_sets', 'license_seats', 'intake_log', 'retention_runs'))
  LOOP
    EXECUTE statement;
  END LOOP;
END
$$;
ALTER ROLE lopan_reader SET default_transaction_read_only = on;
ALTER ROLE lopan_reader SET statement_timeout = '30s';

COMMIT;
