import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';
import { withClient } from '../lib/postgres';
import { inTurns, median, quantile, repeat, rounded, timed } from '../lib/numbers';
import type { BenchProxy } from '../lib/proxy';
import { DAY_MS, HOUR_MS, type PlantPlan } from '../plant/events';
import { APPROXIMATE, EVENT_SQL, numberSql } from './kpiSql';
import type { WireQuery } from './queries';
import { rawStatements, type RawStatement } from './rawStatements';

/** The range that is asked for, and the one before it; epoch ms. */
export interface AskedRange {
  from: number;
  to: number;
}

/** How long the answer of one request takes, in ms. */
export interface QueryTimes {
  name: string;
  /** Over rollups: median and 95th percentile of warm runs. */
  rollup: number;
  rollupP95: number;
  /** The same over a tenth of the events, taking turns; null where that was not measured. */
  smaller: number | null;
  /** SQL on the raw tables, the statements one after the other; null where the product reads no rollup either. */
  raw: number | null;
  /** raw / rollup. */
  ratio: number | null;
  statements: number;
}

const RUNS = { runs: 31, warmUp: 3 };

/** A proxy, and what it is asked for. */
export interface Asked {
  proxy: BenchProxy;
  range: AskedRange;
}

/**
 * What a dashboard over the last 365 days asks for: it begins in the middle of a day and an hour, whose rest is read from
 * finer grains and raw rows, and ends now, two hours after the last event.
 */
export function askedRange({ from, days }: PlantPlan): AskedRange {
  const now = from + days * DAY_MS + 2 * HOUR_MS;
  return { from: from + 11 * HOUR_MS + 17 * 60_000 + 33_000, to: now };
}

/** From one refresh of a dashboard to the next, ms. */
export const REFRESH_MS = 60_000;

/** The range that a refresh some time later asks for. No two refreshes ask for the same. */
export function movedOn({ from, to }: AskedRange, ms: number): AskedRange {
  return { from: from + ms, to: to + ms };
}

/** The body of a request as Grafana's backend sends it for a panel of usual width. */
export function requestBody(queries: readonly WireQuery[], { from, to }: AskedRange): string {
  return JSON.stringify({
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    maxDataPoints: 900,
    intervalMs: Math.round((to - from) / 900),
    queries,
  });
}

/** Sends a request. @throws where a query of it fails */
export async function ask(proxy: BenchProxy, body: string): Promise<string> {
  const answer = await proxy.post('read', '/v1/query', body);
  if (answer.status !== 200) {
    throw new Error(`the proxy answered ${answer.status}: ${answer.body.slice(0, 300)}`);
  }
  const { results } = JSON.parse(answer.body) as { results: Record<string, { status: number; error?: string }> };
  for (const { status, error } of Object.values(results)) {
    if (status !== 200) {
      throw new Error(`a query failed with ${status}: ${error ?? ''} in ${body}`);
    }
  }
  return answer.body;
}

async function runRaw(client: Client, statements: readonly RawStatement[], range: AskedRange): Promise<void> {
  const length = range.to - range.from;
  for (const statement of statements) {
    const shift = statement.range === 'previous' ? length : 0;
    const ends = [new Date(range.from - shift), new Date(range.to - shift)];
    // A parameter that a statement leaves out has no type: the ends stand in the text, as Grafana's macros put them.
    await client.query(
      statement.sql.replaceAll('$1', `'${ends[0]?.toISOString()}'`).replaceAll('$2', `'${ends[1]?.toISOString()}'`)
    );
  }
}

/**
 * Measures one request over rollups, refreshed again and again, and the same by SQL on raw tables.
 * @param smaller the same plant with fewer events, which takes turns
 * @param raw how often the raw statements are run, after once that does not count; once alone counts, and 0 leaves
 *   them out
 */
export async function measureRequest(
  name: string,
  queries: readonly WireQuery[],
  asked: Asked,
  smaller: Asked | null,
  raw: { databaseUrl: string; runs: number }
): Promise<QueryTimes> {
  const refreshing = ({ proxy, range }: Asked): (() => Promise<string>) => {
    let refreshes = 0;
    return () => ask(proxy, requestBody(queries, movedOn(range, refreshes++ * REFRESH_MS)));
  };
  const [samples = [], besides] = await inTurns([asked, ...(smaller ? [smaller] : [])].map(refreshing), RUNS);
  const rollup = median(samples);
  const perQuery = queries.map(rawStatements);
  const statements = perQuery.some((list) => list === null) ? null : perQuery.flatMap((list) => list ?? []);
  let bySql: number | null = null;
  if (statements !== null && raw.runs > 0) {
    bySql = await withClient(raw.databaseUrl, async (client) =>
      median(
        await repeat(() => runRaw(client, statements, asked.range), {
          runs: raw.runs,
          warmUp: raw.runs > 1 ? 1 : 0,
        })
      )
    );
  }
  return {
    name,
    rollup: rounded(rollup),
    rollupP95: rounded(quantile(samples, 0.95)),
    smaller: besides ? rounded(median(besides)) : null,
    raw: bySql === null ? null : rounded(bySql),
    ratio: bySql === null ? null : rounded(bySql / rollup),
    statements: statements?.length ?? 0,
  };
}

