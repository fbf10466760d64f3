-- Up Migration

-- How many rows a mark stands for: tells a bucket that fills fast, which the worker leaves alone until it is full, and lets
-- the many marks of such a bucket be folded into one.
ALTER TABLE rollup_pending ADD COLUMN changes bigint NOT NULL DEFAULT 1;

-- Down Migration

ALTER TABLE rollup_pending DROP COLUMN changes;
