-- Up Migration

-- Versions by local date: of a year that a dashboard shows, only today changes, so that what was read of all dates before
-- today may be kept in memory while events come in. A row that was there by month stands for its first date.
ALTER TABLE rollup_versions RENAME COLUMN month TO local_date;

-- The newest version of all, so that one look tells whether any date changed. Versions grow strictly, in the order of
-- commits, since all who write them hold the lock of the rollup worker, and whatever a clock does.
ALTER TABLE rollup_state ADD COLUMN version timestamptz NOT NULL DEFAULT clock_timestamp();

-- Down Migration

ALTER TABLE rollup_state DROP COLUMN version;
DELETE FROM rollup_versions;
UPDATE rollup_state SET epoch = clock_timestamp();
ALTER TABLE rollup_versions RENAME COLUMN local_date TO month;
