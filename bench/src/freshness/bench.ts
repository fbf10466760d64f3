import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'pg';
import { RollupStateStore } from '../../../backend-proxy/src/db/stores/rollup-state';
import { makeBatches } from '../intake/batches';
import { BatchRing, sendAtOnce, sendAtPace, type AckTimes } from '../intake/drive';
import { lopanAnalytics } from '../lib/command';
import { loadAverage } from '../lib/machine';
import { quantile, rounded } from '../lib/numbers';
import { createDatabase, dropDatabase } from '../lib/postgres';
import { BenchProxy } from '../lib/proxy';

/** Durations of one kind, ms. */
export interface Durations {
  samples: number;
  p50: number;
  p99: number;
  max: number;
}

/** What the freshness bench found. */
export interface FreshnessReport {
  /** The highest load, events a second: what 16 connections without a pause reached. */
  highest: number;
  /** The load under which all else was measured, with its acknowledgements. */
  load: AckTimes;
  /** From the beginning of a post to the end of the first answer of a `kpi` query that shows it. */
  sight: Durations;
  /** Age of the oldest committed event that the rollups do not hold; queries read such events from raw rows. */
  rollupLag: Durations;
  /** Load average of the machine before and after. */
  machine: { before: number; after: number };
}

export interface FreshnessOptions {
  serverUrl: string;
  say: (text: string) => void;
  /** How long the load lasts, in seconds. */
  seconds?: number;
  /** Requests that are made beforehand, and that find the highest load. */
  batches?: number;
}

/** A form that takes less than 20 seconds. */
export const SHORT_FRESHNESS = { seconds: 6, batches: 150 } as const;

const SEED = 13;
/** Pause between two posts that are looked for, ms. */
const PROBE_PAUSE_MS = 100;
/** Pause between two looks, ms: as long as the answer could have been there unseen. */
const LOOK_PAUSE_MS = 5;
/** A post that is not seen by then counts as this long, ms. */
const GIVE_UP_MS = 30_000;
/** Pause between two looks at the rollups, ms. */
const LAG_PAUSE_MS = 200;
/** The range that is asked for, before now; ms. */
const RANGE_MS = 3_600_000;

function durations(samples: readonly number[]): Durations {
  return {
    samples: samples.length,
    p50: rounded(quantile(samples, 0.5)),
    p99: rounded(quantile(samples, 0.99)),
    max: rounded(Math.max(...samples)),
  };
}

/** A business event of a site that no other has. */
function probeBody(site: string): string {
  const event = {
    id: randomUUID(),
    type: 'business',
    timestamp: new Date().toISOString(),
    site,
    batchCompletionRate: 90,
    qualityScore: 90,
    deliveryPerformance: 90,
    defectRate: 1,
    reworkPercentage: 1,
    customerComplaints: 0,
  };
  return JSON.stringify({ events: [event] });
}

/** The number of a KPI at a site over the last hour, as a panel of a real-time board asks for it. */
function lookBody(site: string): string {
  const now = Date.now();
  return JSON.stringify({
    from: new Date(now - RANGE_MS).toISOString(),
    to: new Date(now + 1000).toISOString(),
    maxDataPoints: 900,
    intervalMs: 5000,
    queries: [
      {
        refId: 'A',
        queryType: 'kpi',
        kpis: ['production_efficiency'],
        format: 'numeric',
        filters: { site: [site] },
        schemaVersion: 1,
      },
    ],
  });
}

interface NumericAnswer {
  results: { A: { status: number; error?: string; frames: Array<{ data: { values: unknown[][] } }> } };
}

/** Whether an answer shows a number. @throws where the query failed */
function shows(answer: string): boolean {
  const { A } = (JSON.parse(answer) as NumericAnswer).results;
  if (A.status !== 200) {
    throw new Error(`the query failed with ${A.status}: ${A.error ?? ''}`);
  }
  return A.frames.some(({ data }) => data.values.some((column) => typeof column[0] === 'number'));
}

/** Posts one event and asks for it until it is seen. @returns ms from the post to the sight */
async function probe(proxy: BenchProxy, site: string): Promise<number> {
  const started = performance.now();
  const posted = await proxy.post('ingest', '/v1/events', probeBody(site));
  if (posted.status !== 200) {
    throw new Error(`the proxy answered ${posted.status} to an event: ${posted.body.slice(0, 300)}`);
  }
  while (performance.now() - started < GIVE_UP_MS) {
    if (shows((await proxy.post('read', '/v1/query', lookBody(site))).body)) {
      return performance.now() - started;
    }
    await sleep(LOOK_PAUSE_MS);
  }
  return GIVE_UP_MS;
}

/** Repeats work until the load is over. */
async function during(over: AbortSignal, pauseMs: number, work: () => Promise<number>): Promise<number[]> {
  const samples: number[] = [];
  do {
    samples.push(await work());
    await sleep(pauseMs);
  } while (!over.aborted);
  return samples;
}

async function underLoad(url: string, options: Required<FreshnessOptions>): Promise<FreshnessReport> {
  const before = loadAverage();
  const ring = new BatchRing(makeBatches(options.batches, SEED));
  const proxy = await BenchProxy.start(url);
  const pool = new Pool({ connectionString: url, max: 1 });
  // The database may be dropped before the connection has told its end.
  pool.on('error', () => undefined);
  try {
    await sendAtOnce([proxy], ring, (sent) => sent < options.batches / 2);
    const highest = await sendAtOnce([proxy], ring, (sent) => sent < options.batches);
    const state = new RollupStateStore(pool);
    const over = new AbortController();
    let count = 0;
    const [load, sight, lag] = await Promise.all([
      sendAtPace([proxy], ring, { eventsPerSecond: highest / 2, seconds: options.seconds }).finally(() => over.abort()),
      during(over.signal, PROBE_PAUSE_MS, () => probe(proxy, `probe-${count++}`)),
      during(over.signal, LAG_PAUSE_MS, async () => (await state.lagSeconds()) * 1000),
    ]);
    return {
      highest: rounded(highest),
      load,
      sight: durations(sight),
      rollupLag: durations(lag),
      machine: { before, after: loadAverage() },
    };
  } finally {
    await proxy.stop();
    await pool.end();
  }
}

/** Measures how soon an event is seen that was posted under half of the highest load. */
export async function benchFreshness(options: FreshnessOptions): Promise<FreshnessReport> {
  const url = await createDatabase(options.serverUrl);
  try {
    await lopanAnalytics(url, 'migrate');
    const { seconds = 60, batches = 500 } = options;
    const report = await underLoad(url, { ...options, seconds, batches });
    options.say(
      `freshness: seen after ${report.sight.p50} ms, p99 ${report.sight.p99} ms at ${report.load.eventsPerSecond} events/s; rollups behind by ${report.rollupLag.p50} ms, at most ${report.rollupLag.max} ms`
    );
    return report;
  } finally {
    await dropDatabase(url);
  }
}
