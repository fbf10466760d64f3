import type { Kpi } from '@lopan/catalogue';
import type { Config } from '../config/types';
import type { Snapshot } from '../db/snapshot';
import type { ReportingCalendar } from '../domain/calendar';
import type { Range } from '../domain/intervals';
import type { CustomMeta } from '../frames/frame';

/** What a query type works with. */
export interface QueryContext {
  snapshot: Snapshot;
  config: Config;
  calendar: ReportingCalendar;
  /** The proxy's clock, epoch ms. */
  now: number;
  range: Range;
  maxDataPoints: number;
  /** Narrowest bucket wanted, ms. */
  intervalMs: number;
  /** Connections to the database when the query began; the one that answers it is among those in use. */
  pool: PoolUse;
}

/** How far the pool of connections is used. */
export interface PoolUse {
  inUse: number;
  /** Requests that wait for a connection. */
  waiting: number;
  /** Connections at the most. */
  size: number;
}

/** Raised by a query type for a query that cannot be answered; becomes `status` and `error` of its result. */
export class QueryError extends Error {
  constructor(
    readonly status: number,
    message: string
  ) {
    super(message);
  }
}

/** Whether what ended at an instant can no longer change, but for events later than the late window. */
export function isComplete(end: number, { config, now }: Pick<QueryContext, 'config' | 'now'>): boolean {
  return end + config.collection.lateWindowMs <= now;
}

/** The KPI of an id, with the plant's overrides. @throws QueryError 400 naming close ids */
export function kpiOf(id: string, { config }: Pick<QueryContext, 'config'>): Kpi {
  const kpi = config.kpis.find((candidate) => candidate.id === id);
  if (!kpi) {
    throw new QueryError(
      400,
      `There is no KPI "${id}". Known are: ${config.kpis.map((known) => known.id).join(', ')}.`
    );
  }
  return kpi;
}

/** Frame metadata with the parts that every answer has. To be asked for when all that the answer needs is read. */
export function customMeta(
  { calendar, snapshot }: Pick<QueryContext, 'calendar' | 'snapshot'>,
  rows: Pick<CustomMeta, 'n' | 'complete' | 'method'> & Record<string, unknown>
): CustomMeta {
  const { cut } = snapshot;
  return {
    timezone: calendar.timezone,
    grain: cut?.grain ?? 'event',
    ...(cut && { rawFrom: new Date(cut.rawFrom).toISOString() }),
    ...rows,
  };
}
