-- Up Migration

-- When day rollups of a month last changed, so that proxies may keep what they read of a month in memory and know by
-- one look whether it still holds. Written in the transaction of the change; instants, not counters, so that a database
-- put back from a backup does not repeat a version. Months without a row have not changed since the epoch.
-- Distribution column under Citus: none, a reference table.
CREATE TABLE rollup_versions (
  event_type text NOT NULL,
  month      date NOT NULL,
  version    timestamptz NOT NULL,
  PRIMARY KEY (event_type, month)
);

-- When something changed that concerns all months: a rebuild, or retention.
ALTER TABLE rollup_state ADD COLUMN epoch timestamptz NOT NULL DEFAULT clock_timestamp();

-- Down Migration

ALTER TABLE rollup_state DROP COLUMN epoch;
DROP TABLE rollup_versions;