/** Whether the proxy and SQL on raw tables give the same numbers. @returns what differs, a sentence each */
export async function compareNumbers(proxy: BenchProxy, databaseUrl: string, range: AskedRange): Promise<string[]> {
  const kpis = Object.keys(EVENT_SQL);
  const body = requestBody([{ refId: 'A', queryType: 'kpi', kpis, format: 'numeric', schemaVersion: 1 }], range);
  const { results } = JSON.parse(await ask(proxy, body)) as {
    results: {
      A: { frames: Array<{ schema: { fields: Array<{ labels?: { kpi?: string } }> }; data: { values: number[][] } }> };
    };
  };
  const answered = new Map<string, number>();
  for (const { schema, data } of results.A.frames) {
    schema.fields.forEach(({ labels }, index) => {
      if (labels?.kpi !== undefined) {
        answered.set(labels.kpi, data.values[index]?.[0] ?? NaN);
      }
    });
  }
  return withClient(databaseUrl, async (client) => {
    const differences: string[] = [];
    for (const [kpi, sql] of Object.entries(EVENT_SQL)) {
      const text = numberSql(sql)
        .replaceAll('$1', `'${new Date(range.from).toISOString()}'`)
        .replaceAll('$2', `'${new Date(range.to).toISOString()}'`);
      const { rows } = await client.query<{ value: number }>(text);
      const expected = rows[0]?.value ?? NaN;
      const got = answered.get(kpi) ?? NaN;
      const tolerance = APPROXIMATE.has(kpi) ? 0.01 : 1e-6;
      if (!(Math.abs(got - expected) <= tolerance * Math.abs(expected))) {
        differences.push(`${kpi}: ${got} over rollups, ${expected} by SQL`);
      }
    }
    return differences;
  });
}

/** What many viewers who watch the overview at once wait for, in ms. */
export interface ViewerTimes {
  viewers: number;
  requests: number;
  /** From sending a request to its answer. */
  median: number;
  p95: number;
  /** From the begin of a refresh to the last of its answers; null where nobody refreshes. */
  refresh: { median: number; p95: number } | null;
}

/** Requests that a browser has under way at once to one host over HTTP/1.1, as Grafana speaks it unless told otherwise. */
const BROWSER_CONNECTIONS = 6;

/**
 * Viewers who each watch the overview up to now. With a refresh they send the requests of all panels, six at a time as a
 * browser does, and then wait for the next one; without, one request after the other and no pause at all.
 * @param panels the queries of each panel
 * @param refreshMs from one refresh to the next; 0: without any
 */
export async function measureViewers(
  proxy: BenchProxy,
  panels: ReadonlyArray<readonly WireQuery[]>,
  range: AskedRange,
  { viewers, refreshMs, seconds }: { viewers: number; refreshMs: number; seconds: number }
): Promise<ViewerTimes> {
  const samples: number[] = [];
  const refreshes: number[] = [];
  const begin = Date.now();
  const end = begin + seconds * 1000;
  const send = async (queries: readonly WireQuery[], at: number): Promise<void> => {
    const body = requestBody(queries, movedOn(range, at - begin));
    samples.push(await timed(() => ask(proxy, body)));
  };
  const watch = async (viewer: number): Promise<void> => {
    await sleep((refreshMs * viewer) / viewers);
    while (Date.now() < end) {
      const started = Date.now();
      const left = [...panels];
      const work = async (): Promise<void> => {
        for (let queries = left.shift(); queries; queries = left.shift()) {
          await send(queries, started);
        }
      };
      refreshes.push(await timed(() => Promise.all(Array.from({ length: BROWSER_CONNECTIONS }, work))));
      await sleep(Math.max(0, refreshMs - (Date.now() - started)));
    }
  };
  const press = async (viewer: number): Promise<void> => {
    for (let turn = viewer; Date.now() < end; turn++) {
      await send(panels[turn % panels.length] ?? [], Date.now());
    }
  };
  await Promise.all(Array.from({ length: viewers }, (_, viewer) => (refreshMs > 0 ? watch(viewer) : press(viewer))));
  return {
    viewers,
    requests: samples.length,
    median: rounded(median(samples)),
    p95: rounded(quantile(samples, 0.95)),
    refresh:
      refreshes.length > 0 ? { median: rounded(median(refreshes)), p95: rounded(quantile(refreshes, 0.95)) } : null,
  };
}
