import { withClient } from '../lib/postgres';
import { BenchProxy } from '../lib/proxy';
import { DAY_MS, type PlantPlan } from '../plant/events';
import { preparePlant, type PreparedPlant } from '../plant/prepare';
import { median, repeat, rounded } from '../lib/numbers';
import {
  ask,
  askedRange,
  compareNumbers,
  measureRequest,
  measureViewers,
  REFRESH_MS,
  requestBody,
  type Asked,
  type QueryTimes,
  type ViewerTimes,
} from './measureQueries';
import { overviewRequests, QUERY_OF_TYPE, WEEKLY_QUERIES, type PanelRequest } from './queries';

/** What the query bench found. */
export interface QueryReport {
  events: number;
  /** Events that growth is measured against; null where it was not. */
  smaller: number | null;
  days: number;
  /** Requests of the executive overview, one a panel. */
  overview: QueryTimes[];
  /** Median over those requests, ms. */
  overviewMedian: number;
  overviewMedianRatio: number | null;
  /** Median of the growth of those requests; null where it was not measured. */
  overviewGrowth: number | null;
  /** One query a type. */
  types: QueryTimes[];
  /**
   * 20 viewers of the overview, who refresh its first screen or the whole page every minute, and who ask without any
   * pause; null where there were none.
   */
  viewers: { firstScreen: ViewerTimes; wholePage: ViewerTimes; restless: ViewerTimes } | null;
  /** Every overview request once, right after the start of a proxy, ms: its own cache of days is empty, Postgres' is warm. */
  coldProxy: number[];
  bytesPerEvent: { raw: number; rolledUp: number };
  seconds: PreparedPlant['seconds'];
  differences: string[];
}

export interface QueryOptions {
  events: number;
  serverUrl: string;
  /** Databases stay, and are used again, under names that begin with this. */
  keep?: string;
  /** How often SQL on raw tables is run; it is the slow half. */
  rawRuns: number;
  /** How long viewers look, in seconds; 0: there are none. */
  viewSeconds: number;
  /** Whether a tenth of the events is measured beside them. */
  growth: boolean;
  say: (text: string) => void;
}

const DAYS = 365;
const SEED = 7;
const VIEWERS = 20;

function planOf(events: number): PlantPlan {
  const to = Math.floor(Date.now() / DAY_MS) * DAY_MS;
  return { events, days: DAYS, from: to - DAYS * DAY_MS, seed: SEED };
}

/** The plan of a database that was kept ends where its events do, not today. */
async function planIn(prepared: PreparedPlant): Promise<PlantPlan> {
  const { rows } = await withClient(prepared.url, (client) =>
    client.query<{ last: Date }>('SELECT max("timestamp") AS last FROM performance_metrics')
  );
  const end = (Math.floor(Number(rows[0]?.last) / DAY_MS) + 1) * DAY_MS;
  return { ...prepared.plan, from: end - DAYS * DAY_MS };
}

async function bytesPerEvent(url: string, events: number): Promise<QueryReport['bytesPerEvent']> {
  const { rows } = await withClient(url, (client) =>
    client.query<{ derived: boolean; bytes: string }>(
      `SELECT relname ~ '^(rollup_|user)' AND relname !~ '^user_(engagement|journeys)' AS derived, sum(pg_total_relation_size(c.oid)) AS bytes
       FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE n.nspname = 'public' AND c.relkind = 'r' GROUP BY 1`
    )
  );
  const of = (derived: boolean): number =>
    rounded(Number(rows.find((row) => row.derived === derived)?.bytes ?? 0) / events);
  return { raw: of(false), rolledUp: of(true) };
}

/** A plant of which a proxy is asked for a year. */
interface AskedPlant extends Asked {
  databaseUrl: string;
}

/** Runs work with a proxy on each of the plants, started for it. */
async function withProxies<T>(
  plants: readonly PreparedPlant[],
  work: (asked: readonly AskedPlant[]) => Promise<T>
): Promise<T> {
  const asked: AskedPlant[] = [];
  try {
    for (const plant of plants) {
      const range = askedRange(await planIn(plant));
      asked.push({ proxy: await BenchProxy.start(plant.url), range, databaseUrl: plant.url });
    }
    return await work(asked);
  } finally {
    await Promise.all(asked.map(({ proxy }) => proxy.stop()));
  }
}

const lastWeek = ({ proxy, range: { to } }: Asked): Asked => ({ proxy, range: { from: to - 7 * DAY_MS, to } });

