-- Up Migration

-- Who corrected, read, erased or rebuilt what. Holds no id of a person: the acts on people's data are told by receipt.
CREATE TABLE audit_log (
  id     bigserial PRIMARY KEY,
  at     timestamptz NOT NULL DEFAULT now(),
  -- Fingerprint of the key, or 'command line'.
  actor  text NOT NULL,
  action text NOT NULL,
  detail jsonb NOT NULL
);
CREATE INDEX audit_log_at ON audit_log (at);

-- Proof of an erasure, kept without the id of whom it was about.
CREATE TABLE erasure_receipts (
  receipt_id      uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  erased_at       timestamptz NOT NULL DEFAULT now(),
  -- Rows removed, by table.
  counts          jsonb NOT NULL,
  -- Raw rows of earlier times were gone already; null while none are.
  raw_gone_before timestamptz,
  -- Whether sums over such times still hold what the person did.
  aggregates_kept boolean NOT NULL
);

-- One row a run of the retention.
CREATE TABLE retention_runs (
  id             bigserial PRIMARY KEY,
  started_at     timestamptz NOT NULL,
  ended_at       timestamptz NOT NULL,
  ok             boolean NOT NULL,
  -- Months (YYYY-MM, UTC) whose raw partitions were dropped.
  months_dropped text[] NOT NULL,
  -- Rows removed, by table.
  removed        jsonb NOT NULL,
  -- Why it did not end well, or what it has left for the next run.
  note           text
);
CREATE INDEX retention_runs_ended ON retention_runs (ended_at);

-- Ids of events before this are gone; follows raw_floor, since ids last at least as long as raw rows.
ALTER TABLE rollup_state ADD COLUMN ids_floor timestamptz NOT NULL DEFAULT '-infinity';

-- Down Migration

ALTER TABLE rollup_state DROP COLUMN ids_floor;
DROP TABLE retention_runs, erasure_receipts, audit_log;
