-- Up Migration

-- When a device last sent a numbered event, so that retention can forget devices that are gone.
ALTER TABLE device_sequences ADD COLUMN last_seen timestamptz NOT NULL DEFAULT now();

-- Down Migration

ALTER TABLE device_sequences DROP COLUMN last_seen;
