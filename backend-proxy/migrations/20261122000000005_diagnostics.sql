-- Up Migration

-- Errors by kind, reason and screen are read from raw rows; few of them carry any.
CREATE INDEX performance_metrics_errors ON performance_metrics ("timestamp") WHERE errors IS NOT NULL;

-- Down Migration

DROP INDEX performance_metrics_errors;