function told({ name, rollup, smaller, raw }: QueryTimes): string {
  return `${name}: ${rollup} ms, over a tenth ${smaller ?? '–'}, raw ${raw ?? '–'}`;
}

async function measureTypes(
  [plant, smaller]: readonly AskedPlant[],
  { rawRuns, say }: QueryOptions
): Promise<QueryTimes[]> {
  if (!plant) {
    return [];
  }
  const raw = { databaseUrl: plant.databaseUrl, runs: rawRuns };
  const times: QueryTimes[] = [];
  for (const [name, query] of Object.entries(QUERY_OF_TYPE)) {
    times.push(await measureRequest(name, [query], plant, smaller ?? null, raw));
    say(told(times.at(-1) as QueryTimes));
  }
  for (const [name, query] of Object.entries(WEEKLY_QUERIES)) {
    times.push(await measureRequest(name, [query], lastWeek(plant), smaller ? lastWeek(smaller) : null, raw));
    say(told(times.at(-1) as QueryTimes));
  }
  return times;
}

async function measureOverview(
  [plant, smaller]: readonly AskedPlant[],
  { rawRuns, say }: QueryOptions
): Promise<Pick<QueryReport, 'coldProxy' | 'differences' | 'overview'>> {
  const coldProxy: number[] = [];
  const overview: QueryTimes[] = [];
  if (!plant) {
    return { coldProxy, differences: [], overview };
  }
  const requests = overviewRequests();
  for (const { queries } of requests) {
    const body = requestBody(queries, plant.range);
    coldProxy.push(...(await repeat(() => ask(plant.proxy, body), { runs: 1, warmUp: 0 })).map(rounded));
  }
  const differences = await compareNumbers(plant.proxy, plant.databaseUrl, plant.range);
  for (const { title, queries } of requests) {
    overview.push(
      await measureRequest(title, queries, plant, smaller ?? null, { databaseUrl: plant.databaseUrl, runs: rawRuns })
    );
    say(`overview, ${told(overview.at(-1) as QueryTimes)}`);
  }
  return { coldProxy, differences, overview };
}

async function watchOverview([plant]: readonly AskedPlant[], seconds: number): Promise<QueryReport['viewers']> {
  if (!plant || seconds === 0) {
    return null;
  }
  const requests = overviewRequests();
  const view = (shown: readonly PanelRequest[], refreshMs: number, length: number): Promise<ViewerTimes> =>
    measureViewers(
      plant.proxy,
      shown.map(({ queries }) => queries),
      plant.range,
      { viewers: VIEWERS, refreshMs, seconds: length }
    );
  return {
    firstScreen: await view(
      requests.filter(({ firstScreen }) => firstScreen),
      REFRESH_MS,
      seconds
    ),
    wholePage: await view(requests, REFRESH_MS, seconds),
    restless: await view(requests, 0, seconds / 4),
  };
}

/** Middle of what was measured at all; null where nothing was. */
function medianOf(values: ReadonlyArray<number | null>): number | null {
  const there = values.filter((value) => value !== null);
  return there.length > 0 ? rounded(median(there)) : null;
}

/** Measures queries over a year of so many events, and of a tenth of them. */
export async function benchQueries(options: QueryOptions): Promise<QueryReport> {
  const { events, serverUrl, keep, viewSeconds, growth, say } = options;
  const smaller = growth ? Math.round(events / 10) : null;
  const prepare = (count: number): Promise<PreparedPlant> =>
    preparePlant(serverUrl, planOf(count), say, keep && `${keep}_${count}`);
  const tenth = smaller === null ? null : await prepare(smaller);
  const plant = await prepare(events);
  const both = tenth ? [plant, tenth] : [plant];
  const types = await withProxies(both, (asked) => measureTypes(asked, options));
  const { overview, ...answers } = await withProxies(both, async (asked) => ({
    ...(await measureOverview(asked, options)),
    viewers: await watchOverview(asked, viewSeconds),
  }));
  return {
    events,
    smaller,
    days: DAYS,
    overview,
    overviewMedian: rounded(median(overview.map(({ rollup }) => rollup))),
    overviewMedianRatio: medianOf(overview.map(({ ratio }) => ratio)),
    overviewGrowth: medianOf(overview.map((times) => times.smaller && times.rollup / times.smaller)),
    types,
    ...answers,
    bytesPerEvent: await bytesPerEvent(plant.url, events),
    seconds: plant.seconds,
  };
}
